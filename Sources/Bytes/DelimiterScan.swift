/// Goes through text and stops at each comma, each double quote and each control character (below 0x20).
///
/// Eight bytes are looked at together; the cost is that of the bytes plus that of the stops.
@frozen public struct DelimiterScan: ~Escapable {
  @usableFromInline let bytes: RawSpan
  @usableFromInline let comma: UInt64
  @usableFromInline let quote: UInt64
  /// Where the eight bytes begin that were looked at last.
  @usableFromInline var word: Int
  /// The highest bit of each of them that is a stop not yet handed out.
  @usableFromInline var stops: UInt64

  /// Begins at `start`, which is at most the number of bytes.
  ///
  /// Other bytes, no letters, can be stopped at in place of the comma and the quote.
  @inlinable @_lifetime(copy bytes)
  public init(
    _ bytes: RawSpan, from start: Int, comma: UInt8 = UInt8(ascii: ","), quote: UInt8 = UInt8(ascii: "\"")
  ) {
    self.bytes = bytes
    let ones: UInt64 = 0x0101_0101_0101_0101
    self.comma = ones &* UInt64(comma)
    self.quote = ones &* UInt64(quote)
    word = start
    stops = 0
    look()
  }

  /// The place of the next stop; the number of bytes where there is none.
  @inlinable @_lifetime(self: copy self)
  public mutating func next() -> Int {
    while stops == 0 {
      guard bytes.byteCount &- word > 8 else { return bytes.byteCount }
      word &+= 8
      look()
    }
    let place = word &+ stops.trailingZeroBitCount >> 3
    stops &= stops &- 1
    return place
  }

  @inlinable @_lifetime(self: copy self)
  mutating func look() {
    let left = bytes.byteCount &- word
    let eight: UInt64
    if left >= 8, word >= 0 {
      // SAFETY: the condition keeps the eight bytes inside the span.
      eight = unsafe UInt64(
        littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: word, as: UInt64.self))
    } else {
      eight = closing(left)
    }
    stops =
      Self.zeros(eight ^ comma) | Self.zeros(eight ^ quote) | Self.zeros(eight & 0xE0E0_E0E0_E0E0_E0E0)
  }

  /// The last bytes, with letters behind them.
  @usableFromInline func closing(_ left: Int) -> UInt64 {
    var eight: UInt64 = 0x6161_6161_6161_6161
    var at = 0
    while at < left, at < 8 {
      let shift = UInt64(at &* 8)
      eight = eight & ~(0xFF << shift) | UInt64(bytes.uint8(at: word &+ at) ?? 0x7F) << shift
      at &+= 1
    }
    return eight
  }

  /// The highest bit of each byte that is zero, and no other bit.
  @inlinable static func zeros(_ eight: UInt64) -> UInt64 {
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    return ~(((eight & low) &+ low) | eight | low)
  }
}
