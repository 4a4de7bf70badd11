/// How far the clock of one log is from that of another, as the requests that both saw tell.
public struct ClockOffset: Hashable, Sendable {
  /// Number of the artifact whose times it is about.
  public var artifact: Int
  /// The folder of the log.
  public var log: String
  /// The log that it is measured against: its source and folder.
  public var against: String
  /// What is to be taken from the log's times to have those of the other, in 100-nanosecond steps.
  public var offset: Int64
  /// How far a time may be off after that, in 100-nanosecond steps: resolution of both logs and spread of the pairs.
  public var error: Int64
  /// How many requests both logs saw, of those that were looked at.
  public var pairs: Int

  public init(artifact: Int, log: String, against: String, offset: Int64, error: Int64, pairs: Int) {
    self.artifact = artifact
    self.log = log
    self.against = against
    self.offset = offset
    self.error = error
    self.pairs = pairs
  }

  /// Whether the offset is more than its error: only then are times corrected where they are put in order.
  public var isSignificant: Bool { offset.magnitude > error.magnitude }

  /// The steps to take from the log's times where they are put in order.
  public var correction: Int64 { isSignificant ? offset : 0 }

  /// The whole quarter of an hour that explains the offset, in minutes: a wrong zone; nil where none does.
  public var zoneMinutes: Int? {
    let quarter = 900 * Timestamp.ticksPerSecond
    let count = (offset + (offset < 0 ? -quarter : quarter) / 2) / quarter
    guard count != 0, isSignificant, (offset - count * quarter).magnitude <= error.magnitude else { return nil }
    return Int(count) * 15
  }

  /// One for each log that the coverage has files of, in its order.
  public static func ofLogs(in coverage: [SourceCoverage]) -> [ClockOffset] {
    var result: [ClockOffset] = []
    for clock in coverage.compactMap(\.clock)
    where !result.contains(where: { $0.log == clock.log && $0.against == clock.against && $0.offset == clock.offset }) {
      result.append(clock)
    }
    return result
  }

  /// `steps` as seconds with three digits, rounded: `-10800.000`.
  public static func seconds(_ steps: Int64) -> String {
    let thousandths = (steps.magnitude + 5000) / 10_000
    let rest = String(thousandths % 1000)
    return (steps < 0 && thousandths > 0 ? "-" : "") + "\(thousandths / 1000)."
      + String(repeating: "0", count: 3 - rest.count) + rest
  }

  /// One clause for people.
  public var sentence: String {
    let direction = offset < 0 ? "behind" : "ahead of"
    let error = Self.seconds(error)
    guard isSignificant else {
      return "agrees with \(against) within \(error) s (\(pairs) requests in both)"
    }
    let zone = zoneMinutes.map { " (a zone of \($0) minutes)" } ?? ""
    return "\(Self.seconds(Int64(clamping: offset.magnitude))) s \(direction) \(against)\(zone), ± \(error) s, "
      + "by \(pairs) requests in both"
  }
}
