internal import Model

/// What an examination amounts to: coverage, findings and, where web or Exchange sources are there, a verdict.
///
/// A pure function of the evidence: no file, no clock. What nobody can judge yet is left empty, never guessed.
public struct Assessment: Sendable, Hashable {
  public var examined: Examined
  /// In the order of their names.
  public var hosts: [HostAssessment]

  public init(_ examined: Examined) {
    self.examined = examined
    hosts = HostEvidence.all(in: examined).map(\.assessment)
  }

  /// Whether a host's verdict is `cannotTell`: then silence is not an answer.
  public var cannotTell: Bool { hosts.contains { $0.verdict == .cannotTell } }
}

/// The name under which evidence stands of which nothing tells whose it is.
public let unknownHost = "unknown"

/// The evidence of one host.
struct HostEvidence {
  var host: String
  var artifacts: [Artifact] = []
  var coverage: [SourceCoverage] = []
  var findings: [Finding] = []

  /// Splits the evidence by host.
  ///
  /// An artifact belongs to the host that its place tells, else to the one that its records name first, else to
  /// `unknownHost`; so each byte is counted once.
  static func all(in examined: Examined) -> [HostEvidence] {
    var hosts: [String: HostEvidence] = [:]
    let names = examined.hostNames
    func with(_ name: String, _ change: (inout HostEvidence) -> Void) {
      let host = name.isEmpty ? unknownHost : names.full(name)
      change(&hosts[host, default: HostEvidence(host: host)])
    }
    let namedByRecords = Dictionary(examined.coverage.map { ($0.artifact, $0.host) }) { first, _ in first }
    for artifact in examined.artifacts {
      with(artifact.host ?? namedByRecords[artifact.path] ?? unknownHost) { $0.artifacts.append(artifact) }
    }
    for coverage in examined.coverage { with(coverage.host) { $0.coverage.append(coverage) } }
    for finding in examined.findings { with(finding.host) { $0.findings.append(finding) } }
    return hosts.values.sorted { $0.host < $1.host }
  }

  var assessment: HostAssessment {
    let silence = ExchangeEvidence(artifacts: artifacts, coverage: coverage)
    let verdict: Verdict? = silence.isPresent ? .cannotTell : nil
    return HostAssessment(
      host: host, verdict: verdict, reason: silence.reason, wouldChange: silence.wouldChange,
      findings: findings.map(\.id), coverage: MergedCoverage.merged(coverage),
      bytes: artifacts.reduce(into: ByteAccount()) { $0 += $1.account })
  }
}
