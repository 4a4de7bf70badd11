public import Model

/// What an examination leaves for the assessment: values only, the same for the same evidence.
public struct Examined: Sendable, Hashable {
  /// The program's version.
  public var version: String
  /// The date of what is known, `2026-11-24`.
  public var knowledgeDate: String
  public var ruleCount: Int
  /// SHA-256 of the rule set.
  public var ruleHash: String
  /// In the order in which they were read.
  public var artifacts: [Artifact]
  public var coverage: [SourceCoverage]
  /// In the order of the findings list; their citations are not looked at.
  public var findings: [Finding]

  public init(
    version: String, knowledgeDate: String, ruleCount: Int, ruleHash: String, artifacts: [Artifact],
    coverage: [SourceCoverage], findings: [Finding]
  ) {
    self.version = version
    self.knowledgeDate = knowledgeDate
    self.ruleCount = ruleCount
    self.ruleHash = ruleHash
    self.artifacts = artifacts
    self.coverage = coverage
    self.findings = findings
  }

  /// The hosts of the evidence, under all their names.
  public var hostNames: HostNames {
    HostNames(artifacts.compactMap(\.host) + coverage.map(\.host) + findings.map(\.host))
  }
}
