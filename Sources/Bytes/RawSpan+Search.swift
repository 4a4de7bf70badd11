internal import CPlatform

/// Looking for bytes.
extension RawSpan {
  /// The first quote, backslash or control character from `start` on; the number of bytes where there is none.
  public func endOfPlainJSONText(from start: Int) -> Int {
    var at = Swift.max(0, start)
    while byteCount &- at >= 8 {
      // SAFETY: the condition keeps the eight bytes inside the span.
      let special = JSONBytes.special(unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self))
      if special != 0 { return at &+ special.trailingZeroBitCount >> 3 }
      at &+= 8
    }
    while let byte = uint8(at: at), byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { at &+= 1 }
    return Swift.min(at, byteCount)
  }

  /// The first place of `byte` from `start` on; nil where there is none.
  public func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? {
    var at = Swift.max(0, start)
    if byteCount &- at > 64 {
      // SAFETY: pointer and length come from one span that lives for the call.
      let found = unsafe extracting(at..<byteCount).withUnsafeBytes {
        unsafe postern_find_byte($0.baseAddress, $0.count, byte)
      }
      return found < 0 ? nil : at &+ found
    }
    let ones: UInt64 = 0x0101_0101_0101_0101
    while byteCount &- at >= 8 {
      // SAFETY: the condition keeps the eight bytes inside the span.
      let word = unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self) ^ (ones &* UInt64(byte))
      let found = (word &- ones) & ~word & (ones &* 0x80)
      if found != 0 { return at &+ found.trailingZeroBitCount >> 3 }
      at &+= 8
    }
    while let other = uint8(at: at) {
      if other == byte { return at }
      at &+= 1
    }
    return nil
  }

  /// The first byte beyond ASCII from `start` on; nil where there is none.
  public func firstHighByte(from start: Int) -> Int? {
    var at = Swift.max(0, start)
    while byteCount &- at >= 64 {
      let high = mask(atMost: 0, at: at).high
      if high != 0 { return at &+ high.trailingZeroBitCount }
      at &+= 64
    }
    while byteCount &- at >= 8 {
      // SAFETY: the condition keeps the eight bytes inside the span.
      let high = unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self) & 0x8080_8080_8080_8080
      if high != 0 { return at &+ high.trailingZeroBitCount >> 3 }
      at &+= 8
    }
    while let byte = uint8(at: at) {
      if byte >= 0x80 { return at }
      at &+= 1
    }
    return nil
  }

  /// The last place of `byte` before `end`; nil where there is none.
  public func lastIndex(of byte: UInt8, before end: Int? = nil) -> Int? {
    var at = Swift.min(end ?? byteCount, byteCount) &- 1
    while at >= 0 {
      if uint8(at: at) == byte { return at }
      at &-= 1
    }
    return nil
  }

  /// How often `byte` stands in it.
  public func count(of byte: UInt8) -> Int {
    var count = 0
    for at in 0..<byteCount {
      // SAFETY: `at` is below the length.
      if unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt8.self) == byte { count &+= 1 }
    }
    return count
  }

  /// The first place from `start` on where the bytes of `other` stand; nil where they do not.
  public func firstIndex(of other: RawSpan, from start: Int = 0) -> Int? {
    guard let first = other.uint8(at: 0) else { return start <= byteCount ? start : nil }
    var at = start
    while let found = firstIndex(of: first, from: at), let rest = part(at: found, count: other.byteCount) {
      if rest.hasSameBytes(as: other) { return found }
      at = found &+ 1
    }
    return nil
  }
}
