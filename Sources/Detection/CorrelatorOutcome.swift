/// What correlations came to: their results, and what they could not look at.
public struct CorrelatorOutcome: Sendable {
  /// One run of windows of one group in which a correlation held.
  public struct Result: Sendable {
    /// The place of the correlation in the list that was given.
    public let correlation: Int
    /// The values of the group in the order of `group-by`, as the first event of the group that was added spells them.
    public let group: [String]
    /// Time of the first and of the last event that made it, in 100-nanosecond steps since 1601.
    public let first: Int64
    public let last: Int64
    /// The greatest count, sum or number of rules in one window; for averages and percentiles the first value that held.
    public let measure: Double

    /// When it first held.
    let held: Int64
    /// The matches of its group, by number in the correlator.
    let matches: [Int32]
    /// Results of other correlations that it was made of.
    let parts: [Int32]
  }

  /// An event that made a result.
  public struct Event: Hashable, Sendable {
    public let sequence: UInt64
    public let ticks: Int64
  }

  /// Results that are reported: those of correlations that no other refers to, or that are generated nonetheless.
  ///
  /// In the order of the correlations given, then by time, then by group.
  public internal(set) var results: [Result] = []
  /// What was left out, one lower-case clause each; empty where every match was looked at.
  public internal(set) var notes: [String] = []

  var all: [Result] = []
  var events: [Event] = []

  /// The events that made the result, each once, by time and then by sequence.
  ///
  /// Those that made the results that it is chained to are among them.
  public func events(of result: Result) -> [Event] {
    var numbers = Set(result.matches)
    var parts = Set(result.parts)
    var waiting = result.parts
    while let part = waiting.popLast() {
      numbers.formUnion(all[Int(part)].matches)
      for deeper in all[Int(part)].parts where parts.insert(deeper).inserted { waiting.append(deeper) }
    }
    let found = Set(numbers.map { events[Int($0)] })
    return found.sorted { ($0.ticks, $0.sequence) < ($1.ticks, $1.sequence) }
  }
}
