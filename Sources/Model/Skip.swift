/// A byte range of an artifact that was not read, and why.
///
/// Bytes read and bytes skipped make up the artifact.
public struct Skip: Hashable, Sendable {
  public enum Kind: String, Sendable, Codable {
    /// The bytes are of a known format, but broken.
    case damaged
    /// Nothing here knows what the bytes are.
    case unknown
  }

  public var kind: Kind
  /// First byte, counted from the start of the artifact.
  public var offset: UInt64
  public var length: UInt64
  /// One lower-case clause that fits after "file: ": where, what was expected, what was found.
  public var reason: String

  public init(_ kind: Kind, offset: UInt64, length: UInt64, reason: String) {
    self.kind = kind
    self.offset = offset
    self.length = length
    self.reason = reason
  }
}

/// The account of an artifact's bytes, or of many artifacts'.
public struct ByteAccount: Hashable, Sendable {
  public var size: UInt64 = 0
  public var understood: UInt64 = 0
  public var damaged: UInt64 = 0
  public var unknown: UInt64 = 0

  public init(size: UInt64 = 0, understood: UInt64 = 0, damaged: UInt64 = 0, unknown: UInt64 = 0) {
    self.size = size
    self.understood = understood
    self.damaged = damaged
    self.unknown = unknown
  }

  /// Whether every byte is accounted for.
  public var isBalanced: Bool { understood + damaged + unknown == size }

  public static func += (sum: inout ByteAccount, part: ByteAccount) {
    sum.size += part.size
    sum.understood += part.understood
    sum.damaged += part.damaged
    sum.unknown += part.unknown
  }
}
