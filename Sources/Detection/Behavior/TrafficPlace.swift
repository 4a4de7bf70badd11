internal import Records

/// Where in the evidence a request stands that a profile may have to cite.
public struct TrafficPlace: Hashable, Sendable, BitwiseCopyable {
  public var offset: UInt64
  public var length: UInt32
  /// Counted from 1; of a log with more lines than that, the greatest number.
  public var line: UInt32
  public var ticks: Int64
  public var digits: UInt8
  /// `Artifact.number`; -1 until the block that it stands in is merged.
  public var artifact: Int32 = -1

  init(_ head: RecordHead) {
    offset = head.offset
    length = head.length
    line = UInt32(clamping: head.number)
    ticks = head.ticks
    digits = head.timeDigits
  }
}
