/// One file or stream of a collection.
public struct Artifact: Hashable, Sendable {
  /// Its place in the order in which the evidence was read, from 0; the same for the same evidence.
  public var number: Int
  /// The Windows path with forward slashes and a drive letter, or the path relative to what was given.
  public var path: String
  /// Where it was found: the path as given, `!` between an archive and its member.
  public var source: String
  /// The host that it came from, as far as the layout tells; event records may tell better.
  public var host: String?
  public var size: UInt64
  /// 64 lower-case hexadecimal digits.
  public var sha256: String
  /// The last change of the file as the collection tells it; nil where it does not.
  public var modified: Timestamp?
  /// What kind of file it is: `evtx`, `json-events`, `iis`, …; `unknown` where no reader claims it.
  public var format: String
  public var account: ByteAccount
  public var skips: [Skip]

  public init(
    number: Int, path: String, source: String, host: String? = nil, size: UInt64 = 0, sha256: String = "",
    modified: Timestamp? = nil, format: String = "unknown", account: ByteAccount = ByteAccount(), skips: [Skip] = []
  ) {
    self.number = number
    self.path = path
    self.source = source
    self.host = host
    self.size = size
    self.sha256 = sha256
    self.modified = modified
    self.format = format
    self.account = account
    self.skips = skips
  }
}

/// Something that was given as evidence and was not taken in, and why.
public struct Refusal: Hashable, Sendable, Codable {
  /// The path as given, `!` between an archive and its member.
  public var path: String
  /// One lower-case clause.
  public var reason: String

  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }
}
