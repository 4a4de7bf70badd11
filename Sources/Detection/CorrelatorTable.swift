/// What a match is to one correlation that it may go to.
struct CorrelatorFact: Sendable {
  /// The number of the match.
  var match: Int32 = -1
  /// The number of the group in the correlation's table; -1 where the match takes no part.
  var group: Int32
  /// The number that is summed, or the number of the value in the correlation's table.
  var value: Double
}

/// The groups and values of one correlation, and the matches that go to it directly.
struct CorrelatorTable: Sendable {
  /// Numbers of facts, and places in the list of rules.
  var direct: [(fact: Int32, position: Int32)] = []
  var groups: [[UInt8]: Int32] = [:]
  var groupValues: [[String]] = []
  var values: [[UInt8]: Int32] = [:]
}

/// Something that a correlation looks at: a match, or a match that made the result of another correlation.
struct CorrelatorItem: Comparable, Sendable {
  var group: Int32
  /// The place of the rule in the correlation's list.
  var position: Int32
  var ticks: Int64
  var sequence: UInt64
  var value: Double
  var match: Int32
  /// The number of the result that it stands for; -1 for a match of its own.
  var result: Int32

  static func < (one: CorrelatorItem, other: CorrelatorItem) -> Bool {
    (one.group, one.ticks, one.sequence, one.position, one.result)
      < (other.group, other.ticks, other.sequence, other.position, other.result)
  }
}
