/// How evidence is opened.
public struct EvidenceOptions: Sendable {
  public var limits: Limits
  /// Passwords for encrypted zip members; each is tried.
  public var passwords: [String]
  /// Where nested zip and 7z archives are unpacked to be opened: inside the case folder, where there is one.
  public var spool: Spool

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
