/// A rule that is not run, and why.
public struct LeftOutRule: Sendable, Hashable {
  public var id: String
  public var title: String
  public var reason: String

  public init(id: String, title: String, reason: String) {
    self.id = id
    self.title = title
    self.reason = reason
  }
}

/// A rule set after selection.
public struct SelectedRules: Sendable, Hashable {
  public var set: RuleSet
  /// In the order of the rule set, rules before correlations.
  public var leftOut: [LeftOutRule]
  /// Ids of rules and correlations that stay only because a correlation needs them; on their own they do not report.
  public var partsOnly: Set<String>
}

extension RuleSet {
  /// The rules that are to run.
  ///
  /// What a selected correlation refers to stays, whatever the selection says of it.
  public func selecting(_ selection: RuleSelection, excluding exclusions: [Exclusion] = []) -> SelectedRules {
    if selection == RuleSelection(), exclusions.isEmpty {
      return SelectedRules(set: self, leftOut: [], partsOnly: [])
    }
    func objection(_ subject: RuleSubject) -> String? {
      if let exclusion = exclusions.first(where: { $0.fits(subject) }) {
        return "excluded until \(exclusion.until): \(exclusion.reason)"
      }
      return selection.objection(subject)
    }
    var reasons: [String: String] = [:]
    var leftOut: [LeftOutRule] = []
    for subject in rules.map(RuleSubject.init) + correlations.map(RuleSubject.init) {
      guard let reason = objection(subject) else { continue }
      reasons[subject.id] = reason
      leftOut.append(LeftOutRule(id: subject.id, title: subject.title, reason: reason))
    }
    let needed = parts(of: correlations.filter { reasons[$0.id] == nil })
    let partsOnly = needed.filter { reasons[$0] != nil }
    func stays(_ id: String) -> Bool { reasons[id] == nil || partsOnly.contains(id) }
    var set = self
    set.rules = rules.filter { stays($0.id) }
    set.correlations = correlations.filter { stays($0.id) }
    return SelectedRules(set: set, leftOut: leftOut, partsOnly: partsOnly)
  }

  /// Ids of all that correlations refer to, directly or through others.
  private func parts(of selected: [Correlation]) -> Set<String> {
    var found: Set<String> = []
    var open = selected
    while let next = open.popLast() {
      for id in next.rules where found.insert(id).inserted { open += correlations.filter { $0.id == id } }
    }
    return found
  }
}
