internal import Detection
internal import Sigma

/// What each rule's matches must bring with them.
struct MatchNeeds: Sendable {
  /// For each rule the fields, in lower case, whose values correlations look at; nil: none looks at its matches.
  let correlated: [[String]?]
  /// For each rule whether its matches are a finding of their own.
  let reportsAlone: [Bool]
  /// For each correlation whether what it sees is a finding, if it says so itself.
  let reportsCorrelation: [Bool]
  /// Whether every citation is decoded a second time, not only those that are shown.
  let looksTwiceAtAll: Bool

  init(_ set: RuleSet, partsOnly: Set<String>, looksTwiceAtAll: Bool) {
    let correlator = Correlator(set.correlations)
    correlated = set.rules.map { rule in
      guard correlator.needsMatches(ofRule: rule.id) else { return nil }
      return correlator.neededFields(forRule: rule.id).map { $0.lowercased() }
    }
    let referred = Set(set.correlations.flatMap(\.rules))
    reportsAlone = set.rules.map { rule in
      !partsOnly.contains(rule.id) && (!referred.contains(rule.id) || correlator.reportsAlone(rule.id))
    }
    reportsCorrelation = set.correlations.map { !partsOnly.contains($0.id) }
    self.looksTwiceAtAll = looksTwiceAtAll
  }
}
