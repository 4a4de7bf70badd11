internal import Detection
internal import Sigma

/// What each rule's matches must bring with them.
struct MatchNeeds: Sendable {
  /// For each rule the fields, in lower case, whose values correlations look at; nil: none looks at its matches.
  let correlated: [[String]?]
  /// For each rule whether its matches are a finding of their own.
  let reportsAlone: [Bool]
  /// How many rules stand before the first indicator.
  let ruleCount: Int
  /// For each correlation whether what it sees is a finding, if it says so itself.
  let reportsCorrelation: [Bool]
  /// Whether every citation is decoded a second time, not only those that are shown.
  let looksTwiceAtAll: Bool
  /// What profiles of web traffic are asked about.
  let behaviors: [Behavior]

  /// Indicators count as further rules behind those of the set.
  init(
    _ set: RuleSet, partsOnly: Set<String>, looksTwiceAtAll: Bool, indicatorCount: Int = 0, behaviors: [Behavior] = []
  ) {
    let correlator = Correlator(set.correlations)
    let ofRules: [[String]?] = set.rules.map { rule in
      guard correlator.needsMatches(ofRule: rule.id) else { return nil }
      return correlator.neededFields(forRule: rule.id).map { $0.lowercased() }
    }
    correlated = ofRules + Array(repeating: nil, count: indicatorCount)
    let referred = Set(set.correlations.flatMap(\.rules))
    let rulesReport = set.rules.map { rule in
      !partsOnly.contains(rule.id) && (!referred.contains(rule.id) || correlator.reportsAlone(rule.id))
    }
    reportsAlone = rulesReport + Array(repeating: true, count: indicatorCount)
    reportsCorrelation = set.correlations.map { !partsOnly.contains($0.id) }
    ruleCount = set.rules.count
    self.looksTwiceAtAll = looksTwiceAtAll
    self.behaviors = behaviors
  }
}
