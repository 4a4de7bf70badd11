/// An array that never changes after it was made and whose reads touch no reference count.
///
/// Threads that read one Swift array pass its reference count between their caches; in the hottest loops that costs
/// more than the read. The elements live as long as this value.
@frozen @safe public struct FrozenArray<Element: BitwiseCopyable & Sendable>: ~Copyable, @unchecked Sendable {
  @usableFromInline let storage: UnsafeMutablePointer<Element>
  public let count: Int

  @inlinable public init(_ elements: [Element]) {
    count = elements.count
    unsafe storage = .allocate(capacity: max(1, elements.count))
    unsafe elements.withUnsafeBufferPointer { source in
      // SAFETY: `storage` has room for as many elements as the array has.
      if let start = source.baseAddress { unsafe storage.initialize(from: start, count: source.count) }
    }
  }

  deinit { unsafe storage.deallocate() }

  @inlinable public subscript(position: Int) -> Element {
    precondition(position >= 0 && position < count)
    // SAFETY: the precondition keeps `position` inside the storage, of which `count` elements are set.
    return unsafe storage[position]
  }
}

extension FrozenArray where Element == UInt8 {
  /// `count` bytes from `start` on; both must lie inside.
  @inlinable @_lifetime(borrow self)
  public func bytes(at start: Int, count length: Int) -> RawSpan {
    precondition(start >= 0 && length >= 0 && start <= count && length <= count &- start)
    // SAFETY: the precondition keeps the bytes inside the storage, which lives as long as this value is borrowed.
    let span = unsafe RawSpan(_unsafeStart: UnsafeRawPointer(storage + start), byteCount: length)
    return unsafe _overrideLifetime(span, borrowing: self)
  }

  /// Whether `count` bytes from `start` on are those of the text; both must lie inside.
  @inlinable public func holds(_ text: RawSpan, at start: Int, count length: Int) -> Bool {
    bytes(at: start, count: length).hasSameBytes(as: text)
  }
}
