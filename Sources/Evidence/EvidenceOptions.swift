/// How evidence is opened.
public struct EvidenceOptions: Sendable {
  public var limits: Limits
  /// Passwords for encrypted zip members; each is tried.
  public var passwords: [String]
  /// Where nested zip and 7z archives are unpacked to be opened: inside the case folder, where there is one.
  public var spool: Spool
  /// The folder to which relative paths refer; nil: the current one.
  ///
  /// Artifacts are named by the paths as they were given all the same.
  public var directory: String?
  /// The one artifact that is looked for (`Artifact.source`); all else is passed over unread.
  public var only: String?

  public init(limits: Limits = Limits(), passwords: [String] = [], spool: Spool) {
    self.limits = limits
    self.passwords = passwords
    self.spool = spool
  }

  public init(limits: Limits = Limits(), passwords: [String] = [], spoolFolder: String) {
    self.init(limits: limits, passwords: passwords, spool: Spool(folder: spoolFolder))
  }

  /// The passwords of a password file: one a line, empty lines left out, line ends of Windows or Unix.
  public static func passwords(inFile text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).map(String.init)
  }
}
