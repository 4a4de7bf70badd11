internal import Bytes

/// How the text of an event export is written, and where its places stand in the artifact.
struct JSONSourceText: ~Copyable {
  enum Encoding { case utf8, utf16, utf16HighByteFirst }

  private(set) var encoding = Encoding.utf8
  private var swapped = ByteBuffer(capacity: 64)

  // A place in the decoded text and the same place in the block; both only move on.
  private var decodedPlace = 0
  private var sourcePlace = 0

  /// Looks at the artifact's first bytes and returns the length of the byte order mark.
  mutating func recognize(_ head: RawSpan) -> Int {
    let mark = (head.uint8(at: 0), head.uint8(at: 1), head.uint8(at: 2))
    switch mark {
    case (0xEF, 0xBB, 0xBF): return 3
    case (0xFF, 0xFE, _): encoding = .utf16
    case (0xFE, 0xFF, _): encoding = .utf16HighByteFirst
    case (let byte?, 0, _) where Self.mayBegin(byte):
      encoding = .utf16
      return 0
    case (0, let byte?, _) where Self.mayBegin(byte):
      encoding = .utf16HighByteFirst
      return 0
    default: return 0
    }
    return 2
  }

  private static func mayBegin(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") || JSONBlank.isBlank(byte)
  }

  /// Decodes a block of UTF-16 to UTF-8.
  ///
  /// A half character at its end is left for the next block unless it is the last.
  mutating func decode(_ block: RawSpan, isLast: Bool, to decoded: inout ByteBuffer) {
    decoded.removeAll()
    decodedPlace = 0
    sourcePlace = 0
    var count = block.byteCount & ~1
    let highByte = encoding == .utf16 ? count - 1 : count - 2
    if !isLast, let byte = block.uint8(at: highByte), byte & 0xFC == 0xD8 { count -= 2 }
    let whole = block.partOrEmpty(at: 0, count: count)
    if encoding == .utf16 { return decoded.append(utf16: whole) }
    swapped.removeAll()
    for at in stride(from: 0, to: count, by: 2) {
      swapped.append(whole.uint8(at: at + 1) ?? 0)
      swapped.append(whole.uint8(at: at) ?? 0)
    }
    decoded.append(utf16: swapped.bytes)
  }

  /// Where in the block stands what stands at `place` in the decoded text.
  mutating func source(_ place: Int, in text: RawSpan) -> Int {
    guard encoding != .utf8 else { return place }
    if place < decodedPlace { (decodedPlace, sourcePlace) = (0, 0) }
    while decodedPlace < place, let byte = text.uint8(at: decodedPlace) {
      // Each scalar is one unit of two bytes, but a scalar of four bytes in UTF-8 is two units.
      if byte & 0xC0 != 0x80 { sourcePlace += byte >= 0xF0 ? 4 : 2 }
      decodedPlace += 1
    }
    return sourcePlace
  }
}
