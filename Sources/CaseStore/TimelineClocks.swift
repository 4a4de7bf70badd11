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
    return distance < error(of: one) &+ error(of: other)
  }

  /// How far the time may be off: what is known of the log's clock; else half of what the time's digits leave open.
  private func error(of match: StoredMatch) -> UInt64 {
    var step: UInt64 = 10_000_000
    for _ in 0..<min(match.digits, 7) { step /= 10 }
    return max(step / 2, clocks[match.artifact]?.error.magnitude ?? 0)
  }
}
