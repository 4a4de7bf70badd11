/// Where a JSON string ended.
@frozen public enum JSONTextEnd: Hashable, Sendable {
  /// The place of the byte after the closing quote.
  case closed(Int)
  /// The bytes ended before the closing quote.
  case open
  /// What stands at this place may not stand in a JSON string.
  case invalid(Int)
}

/// Reading JSON strings (RFC 8259, section 7).
extension ByteBuffer {
  /// Appends the content of a JSON string, decoded; `start` is the place of the byte after its opening quote.
  ///
  /// Escapes become what they stand for, `\u0000` included. A surrogate without its other half becomes U+FFFD, as it
  /// does in UTF-16 text. Bytes that are no UTF-8 stay as they are. Where the string does not close, what was read so
  /// far stays in the buffer.
  public mutating func append(jsonText source: RawSpan, at start: Int) -> JSONTextEnd {
    var at = max(0, start)
    while true {
      at = appendPlainRun(source, at)
      guard let byte = source.uint8(at: at) else { return .open }
      if byte == UInt8(ascii: "\"") { return .closed(at &+ 1) }
      guard byte == UInt8(ascii: "\\") else { return .invalid(at) }
      guard let escape = source.uint8(at: at &+ 1) else { return .open }
      if let plain = Self.escaped(escape) {
        append(plain)
        at &+= 2
      } else if escape == UInt8(ascii: "u") {
        switch Self.escapedScalar(source, at) {
        case .closed(let scalarAndLength):
          append(scalar: UInt32(scalarAndLength >> 4))
          at &+= scalarAndLength & 15
        case .open: return .open
        case .invalid: return .invalid(at)
        }
      } else {
        return .invalid(at)
      }
    }
  }

  /// Copies up to the next quote, backslash or control character and says where that stands.
  @inline(__always) private mutating func appendPlainRun(_ source: RawSpan, _ start: Int) -> Int {
    var at = start
    while source.byteCount &- at >= 8 {
      // SAFETY: the condition keeps the eight bytes inside the span.
      let word = unsafe source.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self)
      reserve(8)
      // SAFETY: eight bytes are reserved; of those only the ones before the special byte count.
      unsafe (base + filled).storeBytes(of: word, as: UInt64.self)
      let special = JSONBytes.special(word)
      let plain = special == 0 ? 8 : special.trailingZeroBitCount >> 3
      filled &+= plain
      at &+= plain
      if special != 0 { return at }
    }
    while let byte = source.uint8(at: at), byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
      append(byte)
      at &+= 1
    }
    return at
  }

  /// What a backslash and this letter stand for; nil for `u` and for letters that JSON does not know.
  @inline(__always) private static func escaped(_ letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "/"): letter
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    default: nil
    }
  }

  /// The scalar of `\uXXXX` or of a pair of them that begins at `at`: 16 times the scalar plus the escape's length.
  private static func escapedScalar(_ source: RawSpan, _ at: Int) -> JSONTextEnd {
    guard source.byteCount &- at >= 6 else { return .open }
    guard let first = hexUnit(source, at &+ 2) else { return .invalid(at) }
    guard first & 0xFC00 == 0xD800 else { return .closed(Int(first) << 4 | 6) }
    guard source.byteCount &- at >= 12 else { return isPlainAhead(source, at &+ 6) ? .closed(0xFFFD << 4 | 6) : .open }
    guard source.uint8(at: at &+ 6) == UInt8(ascii: "\\"), source.uint8(at: at &+ 7) == UInt8(ascii: "u"),
      let second = hexUnit(source, at &+ 8), second & 0xFC00 == 0xDC00
    else { return .closed(0xFFFD << 4 | 6) }
    return .closed(Int(0x10000 + ((first & 0x3FF) << 10) + (second & 0x3FF)) << 4 | 12)
  }

  /// Whether no second escape can begin at `at`: something else stands there already.
  private static func isPlainAhead(_ source: RawSpan, _ at: Int) -> Bool {
    guard let byte = source.uint8(at: at) else { return false }
    guard byte == UInt8(ascii: "\\"), let next = source.uint8(at: at &+ 1) else { return byte != UInt8(ascii: "\\") }
    return next != UInt8(ascii: "u")
  }

  private static func hexUnit(_ source: RawSpan, _ at: Int) -> UInt32? {
    var value: UInt32 = 0
    for step in 0..<4 {
      guard let byte = source.uint8(at: at &+ step), let digit = JSONBytes.hexValue(byte) else { return nil }
      value = value << 4 | digit
    }
    return value
  }
}

enum JSONBytes {
  /// The highest bit of each byte that is a quote, a backslash or below 0x20; the lowest one set is always true.
  @inline(__always) static func special(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quote = word ^ (ones &* 0x22)
    let backslash = word ^ (ones &* 0x5C)
    let found =
      ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | ((word &- (ones &* 0x20)) & ~word)
    return found & (ones &* 0x80)
  }

  @inline(__always) static func hexValue(_ byte: UInt8) -> UInt32? {
    if (byte &- 0x30) < 10 { return UInt32(byte &- 0x30) }
    let letter = (byte | 0x20) &- 0x61
    return letter < 6 ? UInt32(letter) &+ 10 : nil
  }
}
