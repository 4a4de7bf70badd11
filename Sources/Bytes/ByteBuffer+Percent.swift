extension ByteBuffer {
  /// Appends bytes with their percent escapes (RFC 3986, section 2.1) undone; what is none stays as it is.
  public mutating func append(percentDecoded bytes: RawSpan) {
    reserve(bytes.byteCount)
    var at = 0
    while let sign = bytes.firstIndex(of: UInt8(ascii: "%"), from: at) {
      append(bytes.partOrEmpty(at: at, count: sign &- at))
      if let high = Self.hexDigit(bytes.uint8(at: sign &+ 1)), let low = Self.hexDigit(bytes.uint8(at: sign &+ 2)) {
        append(high << 4 | low)
        at = sign &+ 3
      } else {
        append(UInt8(ascii: "%"))
        at = sign &+ 1
      }
    }
    append(bytes.partOrEmpty(at: at, count: bytes.byteCount &- at))
  }

  private static func hexDigit(_ byte: UInt8?) -> UInt8? {
    guard let byte else { return nil }
    if byte &- 0x30 < 10 { return byte &- 0x30 }
    let letter = (byte | 0x20) &- 0x61
    return letter < 6 ? letter &+ 10 : nil
  }
}

extension RawSpan {
  /// Whether the bytes are UTF-8 throughout (RFC 3629: no surrogates, nothing longer than it must be).
  public var isUTF8: Bool {
    var at = 0
    while at < byteCount {
      if byteCount &- at >= 8, let word = uint64(at: at), word & 0x8080_8080_8080_8080 == 0 {
        at &+= 8
        continue
      }
      guard let length = utf8Length(at: at) else { return false }
      at &+= length
    }
    return true
  }

  /// The bytes of the scalar that begins at `at`; nil where none does.
  private func utf8Length(at: Int) -> Int? {
    guard let first = uint8(at: at) else { return nil }
    if first < 0x80 { return 1 }
    let second = uint8(at: at &+ 1) ?? 0
    func isTail(_ place: Int) -> Bool { (uint8(at: at &+ place) ?? 0) & 0xC0 == 0x80 }
    switch first {
    case 0xC2...0xDF: return isTail(1) ? 2 : nil
    case 0xE0: return second >= 0xA0 && isTail(1) && isTail(2) ? 3 : nil
    case 0xED: return second < 0xA0 && isTail(1) && isTail(2) ? 3 : nil
    case 0xE1...0xEF: return isTail(1) && isTail(2) ? 3 : nil
    case 0xF0: return second >= 0x90 && isTail(1) && isTail(2) && isTail(3) ? 4 : nil
    case 0xF1...0xF3: return isTail(1) && isTail(2) && isTail(3) ? 4 : nil
    case 0xF4: return second < 0x90 && isTail(1) && isTail(2) && isTail(3) ? 4 : nil
    default: return nil
    }
  }
}
