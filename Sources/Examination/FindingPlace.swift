internal import CaseStore

/// What makes matches one finding: the rule, by its number, and the host.
struct FindingPlace: Hashable, Sendable {
  var rule: Int
  var host: String
}

/// Findings that have enough of something, so that workers need not make more of it.
struct EnoughMatches: Sendable {
  /// Those whose shown citations are all there.
  var shown: Set<FindingPlace> = []
  /// Those whose events are all there.
  var events: Set<FindingPlace> = []

  /// Citations that a finding shows unless more are asked for.
  static let mostShown = 20
  /// Events that a finding keeps with their text.
  static let mostEvents = CaseWriter.eventsPerFinding
}
