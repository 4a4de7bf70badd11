/// A reading position in hostile bytes: each read is checked against the bytes that are there.
///
/// All integers are little-endian, as Windows writes them.
@frozen public struct ByteCursor: ~Escapable {
  /// The bytes that are read.
  public let bytes: RawSpan
  /// Where the next read begins, counted from the start of `bytes`.
  public var position: Int

  @inlinable @_lifetime(copy bytes)
  public init(_ bytes: RawSpan, at position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  /// How many bytes are left from here.
  @inlinable public var remaining: Int { bytes.byteCount &- position }

  /// Whether nothing is left.
  @inlinable public var isAtEnd: Bool { position >= bytes.byteCount }

  @inlinable func require(_ count: Int) throws(Truncated) {
    guard count >= 0, position >= 0, bytes.byteCount &- position >= count else {
      throw Truncated(offset: position, needed: count)
    }
  }

  @inlinable @_lifetime(self: copy self)
  public mutating func uint8() throws(Truncated) -> UInt8 {
    try require(1)
    // SAFETY: `require` keeps position ..< position + 1 inside `bytes`.
    let value = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt8.self)
    position &+= 1
    return value
  }

  @inlinable @_lifetime(self: copy self)
  public mutating func uint16() throws(Truncated) -> UInt16 {
    try require(2)
    // SAFETY: `require` keeps position ..< position + 2 inside `bytes`.
    let value = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt16.self)
    position &+= 2
    return UInt16(littleEndian: value)
  }

  @inlinable @_lifetime(self: copy self)
  public mutating func uint32() throws(Truncated) -> UInt32 {
    try require(4)
    // SAFETY: `require` keeps position ..< position + 4 inside `bytes`.
    let value = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt32.self)
    position &+= 4
    return UInt32(littleEndian: value)
  }

  @inlinable @_lifetime(self: copy self)
  public mutating func uint64() throws(Truncated) -> UInt64 {
    try require(8)
    // SAFETY: `require` keeps position ..< position + 8 inside `bytes`.
    let value = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt64.self)
    position &+= 8
    return UInt64(littleEndian: value)
  }

  /// Moves on by `count` bytes.
  @inlinable @_lifetime(self: copy self)
  public mutating func skip(_ count: Int) throws(Truncated) {
    try require(count)
    position &+= count
  }

  /// The next `count` bytes, and moves past them.
  @inlinable @_lifetime(copy self)
  public mutating func take(_ count: Int) throws(Truncated) -> RawSpan {
    try require(count)
    let part = bytes.extracting(position..<position &+ count)
    position &+= count
    return part
  }
}

extension RawSpan {
  /// The little-endian integer at `offset`, or nil where the bytes do not reach so far.
  @inlinable public func uint8(at offset: Int) -> UInt8? {
    guard offset >= 0, byteCount &- offset >= 1 else { return nil }
    // SAFETY: the guard keeps the byte inside the span.
    return unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt8.self)
  }

  /// The byte at `offset`, which must lie inside.
  @inlinable public func byte(at offset: Int) -> UInt8 {
    precondition(offset >= 0 && offset < byteCount)
    // SAFETY: the precondition keeps the byte inside the span.
    return unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt8.self)
  }

  @inlinable public func uint16(at offset: Int) -> UInt16? {
    guard offset >= 0, byteCount &- offset >= 2 else { return nil }
    // SAFETY: the guard keeps the two bytes inside the span.
    return unsafe UInt16(littleEndian: unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt16.self))
  }

  @inlinable public func uint32(at offset: Int) -> UInt32? {
    guard offset >= 0, byteCount &- offset >= 4 else { return nil }
    // SAFETY: the guard keeps the four bytes inside the span.
    return unsafe UInt32(littleEndian: unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt32.self))
  }

  @inlinable public func uint64(at offset: Int) -> UInt64? {
    guard offset >= 0, byteCount &- offset >= 8 else { return nil }
    // SAFETY: the guard keeps the eight bytes inside the span.
    return unsafe UInt64(littleEndian: unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
  }

  /// The part `start ..< start + count`, or nil where it does not lie inside.
  @inlinable @_lifetime(copy self)
  public func part(at start: Int, count: Int) -> RawSpan? {
    guard start >= 0, count >= 0, byteCount &- start >= count else { return nil }
    return extracting(start..<start &+ count)
  }

  /// The part `start ..< start + count`, or an empty span where it does not lie inside.
  @inlinable @_lifetime(copy self)
  public func partOrEmpty(at start: Int, count: Int) -> RawSpan {
    guard start >= 0, count >= 0, byteCount &- start >= count else { return extracting(0..<0) }
    return extracting(start..<start &+ count)
  }

  /// Whether both spans hold the same bytes.
  @inlinable public func hasSameBytes(as other: RawSpan) -> Bool {
    guard byteCount == other.byteCount else { return false }
    var at = 0
    while byteCount &- at >= 8 {
      // SAFETY: the condition keeps the eight bytes inside both spans, which are of one length.
      let mine = unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self)
      let theirs = unsafe other.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self)
      if mine != theirs { return false }
      at &+= 8
    }
    while at < byteCount {
      // SAFETY: `at` is below the length of both spans.
      let mine = unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt8.self)
      let theirs = unsafe other.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt8.self)
      if mine != theirs { return false }
      at &+= 1
    }
    return true
  }

  /// Whether every byte is zero.
  public var isAllZero: Bool {
    var at = 0
    while byteCount &- at >= 8 {
      // SAFETY: the condition keeps the eight bytes inside the span.
      if unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self) != 0 { return false }
      at &+= 8
    }
    while at < byteCount {
      // SAFETY: `at` is below the length.
      if unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt8.self) != 0 { return false }
      at &+= 1
    }
    return true
  }
}
