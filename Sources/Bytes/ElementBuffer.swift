/// A growing run of plain values that is filled, read and emptied again: scratch space in the hottest loops.
///
/// Like an array, but it has one owner, so that no write asks whether others hold it too.
@frozen @safe public struct ElementBuffer<Element: BitwiseCopyable>: ~Copyable {
  @usableFromInline var base: UnsafeMutablePointer<Element>
  @usableFromInline var capacity: Int
  @usableFromInline var filled: Int

  @inlinable public init(capacity: Int = 64) {
    self.capacity = max(16, capacity)
    unsafe base = .allocate(capacity: self.capacity)
    filled = 0
  }

  deinit { unsafe base.deallocate() }

  /// How many it holds.
  @inlinable public var count: Int { filled }
  @inlinable public var isEmpty: Bool { filled == 0 }

  @inlinable public var span: Span<Element> {
    @_lifetime(borrow self) get {
      // SAFETY: the first `filled` elements are initialized and live as long as this value is borrowed.
      let span = unsafe Span(_unsafeStart: base, count: filled)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  @inlinable public subscript(position: Int) -> Element {
    get {
      precondition(position >= 0 && position < filled)
      // SAFETY: the precondition keeps `position` among the elements that are set.
      return unsafe base[position]
    }
    set {
      precondition(position >= 0 && position < filled)
      // SAFETY: as above.
      unsafe base[position] = newValue
    }
  }

  @inlinable public mutating func append(_ element: Element) {
    if filled == capacity { grow(to: filled &+ 1) }
    // SAFETY: there is room at `filled`.
    unsafe (base + filled).initialize(to: element)
    filled &+= 1
  }

  @inlinable public mutating func append(contentsOf elements: [Element]) {
    for element in elements { append(element) }
  }

  /// Empties it and keeps the memory.
  @inlinable public mutating func removeAll() { filled = 0 }

  /// Forgets everything from `count` on.
  @inlinable public mutating func truncate(to count: Int) {
    precondition(count >= 0 && count <= filled)
    filled = count
  }

  /// Empties it and puts `count` copies of `element` in.
  @inlinable public mutating func refill(_ element: Element, count: Int) {
    if capacity < count { grow(to: count) }
    // SAFETY: there is room for `count` elements.
    unsafe base.initialize(repeating: element, count: count)
    filled = count
  }

  @usableFromInline @inline(never) mutating func grow(to count: Int) {
    let wanted = max(capacity * 2, count)
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: wanted)
    // SAFETY: `larger` has room for the `filled` elements that `base` holds.
    unsafe larger.update(from: base, count: filled)
    unsafe base.deallocate()
    unsafe base = larger
    capacity = wanted
  }
}
