/// Objects that stay as long as this value lives, and whose use touches no reference count.
///
/// Threads that share objects pass their reference counts between their caches; in the hottest loops that costs more
/// than what is done with the object.
@safe public struct ObjectArray<Object: AnyObject & Sendable>: ~Copyable, Sendable {
  /// Keeps the objects alive.
  public let objects: [Object]
  private let references: FrozenArray<Unmanaged<Object>>

  public init(_ objects: [Object]) {
    self.objects = objects
    // SAFETY: the references are used only while `objects` holds what they refer to.
    unsafe references = FrozenArray(objects.map { unsafe Unmanaged.passUnretained($0) })
  }

  public var count: Int { objects.count }

  /// What `body` makes of the object at `position`, which must be one of `0 ..< count`.
  @inline(__always)
  public func with<Result>(_ position: Int, _ body: (Object) -> Result) -> Result {
    // SAFETY: `objects` holds the object as long as this value is borrowed.
    unsafe references[position]._withUnsafeGuaranteedRef(body)
  }
}
