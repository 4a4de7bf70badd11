internal import Model

/// What comparing the evidence with the custody record showed.
public struct Verification: Sendable, Hashable {
  /// Something that is not as it was.
  public struct Change: Sendable, Hashable {
    /// As in the custody record.
    public var path: String
    /// One lower-case clause: `its content changed`, `it is not there any more`.
    public var what: String

    public init(path: String, what: String) {
      self.path = path
      self.what = what
    }
  }

  /// How many artifacts the record lists.
  public var artifactCount: Int
  public var bytes: UInt64
  public var changes: [Change]

  public init(artifactCount: Int, bytes: UInt64, changes: [Change]) {
    self.artifactCount = artifactCount
    self.bytes = bytes
    self.changes = changes
  }

  public var isUnchanged: Bool { changes.isEmpty }
}

/// A verification for a person: what changed, then the sum.
public enum VerificationText {
  public static func lines(_ verification: Verification, terminal: TerminalText) -> [String] {
    let changes = verification.changes.map { terminal.escaped($0.path) + ": " + terminal.escaped($0.what) }
    let artifacts = Quantity.count(verification.artifactCount, "artifact")
    guard !changes.isEmpty else {
      return ["Unchanged: \(artifacts), \(Quantity.bytes(verification.bytes)), every hash as in the custody record."]
    }
    return changes + ["Changed: \(Quantity.grouped(changes.count)) of \(artifacts) in the custody record."]
  }
}
