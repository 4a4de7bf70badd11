internal import Assessment
public import CaseStore
public import Detection
internal import EVTX
public import Evidence
internal import FoundationEssentials
internal import Model
internal import Records
public import Sigma

/// Evidence in, case out: the whole flow.
public struct Examination: Sendable {
  /// What is examined, and how.
  public struct Request: Sendable {
    public var paths: [String]
    /// The case folder, claimed before the process gave up the right to make it.
    public var claim: CaseClaim
    public var rules: RuleSet
    /// Ids of rules that run only because a correlation needs them.
    public var partsOnly: Set<String>
    /// What was worked out for the set that the rules were selected from; nil: nothing yet.
    public var prepared: PreparedRules?
    /// SHA-256 of the rule files, 64 lower-case hexadecimal digits.
    public var rulesHash: String
    public var limits: Limits
    public var passwords: [String]
    /// How many threads read and judge.
    public var jobs: Int
    public var carvesRecords: Bool
    /// Whether every citation is decoded a second time, not only those that are shown.
    public var looksTwiceAtAll: Bool
    /// Where compiled patterns are kept; nil: nowhere.
    public var cacheFolder: String?
    /// The custody record as it stands at the start.
    public var custody: Custody
    /// The date of what is known, `2026-11-24`.
    public var knowledgeDate: String
    /// What is looked for in every record beside the rules.
    public var indicators: IndicatorSet
    /// What profiles of web traffic are asked about.
    public var behaviors: [Behavior]

    public init(
      paths: [String], claim: CaseClaim, rules: RuleSet, partsOnly: Set<String>, prepared: PreparedRules?,
      rulesHash: String, limits: Limits,
      passwords: [String],
      jobs: Int, carvesRecords: Bool, looksTwiceAtAll: Bool, cacheFolder: String?, custody: Custody,
      knowledgeDate: String, indicators: IndicatorSet = IndicatorSet(), behaviors: [Behavior] = Behavior.all
    ) {
      self.paths = paths
      self.claim = claim
      self.rules = rules
      self.partsOnly = partsOnly
      self.prepared = prepared
      self.rulesHash = rulesHash
      self.limits = limits
      self.passwords = passwords
      self.jobs = jobs
      self.carvesRecords = carvesRecords
      self.looksTwiceAtAll = looksTwiceAtAll
      self.cacheFolder = cacheFolder
      self.custody = custody
      self.knowledgeDate = knowledgeDate
      self.indicators = indicators
      self.behaviors = behaviors
    }
  }

  /// How far it is.
  public struct Progress: Sendable {
    public var bytesDone: UInt64 = 0
    public var bytesTotal: UInt64 = 0
    public var recordCount: UInt64 = 0
    public var refusedCount = 0
    public var ruleCount = 0
    /// The artifact whose results came in last.
    public var current = ""
  }

  private let request: Request

  public init(_ request: Request) { self.request = request }

  /// Examines everything and finishes the case.
  ///
  /// `progress` is called from any thread, one call at a time. Returns what could not be looked at, for the person who
  /// runs it.
  ///
  /// Throws where the evidence cannot be opened or the case cannot be written; the case is then not finished.
  public func run(progress: @escaping @Sendable (Progress) -> Void) throws -> [String] {
    let claim = request.claim
    let options = EvidenceOptions(
      limits: request.limits, passwords: request.passwords, spoolFolder: claim.folder.spool)
    let evidence = try EvidenceReader(paths: request.paths, options: options)
    let writer = try CaseWriter.begin(claim, custody: request.custody)
    try FileManager.default.createDirectory(atPath: claim.folder.spool, withIntermediateDirectories: true)
    let index = RuleIndex(request.rules.rules, prepared: request.prepared, cacheFolder: request.cacheFolder)
    KeptAlive.keep(index)
    let indicators = IndicatorIndex(request.indicators.indicators)
    KeptAlive.keep(indicators)
    let needs = MatchNeeds(
      request.rules, partsOnly: request.partsOnly, looksTwiceAtAll: request.looksTwiceAtAll,
      indicatorCount: indicators.indicators.count, behaviors: request.behaviors)
    let merger = ResultMerger(
      writer, request.rules, indicators, needs, total: evidence.expectedBytes
    ) { state in
      // What archives unpack to has nothing to do with the size that was given.
      var state = state
      state.bytesDone = evidence.readBytes
      progress(state)
    }
    let source = BlockSource(evidence, takesExports: true)
    try Workers(
      source: source, merger: merger, index: index, indicators: indicators, needs: needs, carves: request.carvesRecords
    ).run(request.jobs)
    var outcome = try merger.outcome()
    outcome.notes += request.indicators.unread.map(\.text)
    try finish(writer, outcome, evidence)
    return outcome.notes
  }

  private func finish(_ writer: CaseWriter, _ outcome: Outcome, _ evidence: EvidenceReader) throws {
    for coverage in outcome.coverage { try writer.add(coverage) }
    let examined = Examined(
      version: request.custody.version, knowledgeDate: request.knowledgeDate,
      ruleCount: request.rules.rules.count + request.rules.correlations.count,
      ruleHash: request.rulesHash, artifacts: outcome.artifacts, coverage: outcome.coverage,
      findings: outcome.drafts.map(\.finding))
    var custody = request.custody
    custody.refused = evidence.refusals
    custody.notes =
      evidence.notes.map { Custody.Note(path: $0.source, text: $0.text) }
      + outcome.notes.map { Custody.Note(path: "", text: $0) }
    custody.evidence = Self.given(request.custody.evidence, evidence.containers, outcome.artifacts)
    try writer.finish(findings: outcome.drafts, assessment: Assessment(examined).json, custody: custody)
  }

  private static func given(
    _ paths: [Custody.Given], _ containers: [Container], _ artifacts: [Artifact]
  ) -> [Custody.Given] {
    let files = Dictionary(artifacts.map { ($0.source, $0) }, uniquingKeysWith: { first, _ in first })
    let outer = Dictionary(containers.map { ($0.source, $0) }, uniquingKeysWith: { first, _ in first })
    return paths.map { path in
      guard let container = outer[path.path] else {
        guard path.kind == "file", let file = files[path.path] else { return path }
        return Custody.Given(path: path.path, kind: "file", size: file.size, sha256: file.sha256)
      }
      return Custody.Given(path: path.path, kind: "archive", size: container.size, sha256: container.sha256)
    }
  }
}
