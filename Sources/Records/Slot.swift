/// One value of a row: where its bytes stand and what they are.
@frozen public struct Slot: Hashable, Sendable, BitwiseCopyable {
  /// First byte, counted from the start of the row's bytes.
  public var offset: UInt32
  /// How many bytes.
  public var length: UInt32
  public var kind: ValueKind

  @inlinable public init(offset: UInt32, length: UInt32, kind: ValueKind) {
    self.offset = offset
    self.length = length
    self.kind = kind
  }
}
