/// An archive that was opened: part of the account of custody, though not an artifact itself.
public struct Container: Hashable, Sendable {
  /// Where it was found: the path as given, `!` between an archive and its member.
  public var source: String
  /// Its Windows path, or its path relative to what was given, as for an artifact.
  public var path: String
  public var size: UInt64
  /// 64 lower-case hexadecimal digits; nil where it could not be read to its end.
  public var sha256: String?

  public init(source: String, path: String, size: UInt64, sha256: String?) {
    self.source = source
    self.path = path
    self.size = size
    self.sha256 = sha256
  }
}

/// Something about the evidence that a reader should know, though nothing was lost by it.
public struct EvidenceNote: Hashable, Sendable {
  /// The path as given, `!` between an archive and its member.
  public var source: String
  /// One lower-case clause.
  public var text: String

  public init(source: String, text: String) {
    self.source = source
    self.text = text
  }
}
