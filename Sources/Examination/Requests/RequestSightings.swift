internal import Records

/// When the logs of one block saw requests: those of a part of the request numbers, so that memory stays bounded.
struct RequestSightings {
  /// Requests that are kept of one block and log.
  static let most = 1024
  /// Logs that are told apart in one block: headers in mid-file can change what log it is.
  private static let mostLogs = 4

  private(set) var logs: [Log] = []

  /// One log of a block.
  struct Log {
    var channel: String
    /// The fewest digits after the second of any time.
    var digits: UInt8 = 7
    /// The hash of each number that was kept, and the time: the middle of what the log's digits leave open.
    private(set) var seen: [(hash: UInt64, ticks: Int64)] = []
    /// Numbers are kept whose hash has none of these bits.
    private var mask: UInt64 = 0

    init(channel: String) { self.channel = channel }

    @inline(__always) func keeps(_ hash: UInt64) -> Bool { hash & mask == 0 }

    mutating func add(_ hash: UInt64, _ head: RecordHead) {
      digits = min(digits, head.timeDigits)
      seen.append((hash, head.ticks &+ ClockSteps.half(head.timeDigits)))
      if seen.count > RequestSightings.most { shrink() }
    }

    /// Forgets what stands there several times, then all but a part of the numbers, until half the room is free.
    ///
    /// Of a number that the log has at several times two stay, so that it counts as such.
    private mutating func shrink() {
      seen.sort { ($0.hash, $0.ticks) < ($1.hash, $1.ticks) }
      var kept: [(hash: UInt64, ticks: Int64)] = []
      for sighting in seen {
        if let last = kept.last, last.hash == sighting.hash {
          let isThird = kept.count > 1 && kept[kept.count - 2].hash == sighting.hash
          if last.ticks == sighting.ticks || isThird { continue }
        }
        kept.append(sighting)
      }
      seen = kept
      while seen.count > RequestSightings.most / 2, mask != .max {
        mask = mask << 1 | 1
        seen.removeAll { $0.hash & mask != 0 }
      }
    }
  }

  /// The place of a log in the list; nil where there are too many.
  mutating func number(of channel: String) -> Int? {
    if let known = logs.firstIndex(where: { $0.channel == channel }) { return known }
    guard logs.count < Self.mostLogs else { return nil }
    logs.append(Log(channel: channel))
    return logs.count - 1
  }

  mutating func add(_ hash: UInt64, _ head: RecordHead, log: Int) { logs[log].add(hash, head) }
}

/// Parts of a second.
enum ClockSteps {
  /// Half of what so many digits after the second leave open, in 100-nanosecond steps.
  static func half(_ digits: UInt8) -> Int64 {
    var step: Int64 = 10_000_000
    for _ in 0..<min(digits, 7) { step /= 10 }
    return step / 2
  }
}
