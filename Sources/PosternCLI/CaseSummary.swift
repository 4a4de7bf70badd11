internal import Assessment
internal import CaseStore
internal import Model
internal import Reports

/// A case that was read back, as the values that reports are given.
struct CaseSummary {
  let reader: CaseReader
  let artifacts: [Artifact]
  let coverage: [SourceCoverage]
  let findings: [Finding]
  let assessment: Assessment

  init(_ reader: CaseReader) throws {
    self.reader = reader
    artifacts = try reader.artifacts()
    coverage = try reader.coverage()
    findings = try reader.findings(citations: 0)
    assessment = Assessment(
      Examined(
        version: "", knowledgeDate: "", ruleCount: 0, ruleHash: "", artifacts: artifacts, coverage: coverage,
        findings: findings))
  }

  var refused: [Refusal] { reader.custody?.refused ?? [] }

  var account: ByteAccount { artifacts.reduce(into: ByteAccount()) { $0 += $1.account } }

  /// As the promises to machines say: 2 findings, 3 silence that is no answer, else 0.
  func exitStatus(failLevel: Severity) -> Int32 {
    if findings.contains(where: { $0.severity >= failLevel }) { return ExitStatus.findings }
    let isPartial = reader.custody?.notes.contains { $0.path.isEmpty } ?? false
    let isSilenceNoAnswer =
      isPartial || !refused.isEmpty || account.damaged > 0 || assessment.cannotTell || !reader.isFinished
    return isSilenceNoAnswer ? ExitStatus.silenceIsNoAnswer : ExitStatus.done
  }

  var facts: ReadFacts {
    ReadFacts(
      artifactCount: artifacts.count, recordCount: coverage.reduce(0) { $0 + $1.recordCount },
      ruleCount: reader.custody?.rules.count ?? 0, from: coverage.compactMap(\.from).min(),
      to: coverage.compactMap(\.to).max())
  }

  func summary(failLevel: Severity, seconds: Int?) -> ExaminationSummary {
    let rules = reader.custody?.rules ?? Custody.Rules()
    return ExaminationSummary(
      casePath: reader.folder.path, hosts: hosts, artifactCount: artifacts.count, recordCount: facts.recordCount,
      account: account, skipCount: artifacts.reduce(0) { $0 + $1.skips.count }, refused: refused,
      rules: ExaminationSummary.Rules(count: rules.count, failed: rules.failed, notRunnable: rules.notRunnable),
      indicators: reader.custody?.indicators.map {
        ExaminationSummary.Indicators(count: $0.count, refused: $0.refused, expired: $0.expired)
      },
      seconds: seconds, failLevel: failLevel, exitCode: exitStatus(failLevel: failLevel))
  }

  private var hosts: [ExaminationSummary.Host] {
    let names = assessment.examined.hostNames
    let findings = Dictionary(grouping: findings) { names.full($0.host) }
    let coverage = Dictionary(grouping: coverage) { names.full($0.host) }
    let unread = Dictionary(grouping: artifacts) { names.full($0.host ?? unknownHost) }
    return assessment.hosts.map { host in
      ExaminationSummary.Host(
        name: host.host, canTell: host.verdict != .cannotTell, reason: host.reason,
        findings: findings[host.host] ?? [], coverage: coverage[host.host] ?? [],
        families: UnreadFamily.all(in: unread[host.host] ?? []))
    }
  }
}
