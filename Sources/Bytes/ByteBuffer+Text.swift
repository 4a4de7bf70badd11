/// Text into a buffer: UTF-16 and single-byte text to UTF-8, as it is or folded for comparison.
extension ByteBuffer {
  /// Appends UTF-16LE text as UTF-8.
  ///
  /// A lone surrogate becomes U+FFFD; an odd last byte is left out.
  public mutating func append(utf16 text: RawSpan) { transcode(text, folding: false) }

  /// Appends UTF-16LE text as UTF-8, folded for comparison.
  public mutating func appendFolded(utf16 text: RawSpan) { transcode(text, folding: true) }

  /// Appends UTF-8 text folded for comparison.
  ///
  /// A byte that is no UTF-8 stays as it is.
  public mutating func appendFolded(utf8 text: RawSpan) {
    let count = text.byteCount
    reserve(count &* 2)
    // SAFETY: a folded scalar needs at most 3 bytes where it had 2, so twice the length is room enough;
    // `source` is read below `count` only.
    let written = unsafe text.withUnsafeBytes { source in unsafe Self.fold(source, to: base + filled) }
    filled &+= written
  }

  /// Appends Windows-1252 text as UTF-8, ended by a NUL if there is one.
  public mutating func append(ansi text: RawSpan, folded: Bool = false) {
    for at in 0..<text.byteCount {
      guard let byte = text.uint8(at: at), byte != 0 else { return }
      let scalar = byte < 0x80 || byte >= 0xA0 ? UInt32(byte) : Self.windows1252[Int(byte) - 0x80]
      append(scalar: folded ? LetterCase.folded(scalar) : scalar)
    }
  }

  /// Appends Windows-1252 text as UTF-8, NULs too: no end of text in lines of a log.
  public mutating func append(ansiLine text: RawSpan, folded: Bool = false) {
    var at = 0
    while let end = text.firstIndex(of: 0, from: at) {
      append(ansi: text.extracting(at..<end), folded: folded)
      append(UInt8(0))
      at = end &+ 1
    }
    append(ansi: text.extracting(at..<text.byteCount), folded: folded)
  }

  /// Appends one scalar as UTF-8; a value that is none becomes U+FFFD.
  public mutating func append(scalar value: UInt32) {
    reserve(4)
    // SAFETY: four bytes are reserved, the most that a scalar needs.
    filled &+= unsafe Self.encode(value, to: base + filled)
  }

  private mutating func transcode(_ text: RawSpan, folding: Bool) {
    let units = text.byteCount >> 1
    reserve(units &* 3)
    // SAFETY: a UTF-16 unit becomes at most 3 bytes of UTF-8, a pair 4; `source` is read below `units` only.
    let written = unsafe text.withUnsafeBytes { source in
      guard let start = source.baseAddress else { return 0 }
      return unsafe folding
        ? Self.transcodeFolding(start, units, to: base + filled) : Self.transcodePlain(start, units, to: base + filled)
    }
    filled &+= written
  }

  // Runs of 8 ASCII units go four at a time through two machine words; the rest goes unit by unit.

  private static func transcodePlain(_ source: UnsafeRawPointer, _ units: Int, to target: UnsafeMutableRawPointer)
    -> Int
  {
    var at = 0
    var out = 0
    while units &- at >= 8 {
      let low = unsafe source.loadUnaligned(fromByteOffset: at &* 2, as: UInt64.self)
      let high = unsafe source.loadUnaligned(fromByteOffset: at &* 2 &+ 8, as: UInt64.self)
      if (low | high) & 0xFF80_FF80_FF80_FF80 != 0 { break }
      unsafe target.storeBytes(of: narrow(low) | narrow(high) << 32, toByteOffset: out, as: UInt64.self)
      at &+= 8
      out &+= 8
    }
    while at < units {
      let unit = unsafe source.loadUnaligned(fromByteOffset: at &* 2, as: UInt16.self)
      if unit < 0x80 {
        unsafe target.storeBytes(of: UInt8(truncatingIfNeeded: unit), toByteOffset: out, as: UInt8.self)
        at &+= 1
        out &+= 1
      } else {
        let scalar = unsafe scalar(source, &at, units)
        out &+= unsafe encode(scalar, to: target + out)
      }
    }
    return out
  }

  private static func transcodeFolding(
    _ source: UnsafeRawPointer, _ units: Int, to target: UnsafeMutableRawPointer
  ) -> Int {
    var at = 0
    var out = 0
    while units &- at >= 8 {
      let low = unsafe source.loadUnaligned(fromByteOffset: at &* 2, as: UInt64.self)
      let high = unsafe source.loadUnaligned(fromByteOffset: at &* 2 &+ 8, as: UInt64.self)
      if (low | high) & 0xFF80_FF80_FF80_FF80 != 0 { break }
      let packed = lowered(narrow(low) | narrow(high) << 32)
      unsafe target.storeBytes(of: packed, toByteOffset: out, as: UInt64.self)
      at &+= 8
      out &+= 8
    }
    while at < units {
      let unit = unsafe source.loadUnaligned(fromByteOffset: at &* 2, as: UInt16.self)
      if unit < 0x80 {
        let byte = UInt8(truncatingIfNeeded: unit)
        unsafe target.storeBytes(of: (byte &- 0x41) < 26 ? byte | 0x20 : byte, toByteOffset: out, as: UInt8.self)
        at &+= 1
        out &+= 1
      } else {
        let scalar = unsafe LetterCase.folded(scalar(source, &at, units))
        out &+= unsafe encode(scalar, to: target + out)
      }
    }
    return out
  }

  private static func fold(_ source: UnsafeRawBufferPointer, to target: UnsafeMutableRawPointer) -> Int {
    var at = 0
    var out = 0
    while at < source.count {
      if source.count &- at >= 8 {
        let word = unsafe source.loadUnaligned(fromByteOffset: at, as: UInt64.self)
        if word & 0x8080_8080_8080_8080 == 0 {
          unsafe target.storeBytes(of: lowered(word), toByteOffset: out, as: UInt64.self)
          at &+= 8
          out &+= 8
          continue
        }
      }
      let byte = unsafe source[at]
      if byte < 0x80 {
        unsafe target.storeBytes(of: (byte &- 0x41) < 26 ? byte | 0x20 : byte, toByteOffset: out, as: UInt8.self)
        at &+= 1
        out &+= 1
      } else if let (scalar, length) = unsafe decode(source, at) {
        out &+= unsafe encode(LetterCase.folded(scalar), to: target + out)
        at &+= length
      } else {
        unsafe target.storeBytes(of: byte, toByteOffset: out, as: UInt8.self)
        at &+= 1
        out &+= 1
      }
    }
    return out
  }

  /// Four 16-bit units below 0x100, packed into the low four bytes.
  @inline(__always) private static func narrow(_ word: UInt64) -> UInt64 {
    let pairs = (word | word >> 8) & 0x0000_FFFF_0000_FFFF
    return (pairs | pairs >> 16) & 0xFFFF_FFFF
  }

  /// Eight ASCII bytes in lower case.
  @inline(__always) private static func lowered(_ word: UInt64) -> UInt64 {
    let aboveZ = word &+ 0x2525_2525_2525_2525  // 0x80 - 'Z' - 1
    let fromA = word &+ 0x3F3F_3F3F_3F3F_3F3F  // 0x80 - 'A'
    return word | ((fromA & ~aboveZ) & 0x8080_8080_8080_8080) >> 2
  }

  private static func scalar(_ source: UnsafeRawPointer, _ at: inout Int, _ units: Int) -> UInt32 {
    let unit = UInt32(unsafe source.loadUnaligned(fromByteOffset: at &* 2, as: UInt16.self))
    at &+= 1
    guard unit & 0xF800 == 0xD800 else { return unit }
    guard unit < 0xDC00, at < units else { return 0xFFFD }
    let next = UInt32(unsafe source.loadUnaligned(fromByteOffset: at &* 2, as: UInt16.self))
    guard next & 0xFC00 == 0xDC00 else { return 0xFFFD }
    at &+= 1
    return 0x10000 &+ ((unit & 0x3FF) << 10) &+ (next & 0x3FF)
  }

  private static func encode(_ value: UInt32, to target: UnsafeMutableRawPointer) -> Int {
    func put(_ byte: UInt32, _ at: Int) {
      unsafe target.storeBytes(of: UInt8(truncatingIfNeeded: byte), toByteOffset: at, as: UInt8.self)
    }
    switch value {
    case 0..<0x80:
      put(value, 0)
      return 1
    case 0x80..<0x800:
      put(0xC0 | value >> 6, 0)
      put(0x80 | value & 0x3F, 1)
      return 2
    case 0xD800..<0xE000, 0x110000...:
      return unsafe encode(0xFFFD, to: target)
    case 0x800..<0x10000:
      put(0xE0 | value >> 12, 0)
      put(0x80 | value >> 6 & 0x3F, 1)
      put(0x80 | value & 0x3F, 2)
      return 3
    default:
      put(0xF0 | value >> 18, 0)
      put(0x80 | value >> 12 & 0x3F, 1)
      put(0x80 | value >> 6 & 0x3F, 2)
      put(0x80 | value & 0x3F, 3)
      return 4
    }
  }

  /// The scalar at `at` and its length, or nil where the bytes are no UTF-8.
  private static func decode(_ source: UnsafeRawBufferPointer, _ at: Int) -> (UInt32, Int)? {
    let first = unsafe source[at]
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC2, first < 0xF5, source.count &- at >= length else { return nil }
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for step in 1..<length {
      let byte = unsafe source[at &+ step]
      guard byte & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    guard value >= (length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000), value < 0x110000, value & 0xFFFFF800 != 0xD800
    else { return nil }
    return (value, length)
  }

  /// Windows-1252 for 0x80 to 0x9F (Unicode consortium, CP1252.TXT).
  ///
  /// The five free places stay control characters of their numbers, as in Windows' own table: no byte is lost.
  private static let windows1252: [UInt32] = [
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D,
    0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
    0x0153, 0x009D, 0x017E, 0x0178,
  ]
}
