/// An array that never changes after it was made and whose reads touch no reference count.
///
/// Threads that read one Swift array pass its reference count between their caches; in the hottest loops that costs
/// more than the read. The elements live as long as this object.
@safe public final class FrozenArray<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  @usableFromInline let storage: UnsafeMutableBufferPointer<Element>

  public init(_ elements: [Element]) {
    unsafe storage = .allocate(capacity: max(1, elements.count))
    for (at, element) in elements.enumerated() { unsafe storage.initializeElement(at: at, to: element) }
    count = elements.count
  }

  deinit { unsafe storage.deallocate() }

  public let count: Int

  @inlinable public subscript(position: Int) -> Element {
    precondition(position >= 0 && position < count)
    // SAFETY: the precondition keeps `position` inside the storage, of which `count` elements are set.
    return unsafe storage[position]
  }
}
