/// Where in the evidence a claim can be read: enough to print the bytes again.
public struct Citation: Hashable, Sendable {
  /// The artifact's Windows path with forward slashes (`C:/Windows/…`), or its path as it was given.
  public var artifact: String
  /// SHA-256 of the whole artifact, 64 lower-case hexadecimal digits.
  public var sha256: String
  /// First byte, counted from the start of the artifact.
  public var offset: UInt64
  /// How many bytes; a whole record, its header included.
  public var length: UInt64
  /// The record or the line in which the bytes stand.
  public var place: Place
  /// When the record says that it happened; nil where it does not say.
  public var time: Timestamp?

  public enum Place: Hashable, Sendable {
    /// The identifier in an event record's header.
    case record(UInt64)
    /// Counted from 1.
    case line(UInt64)
    /// A file as a whole.
    case file
  }

  public init(
    artifact: String, sha256: String, offset: UInt64, length: UInt64, place: Place, time: Timestamp? = nil
  ) {
    self.artifact = artifact
    self.sha256 = sha256
    self.offset = offset
    self.length = length
    self.place = place
    self.time = time
  }
}
