/// A growing run of bytes that is filled, read and emptied again: output, and scratch space for text.
@frozen @safe public struct ByteBuffer: ~Copyable {
  @usableFromInline var base: UnsafeMutableRawPointer
  @usableFromInline var capacity: Int
  /// How many bytes it holds.
  public internal(set) var count: Int {
    @inlinable get { filled }
    @inlinable set { filled = newValue }
  }
  @usableFromInline var filled: Int

  public init(capacity: Int = 4096) {
    self.capacity = max(64, capacity)
    unsafe base = .allocate(byteCount: self.capacity, alignment: 16)
    filled = 0
  }

  deinit { unsafe base.deallocate() }

  /// What it holds.
  @inlinable public var bytes: RawSpan {
    @_lifetime(borrow self) get {
      // SAFETY: the first `filled` bytes are initialized and live as long as this value is borrowed.
      let span = unsafe RawSpan(_unsafeStart: UnsafeRawPointer(base), byteCount: filled)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// Empties it and keeps the memory.
  @inlinable public mutating func removeAll() { filled = 0 }

  /// Forgets everything from `count` on.
  @inlinable public mutating func truncate(to count: Int) {
    precondition(count >= 0 && count <= filled)
    filled = count
  }

  /// Makes room for `extra` more bytes.
  @inlinable public mutating func reserve(_ extra: Int) {
    if capacity &- filled < extra { grow(extra) }
  }

  @usableFromInline @inline(never) mutating func grow(_ extra: Int) {
    let wanted = max(capacity * 2, filled + extra)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: wanted, alignment: 16)
    // SAFETY: `larger` has room for the `filled` bytes that `base` holds.
    unsafe larger.copyMemory(from: base, byteCount: filled)
    unsafe base.deallocate()
    unsafe base = larger
    capacity = wanted
  }

  @inlinable public mutating func append(_ byte: UInt8) {
    reserve(1)
    // SAFETY: `reserve` made room at `filled`.
    unsafe base.storeBytes(of: byte, toByteOffset: filled, as: UInt8.self)
    filled &+= 1
  }

  @inlinable public mutating func append(_ bytes: RawSpan) {
    reserve(bytes.byteCount)
    let at = filled
    // SAFETY: `reserve` made room for all bytes of the span.
    unsafe bytes.withUnsafeBytes { source in
      if let start = source.baseAddress { unsafe (base + at).copyMemory(from: start, byteCount: source.count) }
    }
    filled &+= bytes.byteCount
  }

  @inlinable public mutating func append(_ text: StaticString) {
    let length = text.utf8CodeUnitCount
    reserve(length)
    // SAFETY: a static string's bytes live for ever, and `reserve` made room for them.
    unsafe (base + filled).copyMemory(from: text.utf8Start, byteCount: length)
    filled &+= length
  }

  public mutating func append(_ bytes: [UInt8]) {
    append(unsafe bytes.span.bytes)
  }

  public mutating func append(_ text: String) {
    var copy = text
    copy.withUTF8 { unsafe append(RawSpan(_unsafeElements: $0)) }
  }

  /// Calls `body` with room for `count` bytes at the end; it returns how many it wrote, at most `count`.
  @unsafe @inlinable
  public mutating func appendUnsafely(_ count: Int, _ body: (UnsafeMutableRawPointer) -> Int) {
    reserve(count)
    let written = unsafe body(base + filled)
    precondition(written >= 0 && written <= count)
    filled &+= written
  }

  /// What it holds, as an array of its own.
  public var array: [UInt8] {
    unsafe [UInt8](UnsafeRawBufferPointer(start: base, count: filled))
  }

  /// What it holds, as text; bytes that are no UTF-8 become U+FFFD.
  public var text: String {
    unsafe String(decoding: UnsafeRawBufferPointer(start: base, count: filled), as: UTF8.self)
  }
}
