import GRDB
internal import Model

/// The clocks of logs, as the order of the timeline needs them.
struct TimelineClocks {
  private let clocks: [Int: ClockOffset]

  init(_ db: Database) throws {
    clocks = try Dictionary(CaseValues.clocks(db).map { ($0.1.artifact, $0.1) }) { one, _ in one }
  }

  func clock(of match: StoredMatch) -> ClockOffset? { clocks[match.artifact] }

  /// The time by which it is put in order, in 100-nanosecond steps: that of the log less what its clock is off.
  func time(of match: StoredMatch) -> Int64 {
    guard match.ticks != StoredMatch.noTime else { return match.ticks }
    return match.ticks &- (clocks[match.artifact]?.correction ?? 0)
  }

  /// Whether two events of different logs are closer than their times are known.
  func isOrderOpen(_ one: StoredMatch, _ other: StoredMatch) -> Bool {
    guard one.artifact != other.artifact, one.ticks != StoredMatch.noTime, other.ticks != StoredMatch.noTime else {
      return false
    }
    let distance = time(of: other).subtractingReportingOverflow(time(of: one)).partialValue.magnitude
    // Files of one log have one clock: what is not known of it is no matter.
    let log = clocks[one.artifact]?.log
    let isSameLog = log != nil && log == clocks[other.artifact]?.log
    return distance < error(of: one, isSameLog) &+ error(of: other, isSameLog)
  }

  /// How far the time may be off: half of what its digits leave open, or what is known of the log's clock.
  private func error(of match: StoredMatch, _ isSameLog: Bool) -> UInt64 {
    var step: UInt64 = 10_000_000
    for _ in 0..<min(match.digits, 7) { step /= 10 }
    return max(step / 2, isSameLog ? 0 : clocks[match.artifact]?.error.magnitude ?? 0)
  }
}
