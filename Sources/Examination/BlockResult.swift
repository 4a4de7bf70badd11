internal import Model
internal import Records

/// What came of one block.
struct BlockResult {
  var block: BlockSource.Block
  var account = ByteAccount()
  var skips: [Skip] = []
  var notes: [String] = []
  var matches: [Match] = []
  var span = RecordSpan()

  /// A rule that held on a record.
  struct Match {
    var rule: Int
    var head: RecordHead
    var host: String
    /// What the record says; nil where enough events of that rule and host were made before.
    var event: Event?
  }
}

/// Which records a run of bytes held: count, first and last time, and where numbers are missing.
struct RecordSpan {
  var count: UInt64 = 0
  var channel = ""
  var host = ""
  var from: Int64 = .max
  var to: Int64 = .min
  var first: (number: UInt64, ticks: Int64)?
  var last: (number: UInt64, ticks: Int64)?
  var gaps: [SourceCoverage.Gap] = []
  private static let mostGaps = 1000

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
    guard let last, number > last.number, number - last.number > 1, gaps.count < Self.mostGaps else { return }
    gaps.append(
      SourceCoverage.Gap(
        from: Self.time(last.ticks), to: Self.time(ticks),
        why: "\(number - last.number - 1) record numbers are missing between \(last.number) and \(number)"))
  }

  static func time(_ ticks: Int64) -> Timestamp? {
    ticks == RecordHead.noTime || ticks == .max ? nil : Timestamp(ticks: ticks)
  }
}
