public import Model

/// The account of an examination: who ran what, when, on which evidence, with which rules, and what was left out.
///
/// It is what `custody.json` holds. Times stand here and nowhere else in a case.
public struct Custody: Sendable, Hashable {
  public enum State: String, Sendable, Codable {
    /// Begun and not ended: an examination at work, or one that was killed.
    case running
    case done
  }

  public var state: State
  /// The program's version.
  public var version: String
  public var who: Person
  public var started: Timestamp
  /// Nil while it runs.
  public var ended: Timestamp?
  /// The command line, the program's name first.
  public var arguments: [String]
  /// The working directory, to which relative paths refer.
  public var directory: String
  /// What the process could not do any more when it opened the evidence, in one sentence.
  public var confinement: String
  public var evidence: [Given]
  /// The limits of archives that held: the evidence is opened again with the same; nil where they are not known.
  public var limits: ArchiveLimits?
  public var rules: Rules
  /// Nil where no indicators were given.
  public var indicators: Indicators?
  /// All artifacts, in the order in which they were read.
  public var artifacts: [Artifact]
  /// What was given and not taken in.
  public var refused: [Refusal]
  /// What should be known of the evidence, though nothing was lost by it: holes read as zeros, names that collide.
  public var notes: [Note]
  public var skips: Skips

  /// Something about one file or member.
  public struct Note: Sendable, Hashable, Codable {
    /// As `Artifact.source`; empty where it is about the examination as a whole: something was not looked at.
    public var path: String
    /// One lower-case clause.
    public var text: String

    public init(path: String, text: String) {
      self.path = path
      self.text = text
    }
  }

  /// Who ran the program, and on which machine.
  public struct Person: Sendable, Hashable, Codable {
    public var user: String
    public var host: String

    public init(user: String, host: String) {
      self.user = user
      self.host = host
    }
  }

  /// A path as it was given, and for a file what it was.
  public struct Given: Sendable, Hashable, Codable {
    public var path: String
    /// `folder`, `file` or `archive`; `builtin` for the rules that come with Postern.
    public var kind: String
    public var size: UInt64?
    /// Of a file or archive as a whole; nil for a folder.
    public var sha256: String?

    public init(path: String, kind: String, size: UInt64? = nil, sha256: String? = nil) {
      self.path = path
      self.kind = kind
      self.size = size
      self.sha256 = sha256
    }
  }

  /// With which rules.
  public struct Rules: Sendable, Hashable, Codable {
    /// How many rules and correlations ran.
    public var count: Int
    /// Of the rule set as a whole.
    public var sha256: String
    public var failed: Int
    public var notRunnable: Int
    /// What was given; `sha256` above is over the content of all of them.
    public var files: [Given]

    public init(count: Int = 0, sha256: String = "", failed: Int = 0, notRunnable: Int = 0, files: [Given] = []) {
      self.count = count
      self.sha256 = sha256
      self.failed = failed
      self.notRunnable = notRunnable
      self.files = files
    }
  }

  /// With which indicators.
  public struct Indicators: Sendable, Hashable, Codable {
    /// How many were looked for.
    public var count: Int
    /// Entries that were not used.
    public var refused: Int
    /// Those among `count` that had expired when the examination began, or were revoked.
    public var expired: Int
    public var files: [File]

    /// One file of them.
    public struct File: Sendable, Hashable, Codable {
      /// As given; `!` between an archive and its member.
      public var path: String
      /// `list`, `csv`, `stix` or `misp`; `unknown` where it was none.
      public var format: String
      public var size: UInt64
      public var sha256: String
      public var count: Int
      public var refused: Int

      public init(path: String, format: String, size: UInt64, sha256: String, count: Int, refused: Int) {
        self.path = path
        self.format = format
        self.size = size
        self.sha256 = sha256
        self.count = count
        self.refused = refused
      }
    }

    public init(count: Int, refused: Int, expired: Int, files: [File]) {
      self.count = count
      self.refused = refused
      self.expired = expired
      self.files = files
    }
  }

  /// What an archive might hold at most.
  public struct ArchiveLimits: Sendable, Hashable, Codable {
    public var entries: Int
    /// Bytes of all members together, and of one.
    public var totalBytes: UInt64
    public var memberBytes: UInt64
    /// Unpacked bytes for each packed one.
    public var ratio: UInt64
    /// Archives inside archives.
    public var depth: Int

    public init(entries: Int, totalBytes: UInt64, memberBytes: UInt64, ratio: UInt64, depth: Int) {
      self.entries = entries
      self.totalBytes = totalBytes
      self.memberBytes = memberBytes
      self.ratio = ratio
      self.depth = depth
    }
  }

  /// The byte ranges of all artifacts that were not understood; the case store has each.
  public struct Skips: Sendable, Hashable, Codable {
    public var count: Int
    public var damagedBytes: UInt64
    public var unknownBytes: UInt64

    public init(count: Int = 0, damagedBytes: UInt64 = 0, unknownBytes: UInt64 = 0) {
      self.count = count
      self.damagedBytes = damagedBytes
      self.unknownBytes = unknownBytes
    }
  }

  public init(
    version: String, who: Person, started: Timestamp, arguments: [String], directory: String, confinement: String = "",
    evidence: [Given] = [], rules: Rules = Rules()
  ) {
    state = .running
    self.version = version
    self.who = who
    self.started = started
    self.arguments = arguments
    self.directory = directory
    self.confinement = confinement
    self.evidence = evidence
    self.rules = rules
    artifacts = []
    refused = []
    notes = []
    skips = Skips()
  }
}
