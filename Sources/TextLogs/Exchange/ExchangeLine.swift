internal import Bytes

/// How lines of Exchange's log framework begin.
///
/// What a line is can be told from its first bytes alone, whatever the header says. So a log can be cut into blocks
/// anywhere, and a quote that is never closed costs the record that opened it and no other.
enum ExchangeLine {
  /// So many bytes, byte order marks left aside, always tell whether a line begins like a record or a header.
  static let longestBeginning = 40

  /// Whether a record with a time in front begins at `start`, or a line of the header does.
  static func begins(_ bytes: RawSpan, at start: Int) -> Bool {
    let at = behindMarks(bytes, start)
    return beginsTime(bytes, at) || beginsDirective(bytes, at)
  }

  /// Whether a record with a time in front begins at `start`: such a record may go on over several lines.
  ///
  /// Times are as Exchange writes them, `2021-03-03T…`, or as they look after a spreadsheet had them, `3/3/2021 …`; one
  /// quote may stand in front.
  static func beginsTime(_ bytes: RawSpan, _ start: Int) -> Bool {
    let at = bytes.uint8(at: start) == UInt8(ascii: "\"") ? start &+ 1 : start
    return beginsDate(bytes, at)
  }

  /// `2021-03-03`, `3/3/2021`, `03.03.2021`: three numbers with the same mark between them, one of them of four digits.
  private static func beginsDate(_ bytes: RawSpan, _ start: Int) -> Bool {
    var at = start
    var hasYear = false
    var mark: UInt8?
    for part in 0..<3 {
      let first = at
      while at &- first < 5, let byte = bytes.uint8(at: at), byte &- 0x30 < 10 { at &+= 1 }
      guard at > first, at &- first <= 4, at &- first != 3 else { return false }
      hasYear = hasYear || at &- first == 4
      guard part < 2 else { break }
      guard let byte = bytes.uint8(at: at), byte == 0x2F || byte == 0x2E || byte == 0x2D, mark == nil || mark == byte
      else { return false }
      mark = byte
      at &+= 1
    }
    return hasYear
  }

  /// Whether a line of the header begins at `start`: `#Fields:` and its like, or Export-Csv's `#TYPE`.
  static func beginsDirective(_ bytes: RawSpan, _ start: Int) -> Bool {
    guard bytes.uint8(at: start) == UInt8(ascii: "#") else { return false }
    var at = start &+ 1
    while at &- start < 32, let byte = bytes.uint8(at: at), (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "-") {
      at &+= 1
    }
    guard at > start &+ 1 else { return false }
    if bytes.uint8(at: at) == UInt8(ascii: ":") { return true }
    return bytes.uint8(at: at) == UInt8(ascii: " ") && at &- start == 5 && bytes.uint32(at: start &+ 1) == 0x4550_5954
  }

  /// Behind the byte order marks that stand at `start`, if any: files that were joined have them inside, too.
  static func behindMarks(_ bytes: RawSpan, _ start: Int) -> Int {
    bytes.behindUTF8Marks(from: start)
  }

  static func isMark(_ bytes: RawSpan, _ start: Int) -> Bool {
    bytes.uint8(at: start) == 0xEF && bytes.uint16(at: start &+ 1) == 0xBFBB
  }

  /// Whether a line may begin behind this byte: LF, CR, or one of a run of zero bytes, as a crash leaves them.
  static func isEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D || byte == 0 }

  /// The first line from `start` on that begins like a record or a header; nil where there is none.
  static func next(in bytes: RawSpan, from start: Int) -> Int? {
    var at = start
    while true {
      at = bytes.endOfLineOrText(from: at)
      guard at < bytes.byteCount else { return nil }
      at &+= 1
      if begins(bytes, at: at) { return at }
    }
  }

  /// The last place behind the first byte where a line begins like a record or a header.
  ///
  /// Where there is none, and the block begins with a record that ends with its line, the last line's beginning.
  static func lastBorder(in block: RawSpan) -> Int? {
    var at = block.byteCount &- 1
    while at > 0 {
      at &-= 1
      guard let byte = block.uint8(at: at) else { break }
      // Between CR and LF no line begins.
      if isEnd(byte), begins(block, at: at &+ 1) { return at &+ 1 }
    }
    return beginsTime(block, behindMarks(block, 0)) ? nil : block.lastLineStart
  }
}
