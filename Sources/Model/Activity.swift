/// What a finding shows of whoever acted: what the separation of intruders goes by.
///
/// Absent where a finding is nobody's act, or where its source says nothing of the actor.
public struct Activity: Hashable, Sendable, Codable {
  /// What was done; the words are those of the method that tells intruders apart.
  public enum Kind: String, Sendable, CaseIterable, Codable {
    case exploit
    case shellWrite = "shell_write"
    case shellFile = "shell_file"
    case shellAccess = "shell_access"
    case command
    case toolFile = "tool_file"
    case implant
    case c2
    /// A request for a known shell that was not there.
    case probe
  }

  public var kind: Kind
  /// A key that only one session has; nil where the records name none or several.
  public var session: String?
  /// The process tree; nil where the source knows of no processes.
  public var process: String?
  /// The page or the file of a web shell; nil where there is none or more than one.
  public var path: String?
  /// Types (`ip`, `ua`, `exua`, `js`, `mbx`, `sname`, …) and their values, those seen most often first.
  public var features: [String: [String]]

  public init(
    kind: Kind, session: String? = nil, process: String? = nil, path: String? = nil, features: [String: [String]] = [:]
  ) {
    self.kind = kind
    self.session = session
    self.process = process
    self.path = path
    self.features = features
  }
}
