public import Model

/// What the end of an examination tells, as values.
public struct ExaminationSummary: Sendable, Hashable {
  /// The case as the next command names it.
  public var casePath: String
  public var hosts: [Host]
  public var artifactCount: Int
  public var recordCount: UInt64
  public var account: ByteAccount
  /// Byte ranges that were not understood.
  public var skipCount: Int
  public var refused: [Refusal]
  public var rules: Rules
  /// Nil where none were given.
  public var indicators: Indicators?
  /// How long it took; nil where the summary is made of a case later.
  public var seconds: Int?
  public var failLevel: Severity
  public var exitCode: Int32

  /// One host's part.
  public struct Host: Sendable, Hashable {
    public var name: String
    /// False where the verdict is that nobody can tell.
    public var canTell: Bool
    /// Why the verdict is what it is, or why there is none: a sentence.
    public var reason: String
    /// In the order of the findings list; citations are not looked at.
    public var findings: [Finding]
    /// One entry for each source; several of one source are drawn as one.
    public var coverage: [SourceCoverage]
    /// Files that nobody reads yet.
    public var families: [UnreadFamily]

    public init(
      name: String, canTell: Bool, reason: String, findings: [Finding], coverage: [SourceCoverage],
      families: [UnreadFamily]
    ) {
      self.name = name
      self.canTell = canTell
      self.reason = reason
      self.findings = findings
      self.coverage = coverage
      self.families = families
    }
  }

  /// With which rules.
  public struct Rules: Sendable, Hashable {
    public var count: Int
    public var failed: Int
    public var notRunnable: Int

    public init(count: Int, failed: Int, notRunnable: Int) {
      self.count = count
      self.failed = failed
      self.notRunnable = notRunnable
    }
  }

  /// With which indicators.
  public struct Indicators: Sendable, Hashable {
    public var count: Int
    /// Entries that were not used.
    public var refused: Int
    /// Those that had expired before the examination, or were revoked.
    public var expired: Int

    public init(count: Int, refused: Int, expired: Int) {
      self.count = count
      self.refused = refused
      self.expired = expired
    }
  }

  public init(
    casePath: String, hosts: [Host], artifactCount: Int, recordCount: UInt64, account: ByteAccount, skipCount: Int,
    refused: [Refusal], rules: Rules, indicators: Indicators? = nil, seconds: Int?, failLevel: Severity, exitCode: Int32
  ) {
    self.casePath = casePath
    self.hosts = hosts
    self.artifactCount = artifactCount
    self.recordCount = recordCount
    self.account = account
    self.skipCount = skipCount
    self.refused = refused
    self.rules = rules
    self.indicators = indicators
    self.seconds = seconds
    self.failLevel = failLevel
    self.exitCode = exitCode
  }

  /// How many findings of each severity, over all hosts.
  public var counts: [Severity: Int] {
    hosts.flatMap(\.findings).reduce(into: [:]) { $0[$1.severity, default: 0] += 1 }
  }

  /// What was read, for a sentence.
  public var facts: ReadFacts {
    let coverage = hosts.flatMap(\.coverage)
    return ReadFacts(
      artifactCount: artifactCount, recordCount: recordCount, ruleCount: rules.count,
      from: coverage.compactMap(\.from).min(), to: coverage.compactMap(\.to).max())
  }
}
