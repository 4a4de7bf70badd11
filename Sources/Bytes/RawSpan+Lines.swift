/// Lines that end with LF, CR LF or CR alone.
extension RawSpan {
  /// The last place, behind the first byte, where a line begins for certain; nil where there is none.
  ///
  /// A NUL ends a line too: what was never written to disk. Behind a CR that is the last byte a LF may follow, so that
  /// is no such place.
  public var lastLineStart: Int? {
    var at = byteCount
    while at > 0 {
      at &-= 1
      guard let byte = uint8(at: at) else { return nil }
      if byte == 0x0A || byte == 0 || byte == 0x0D && at &+ 1 < byteCount { return at &+ 1 }
    }
    return nil
  }

  /// Whether a line may begin at `at`: it is the first byte, or stands behind LF, CR or NUL.
  public func beginsLine(at: Int) -> Bool {
    guard at > 0, let byte = uint8(at: at &- 1) else { return at == 0 }
    return byte == 0x0A || byte == 0x0D || byte == 0
  }

  /// Whether it begins with UTF-8's byte order mark.
  public var beginsWithUTF8Mark: Bool { uint16(at: 0) == 0xBBEF && uint8(at: 2) == 0xBF }

  /// Behind UTF-8's byte order marks that stand at `start`, if any: files that were joined have them inside, too.
  public func behindUTF8Marks(from start: Int) -> Int {
    var at = start
    while uint8(at: at) == 0xEF, uint16(at: at &+ 1) == 0xBFBB { at &+= 3 }
    return at
  }

  /// Whether a line may begin at `at`, or at the byte order marks that stand in front of it.
  public func beginsLineBehindMarks(at place: Int) -> Bool {
    var at = place
    while at >= 3, behindUTF8Marks(from: at &- 3) >= at { at &-= 3 }
    return beginsLine(at: at)
  }

  /// The first LF, CR or NUL from `start` on; the number of bytes where there is none.
  public func endOfLineOrText(from start: Int) -> Int { endOfLine(from: start, orNUL: true) }

  /// The first byte from `start` on that is not NUL; the number of bytes where there is none.
  public func endOfNULs(from start: Int) -> Int {
    var at = Swift.max(0, start)
    while byteCount &- at >= 8, uint64(at: at) == 0 { at &+= 8 }
    while uint8(at: at) == 0 { at &+= 1 }
    return Swift.min(at, byteCount)
  }

  /// The first LF or CR from `start` on; the number of bytes where there is none.
  public func endOfLine(from start: Int) -> Int { endOfLine(from: start, orNUL: false) }

  @inline(__always)
  private func endOfLine(from start: Int, orNUL endsAtNUL: Bool) -> Int {
    var at = Swift.max(0, start)
    let ones: UInt64 = 0x0101_0101_0101_0101
    while byteCount &- at >= 8 {
      // SAFETY: the condition keeps the eight bytes inside the span.
      let word = unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self)
      let line = word ^ (ones &* 0x0A)
      let carriage = word ^ (ones &* 0x0D)
      var found = (line &- ones) & ~line | (carriage &- ones) & ~carriage
      if endsAtNUL { found |= (word &- ones) & ~word }
      found &= ones &* 0x80
      if found != 0 { return at &+ found.trailingZeroBitCount >> 3 }
      at &+= 8
    }
    while let byte = uint8(at: at), byte != 0x0A, byte != 0x0D, !endsAtNUL || byte != 0 { at &+= 1 }
    return Swift.min(at, byteCount)
  }

  /// How many line ends stand in it; a CR LF is one.
  public var lineEndCount: Int {
    var count = 0
    var followsCR: UInt64 = 0
    for at in stride(from: 0, to: byteCount, by: 64) {
      let returns = mask(anyOf: 0x0D0D_0D0D, at: at).found
      let feeds = mask(anyOf: 0x0A0A_0A0A, at: at).found
      count &+= returns.nonzeroBitCount &+ (feeds & ~(returns << 1 | followsCR)).nonzeroBitCount
      followsCR = returns >> 63
    }
    return count
  }
}
