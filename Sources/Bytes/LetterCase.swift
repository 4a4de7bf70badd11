/// Case folding for comparison: each scalar to its single-scalar lower case, where there is one.
///
/// Both sides of every comparison go through this one function, so that Sigma's "case-insensitive beyond ASCII" holds.
/// A scalar whose lower case is several scalars (U+0130) stays as it is.
public enum LetterCase {
  /// The folded form of a scalar value.
  public static func folded(_ scalar: UInt32) -> UInt32 {
    if scalar < 0x80 { return (scalar &- 0x41) < 26 ? scalar | 0x20 : scalar }
    if scalar < 0x10000 { return UInt32(basicPlane[Int(scalar)]) }
    return byProperties(scalar)
  }

  /// Whether a character beyond ASCII that folds to an ASCII letter stands in UTF-8 text: the long s, the Kelvin sign.
  public static func foldsToASCII(utf8 text: RawSpan) -> Bool {
    guard text.hasHighByte else { return false }
    var at = 0
    while let place = text.firstIndex(of: 0xC5, from: at) {
      if text.uint8(at: place &+ 1) == 0xBF { return true }
      at = place &+ 1
    }
    at = 0
    while let place = text.firstIndex(of: 0xE2, from: at) {
      if text.uint8(at: place &+ 1) == 0x84, text.uint8(at: place &+ 2) == 0xAA { return true }
      at = place &+ 1
    }
    return false
  }

  /// Whether one of them stands in UTF-16LE text.
  public static func foldsToASCII(utf16 text: RawSpan) -> Bool {
    var at = 0
    while at < text.byteCount {
      if let word = text.uint64(at: at), word & 0xFF00_FF00_FF00_FF00 == 0 {
        at &+= 8
        continue
      }
      let unit = text.uint16(at: at)
      if unit == 0x017F || unit == 0x212A { return true }
      at &+= 2
    }
    return false
  }

  /// The folded UTF-8 bytes of a text.
  public static func folded(_ text: String) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      let value = folded(scalar.value)
      guard let lower = Unicode.Scalar(value) else { continue }
      result.append(contentsOf: UTF8.encode(lower) ?? UTF8.encodedReplacementCharacter)
    }
    return result
  }

  private static let basicPlane: [UInt16] = (0..<0x10000).map { UInt16(truncatingIfNeeded: byProperties(UInt32($0))) }

  private static func byProperties(_ value: UInt32) -> UInt32 {
    // The long s is the one lower-case letter that folds to an ASCII one (CaseFolding.txt, status C).
    if value == 0x17F { return 0x73 }
    guard let scalar = Unicode.Scalar(value) else { return value }
    let lower = scalar.properties.lowercaseMapping.unicodeScalars
    guard lower.count == 1, let only = lower.first else { return value }
    // A fold never leaves the plane, so that the table of the basic plane can hold 16-bit values.
    return (value < 0x10000) == (only.value < 0x10000) ? only.value : value
  }
}
