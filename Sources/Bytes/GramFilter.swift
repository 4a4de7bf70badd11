/// Tells of most texts, at a few bytes a step, that none of many words stands in them.
///
/// A gram is four or six characters of ASCII, letters without case. Of each word that is looked for, one gram is given
/// where every character of a text is looked at, or two that begin side by side where every second one is. Each gram
/// sets two bits of one word of a table; a text whose grams find no such pair holds none of the words. For UTF-8 and
/// single-byte text, or for UTF-16LE, whose characters are folded together in registers, not decoded.
@frozen public struct GramFilter: ~Copyable, Sendable {
  @usableFromInline let words: FrozenArray<UInt64>
  @usableFromInline let shift: UInt64
  @usableFromInline let isLong: Bool
  @usableFromInline let isWide: Bool
  /// As secret as the seed of tables, so that evidence cannot aim at the filter.
  @usableFromInline let factor: UInt64

  /// Characters of a long gram and of a short one.
  public static var long: Int { 6 }
  public static var short: Int { 4 }
  /// Bits of the table for each gram, at least.
  private static let bitsPerGram = 32
  private static let mostWords = 1 << 17

  /// - Parameter grams: as `gram(_:at:isLong:)` makes them.
  public init(_ grams: [UInt64], isLong: Bool, isWide: Bool) {
    self.isLong = isLong
    self.isWide = isWide
    factor = TableHash.seed | 1
    var count = 64
    while count < Self.mostWords, count * 64 < grams.count * Self.bitsPerGram { count *= 2 }
    shift = UInt64(64 - count.trailingZeroBitCount)
    var table = [UInt64](repeating: 0, count: count)
    for gram in grams {
      let hash = Self.spread(isWide ? Self.widened(gram, isLong) : gram, factor)
      table[Int(truncatingIfNeeded: hash >> shift)] |= Self.pair(hash)
    }
    words = FrozenArray(table)
  }

  /// The gram that begins at `at`, the lowest byte first; nil where the bytes end before or are not all ASCII.
  public static func gram(_ text: RawSpan, at: Int, isLong: Bool) -> UInt64? {
    guard let part = text.part(at: at, count: isLong ? long : short) else { return nil }
    var value: UInt64 = 0
    for place in 0..<part.byteCount {
      guard let byte = part.uint8(at: place), byte < 0x80 else { return nil }
      value |= UInt64(byte | 0x20) << UInt64(8 * place)
    }
    return value
  }

  /// As the characters come out of UTF-16: those of the first eight bytes with gaps, the others in the gaps.
  private static func widened(_ gram: UInt64, _ isLong: Bool) -> UInt64 {
    var value: UInt64 = 0
    for place in 0..<UInt64(isLong ? 6 : 4) {
      let at = place < 4 ? place * 2 : (place - 4) * 2 + 1
      value |= (gram >> (8 * place) & 0xFF) << (8 * at)
    }
    return value | fold
  }

  @usableFromInline static var fold: UInt64 { 0x2020_2020_2020_2020 }

  @inlinable @inline(__always) static func spread(_ gram: UInt64, _ factor: UInt64) -> UInt64 {
    let product = gram &* factor
    return product ^ product &>> 32
  }

  @inlinable @inline(__always) static func pair(_ hash: UInt64) -> UInt64 {
    1 &<< hash | 1 &<< (hash &>> 6)
  }

  @inlinable @inline(__always) func passes(_ gram: UInt64) -> Bool {
    let hash = Self.spread(gram, factor)
    let pair = Self.pair(hash)
    return words[Int(truncatingIfNeeded: hash &>> shift)] & pair == pair
  }

  /// The first place from `start` on, in steps of the filter, at which a word may stand before `end`; nil where none can.
  public func next(in text: RawSpan, from start: Int, to end: Int) -> Int? {
    isWide ? nextWide(text, start, end) : isLong ? nextLong(text, start, end) : nextShort(text, start, end)
  }

  private func nextLong(_ text: RawSpan, _ start: Int, _ end: Int) -> Int? {
    let mask: UInt64 = 0xFFFF_FFFF_FFFF
    let safe = min(end &- 6, text.byteCount &- 8)
    var at = max(0, start)
    while at <= safe {
      // SAFETY: `safe` leaves eight bytes from `at` on.
      let word = unsafe text.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self)
      if passes((word | Self.fold) & mask) { return at }
      at &+= 2
    }
    while at &+ 6 <= end {
      guard let low = text.uint32(at: at), let high = text.uint16(at: at &+ 4) else { return nil }
      if passes((UInt64(low) | UInt64(high) << 32 | Self.fold) & mask) { return at }
      at &+= 2
    }
    return nil
  }

  private func nextShort(_ text: RawSpan, _ start: Int, _ end: Int) -> Int? {
    let last = min(end, text.byteCount) &- 4
    var at = max(0, start)
    while at <= last {
      // SAFETY: `last` leaves four bytes from `at` on.
      let word = unsafe text.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt32.self)
      if passes(UInt64(word | 0x2020_2020)) { return at }
      at &+= 1
    }
    return nil
  }

  private func nextWide(_ text: RawSpan, _ start: Int, _ end: Int) -> Int? {
    let last = min(end, text.byteCount) &- (isLong ? 12 : 8)
    let step = isLong ? 4 : 2
    var at = max(0, start)
    while at <= last {
      // SAFETY: `last` leaves eight bytes from `at` on, and twelve for long grams.
      var word = unsafe text.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self)
      if isLong {
        let rest = unsafe text.unsafeLoadUnaligned(fromUncheckedByteOffset: at &+ 8, as: UInt32.self)
        word |= UInt64(rest) << 8
      }
      if passes(word | Self.fold) { return at }
      at &+= step
    }
    return nil
  }
}
