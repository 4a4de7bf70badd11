/// Bytes ended inside a value.
public struct Truncated: Error, Hashable, Sendable {
  /// Where the value begins, counted from the start of the span that was read.
  public let offset: Int
  /// How many bytes the value needs from there.
  public let needed: Int

  @inlinable public init(offset: Int, needed: Int) {
    self.offset = offset
    self.needed = needed
  }
}
