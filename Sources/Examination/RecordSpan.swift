internal import Model
internal import Records

/// Which records of one source a run of bytes held: count, first and last time, and where numbers are missing.
struct RecordSpan {
  var channel: String
  var host: String
  /// Whether records carry numbers without gaps; lines of an export do not.
  var hasNumbers: Bool
  var count: UInt64 = 0
  var from: Int64 = .max
  var to: Int64 = .min
  var first: (number: UInt64, ticks: Int64)?
  var last: (number: UInt64, ticks: Int64)?
  var gaps: [SourceCoverage.Gap] = []
  private static let mostGaps = 1000

  init(channel: String, host: String, hasNumbers: Bool) {
    self.channel = channel
    self.host = host
    self.hasNumbers = hasNumbers
  }

  mutating func add(_ head: RecordHead) {
    count += 1
    if head.ticks != RecordHead.noTime {
      from = min(from, head.ticks)
      to = max(to, head.ticks)
    }
    note(head.number, head.ticks)
    if first == nil { first = (head.number, head.ticks) }
    last = (head.number, head.ticks)
  }

  /// The span of both, `next` being the bytes that follow.
  mutating func append(_ next: RecordSpan) {
    if let first = next.first { note(first.number, first.ticks) }
    count += next.count
    from = min(from, next.from)
    to = max(to, next.to)
    if channel.isEmpty { (channel, host) = (next.channel, next.host) }
    if first == nil { first = next.first }
    if let nextLast = next.last { last = nextLast }
    gaps += next.gaps.prefix(max(0, Self.mostGaps - gaps.count))
  }

  /// Notes a gap where the number does not follow the one before.
  private mutating func note(_ number: UInt64, _ ticks: Int64) {
    guard hasNumbers, let last, number > last.number, number - last.number > 1, gaps.count < Self.mostGaps else {
      return
    }
    gaps.append(
      SourceCoverage.Gap(
        from: Self.time(last.ticks), to: Self.time(ticks),
        why: "\(number - last.number - 1) record numbers are missing between \(last.number) and \(number)"))
  }

  static func time(_ ticks: Int64) -> Timestamp? {
    ticks == RecordHead.noTime || ticks == .max || ticks == .min ? nil : Timestamp(ticks: ticks)
  }
}
