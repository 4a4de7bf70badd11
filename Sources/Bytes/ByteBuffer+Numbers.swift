/// Numbers as text into a buffer.
extension ByteBuffer {
  public mutating func append(decimal value: UInt64) {
    reserve(20)
    var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
    // SAFETY: a 64-bit number has at most 20 digits; 24 bytes are there, and 20 are reserved in the buffer.
    unsafe withUnsafeMutableBytes(of: &digits) { scratch in
      var at = 24
      var rest = value
      repeat {
        let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
        at &-= 1
        unsafe scratch[at] = 0x30 | UInt8(truncatingIfNeeded: digit)
        rest = quotient
      } while rest != 0
      unsafe (base + filled).copyMemory(
        from: UnsafeRawPointer(scratch.baseAddress.unsafelyUnwrapped + at), byteCount: 24 &- at)
      filled &+= 24 &- at
    }
  }

  public mutating func append(decimal value: Int64) {
    if value < 0 { append(UInt8(ascii: "-")) }
    append(decimal: value.magnitude)
  }

  /// Appends `value` with leading zeros up to `width` digits.
  public mutating func append(decimal value: UInt64, width: Int) {
    var limit: UInt64 = 10
    for _ in 1..<max(1, width) {
      if value < limit { append(UInt8(ascii: "0")) }
      limit &*= 10
    }
    // The loop above wrote one zero for each missing digit, in any order: they are all zeros.
    append(decimal: value)
  }

  /// Appends hexadecimal digits without leading zeros.
  public mutating func append(hex value: UInt64, uppercase: Bool = false) {
    var shift = max(0, 60 &- (value.leadingZeroBitCount & ~3))
    while shift >= 0 {
      append(Self.hexDigit(UInt8(truncatingIfNeeded: value >> UInt64(shift)) & 15, uppercase))
      shift &-= 4
    }
  }

  /// Appends hexadecimal digits, two for each byte.
  public mutating func append(hexOf bytes: RawSpan, uppercase: Bool = false) {
    reserve(bytes.byteCount &* 2)
    for at in 0..<bytes.byteCount { append(hexByte: bytes.uint8(at: at) ?? 0, uppercase: uppercase) }
  }

  public mutating func append(hexByte byte: UInt8, uppercase: Bool = false) {
    append(Self.hexDigit(byte >> 4, uppercase))
    append(Self.hexDigit(byte & 15, uppercase))
  }

  private static func hexDigit(_ value: UInt8, _ uppercase: Bool) -> UInt8 {
    value < 10 ? 0x30 &+ value : (uppercase ? 0x37 : 0x57) &+ value
  }
}
