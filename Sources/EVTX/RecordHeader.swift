import Bytes

/// The first 24 bytes of a record: magic u32, length u32, identifier u64, FILETIME u64.
///
/// The length stands again at its end.
struct RecordHeader {
  static let magic: UInt32 = 0x0000_2A2A
  static let size = 24
  /// Header, the four bytes of the closing length.
  static let smallest = 28

  let start: Int
  let length: Int
  let number: UInt64
  /// The record's own time; `RecordHead.noTime` where it is 0 or no FILETIME.
  let ticks: Int64

  /// Where the binary XML ends.
  var end: Int { start &+ length &- 4 }

  /// Nil where no record of a possible length stands at `at`.
  init?(_ chunk: RawSpan, at: Int) {
    guard chunk.uint32(at: at) == Self.magic, let length = chunk.uint32(at: at &+ 4).map(Int.init),
      length >= Self.smallest, chunk.byteCount &- at >= length, let number = chunk.uint64(at: at &+ 8),
      let time = chunk.uint64(at: at &+ 16)
    else { return nil }
    start = at
    self.length = length
    self.number = number
    ticks = time == 0 || time > UInt64(Int64.max) ? Int64.min : Int64(time)
  }

  /// Whether the length stands again at the record's end, as it should.
  func hasSameLengthAtEnd(_ chunk: RawSpan) -> Bool {
    chunk.uint32(at: start &+ length &- 4) == UInt32(truncatingIfNeeded: length)
  }

  /// Why no record could be told at `at`.
  static func problem(_ chunk: RawSpan, at: Int) -> String {
    guard let magic = chunk.uint32(at: at) else { return "the chunk ends inside a record's header" }
    guard magic == Self.magic else {
      return "a record's magic number expected, 0x\(String(magic, radix: 16)) found"
    }
    let length = chunk.uint32(at: at + 4) ?? 0
    return "a record of \(length) bytes, at least \(smallest) and at most \(chunk.byteCount - at) expected"
  }
}
