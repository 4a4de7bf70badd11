/// Making text harmless for screens without changing what it says to a program.
extension ByteBuffer {
  /// How a character is spelled by its number.
  public enum NumberedCharacters: Sendable {
    /// `\u202e`, inside JSON strings.
    case json
    /// `&#x202E;`, inside XML text and attribute values.
    case xml
  }

  /// Spells characters beyond ASCII that steer a terminal or the direction of text by their number, from `start` on.
  ///
  /// Valid UTF-8 is assumed in which such characters stand only where the spelling is allowed. Text without them, which
  /// is nearly all, is only looked at.
  public mutating func spellSteering(from start: Int, as spelling: NumberedCharacters) {
    guard bytes.firstSteering(from: start) != nil else { return }
    let text = bytes.partOrEmpty(at: start, count: count - start).text
    truncate(to: start)
    for scalar in text.unicodeScalars {
      guard scalar.value >= 0x80, SteeringTable.contains(scalar.value) else {
        append(scalar: scalar.value)
        continue
      }
      switch spelling {
      case .json:
        for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
          append("\\u")
          append(hexByte: UInt8(unit >> 8))
          append(hexByte: UInt8(unit & 0xFF))
        }
      case .xml:
        append("&#x")
        append(hex: UInt64(scalar.value), uppercase: true)
        append(";")
      }
    }
  }
}

extension RawSpan {
  /// The first place from `start` on of a character beyond ASCII that steers a terminal; nil where there is none.
  fileprivate func firstSteering(from start: Int) -> Int? {
    var at = start
    while let byte = uint8(at: at) {
      if byte < 0x80 {
        at = endOfASCII(from: at)
        continue
      }
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
      var value = UInt32(byte) & (0x7F >> UInt32(length))
      for step in 1..<length { value = value << 6 | UInt32((uint8(at: at &+ step) ?? 0) & 0x3F) }
      if SteeringTable.contains(value) { return at }
      at &+= length
    }
    return nil
  }

  private func endOfASCII(from start: Int) -> Int {
    var at = start
    while byteCount &- at >= 8 {
      // SAFETY: the condition keeps the eight bytes inside the span.
      let word = unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self) & 0x8080_8080_8080_8080
      if word != 0 { return at &+ word.trailingZeroBitCount >> 3 }
      at &+= 8
    }
    while let byte = uint8(at: at), byte < 0x80 { at &+= 1 }
    return at
  }
}

/// Which scalars steer a display, looked up once for the basic plane.
private enum SteeringTable {
  static func contains(_ value: UInt32) -> Bool {
    if value < 0x10000 { return basicPlane[Int(value >> 6)] & 1 << UInt64(value & 63) != 0 }
    return Unicode.Scalar(value)?.steersDisplay ?? true
  }

  private static let basicPlane: [UInt64] = (0..<1024).map { word in
    (0..<64).reduce(0) { bits, bit in
      let steers = Unicode.Scalar(UInt32(word * 64 + bit))?.steersDisplay ?? false
      return steers ? bits | 1 << UInt64(bit) : bits
    }
  }
}
