/// JSON strings into a buffer (RFC 8259).
extension ByteBuffer {
  /// Appends UTF-16LE text as a JSON string with its quotes.
  public mutating func appendJSON(utf16 text: RawSpan) {
    append(UInt8(ascii: "\""))
    let start = filled
    append(utf16: text)
    escapeJSON(from: start)
    append(UInt8(ascii: "\""))
  }

  /// Appends UTF-8 text as a JSON string with its quotes; bytes that are no UTF-8 become U+FFFD.
  public mutating func appendJSON(utf8 text: RawSpan) {
    append(UInt8(ascii: "\""))
    let start = filled
    appendRepaired(utf8: text)
    escapeJSON(from: start)
    append(UInt8(ascii: "\""))
  }

  public mutating func appendJSON(_ text: String) {
    append(UInt8(ascii: "\""))
    let start = filled
    append(text)
    escapeJSON(from: start)
    append(UInt8(ascii: "\""))
  }

  /// Escapes in place what JSON does not allow inside a string, from `start` to the end.
  ///
  /// Valid UTF-8 is assumed.
  public mutating func escapeJSON(from start: Int) {
    let extra = extraForJSON(from: start)
    guard extra > 0 else { return }
    reserve(extra)
    // From the end to the start, so that no byte is overwritten before it was moved.
    var from = filled &- 1
    var to = filled &+ extra &- 1
    filled &+= extra
    // SAFETY: `to` stays at or above `from`, and both at or above `start`, since `to - from` is the room still needed.
    while to > from {
      let byte = unsafe base.load(fromByteOffset: from, as: UInt8.self)
      let length = Self.escapedLength(byte)
      unsafe Self.escape(byte, to: base + (to &- length &+ 1))
      to &-= length
      from &-= 1
    }
  }

  /// How many bytes more the escaped text needs, from `start` to the end.
  private func extraForJSON(from start: Int) -> Int {
    var extra = 0
    var at = start
    // SAFETY: all reads lie between `start` and `filled`.
    while filled &- at >= 8 {
      let word = unsafe base.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      if Self.mayNeedEscape(word) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
          extra &+= Self.escapedLength(UInt8(truncatingIfNeeded: word >> shift)) &- 1
        }
      }
      at &+= 8
    }
    while at < filled {
      extra &+= Self.escapedLength(unsafe base.load(fromByteOffset: at, as: UInt8.self)) &- 1
      at &+= 1
    }
    return extra
  }

  /// Whether one of eight bytes is a control character, a quote or a backslash; rarely true for others too.
  @inline(__always) private static func mayNeedEscape(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    func hasByte(_ byte: UInt64) -> UInt64 {
      let rest = word ^ (ones &* byte)
      return (rest &- ones) & ~rest
    }
    let low = (word &- ones &* 0x20) & ~word
    return (low | hasByte(0x22) | hasByte(0x5C) | hasByte(0x7F)) & (ones &* 0x80) != 0
  }

  /// Appends UTF-8 text; each sequence that is no UTF-8 becomes U+FFFD.
  public mutating func appendRepaired(utf8 text: RawSpan) {
    if text.isASCII {
      append(text)
      return
    }
    // SAFETY: the bytes are only read, inside the call.
    let repaired = unsafe text.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    append(repaired)
  }

  @inline(__always) private static func escapedLength(_ byte: UInt8) -> Int {
    if byte >= 0x20 { return byte == 0x22 || byte == 0x5C ? 2 : byte == 0x7F ? 6 : 1 }
    return byte == 0x0A || byte == 0x0D || byte == 0x09 ? 2 : 6
  }

  private static func escape(_ byte: UInt8, to target: UnsafeMutableRawPointer) {
    func put(_ byte: UInt8, _ at: Int) { unsafe target.storeBytes(of: byte, toByteOffset: at, as: UInt8.self) }
    switch byte {
    case 0x22, 0x5C:
      put(0x5C, 0)
      put(byte, 1)
    case 0x09, 0x0A, 0x0D:
      put(0x5C, 0)
      put(byte == 0x0A ? UInt8(ascii: "n") : byte == 0x0D ? UInt8(ascii: "r") : UInt8(ascii: "t"), 1)
    case 0..<0x20, 0x7F:
      put(0x5C, 0)
      put(UInt8(ascii: "u"), 1)
      put(0x30, 2)
      put(0x30, 3)
      put(hexDigit(byte >> 4), 4)
      put(hexDigit(byte & 15), 5)
    default:
      put(byte, 0)
    }
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 &+ value : 0x57 &+ value }
}

extension RawSpan {
  /// Whether no byte is above 0x7F.
  public var isASCII: Bool {
    var at = 0
    while byteCount &- at >= 8 {
      // SAFETY: the condition keeps the eight bytes inside the span.
      if unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 {
        return false
      }
      at &+= 8
    }
    while at < byteCount {
      // SAFETY: `at` is below the length.
      if unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt8.self) >= 0x80 { return false }
      at &+= 1
    }
    return true
  }

  /// The bytes as an array of their own.
  public var array: [UInt8] {
    // SAFETY: the bytes are only read, inside the call.
    unsafe withUnsafeBytes { unsafe [UInt8]($0) }
  }

  /// The bytes as text; what is no UTF-8 becomes U+FFFD.
  public var text: String {
    // SAFETY: the bytes are only read, inside the call.
    unsafe withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
  }
}
