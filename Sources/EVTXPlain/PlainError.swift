/// Why a record could not be decoded, and where in its chunk.
public struct PlainError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Counted from the first byte of the chunk.
  public let offset: Int
  /// One lower-case clause.
  public let reason: String

  init(_ offset: Int, _ reason: String) {
    self.offset = offset
    self.reason = reason
  }

  public var description: String { "at byte \(offset) of its chunk, \(reason)" }
}
