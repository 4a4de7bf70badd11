internal import Assessment
internal import CaseStore
internal import Detection
internal import Foundation
internal import Model
internal import Records
internal import Sigma
internal import TextLogs

/// What an examination came to, before it is written down.
struct Outcome {
  var artifacts: [Artifact]
  var coverage: [SourceCoverage]
  /// In the order of the findings list, with their ids.
  var drafts: [FindingDraft]
  /// What could not be looked at, for the person who runs it.
  var notes: [String]
}

/// Takes the results of blocks in whatever order they come and puts them into the case in the order of the evidence.
final class ResultMerger: @unchecked Sendable {
  /// Blocks that may wait for one before them.
  private static let mostWaiting = 64

  private let condition = NSCondition()
  private let writer: CaseWriter
  private let needs: MatchNeeds
  private var files: FileSightings
  private var findings: FindingTally
  private var correlated: CorrelatedMatches
  private var traffic = TrafficProfiles()
  private var requests = RequestJoin()
  private var clocks = LogClocks()
  private var abandonedSearchCount = 0
  private var waiting: [Int: BlockResult] = [:]
  private var nextTicket = 0
  private var current: Artifact?
  private var spans = RecordSpans()
  private var artifacts: [Artifact] = []
  private var coverage: [SourceCoverage] = []
  /// For each entry of the coverage the number of its artifact.
  private var coveredArtifacts: [Int] = []
  private var failure: (any Error)?
  private var progress = Examination.Progress()
  private let report: @Sendable (Examination.Progress) -> Void

  init(
    _ writer: CaseWriter, _ rules: RuleSet, _ indicators: IndicatorIndex, _ needs: MatchNeeds, total: UInt64,
    progress report: @escaping @Sendable (Examination.Progress) -> Void
  ) {
    self.writer = writer
    self.needs = needs
    files = FileSightings(indicators, first: needs.ruleCount)
    findings = FindingTally(rules, needs, indicators: indicators.indicators)
    correlated = CorrelatedMatches(rules)
    self.report = report
    progress.bytesTotal = total
    progress.ruleCount = rules.rules.count + rules.correlations.count
  }

  var isSound: Bool { condition.withLock { failure == nil } }

  /// Findings that have enough events; those of blocks that come later may be among them.
  var enough: EnoughMatches { condition.withLock { findings.enough } }

  func fail(_ error: any Error) {
    condition.withLock {
      if failure == nil { failure = error }
      condition.broadcast()
    }
  }

  func throwFailure() throws {
    if let failure = condition.withLock({ failure }) { throw failure }
  }

  /// Problems of the run itself end it: rules that did not run would be silence that looks like an answer.
  func note(_ problems: [String], abandonedSearches: Int) {
    condition.withLock { abandonedSearchCount += abandonedSearches }
    if let first = problems.first { fail(ExaminationError.rulesDidNotRun(first)) }
  }

  /// Waits until not too many results are waiting for one before them, so that memory stays bounded.
  func waitForTurn(_ ticket: Int) {
    condition.lock()
    while ticket - nextTicket > Self.mostWaiting, failure == nil { condition.wait() }
    condition.unlock()
  }

  func add(_ result: BlockResult) throws {
    condition.lock()
    defer {
      condition.broadcast()
      condition.unlock()
    }
    guard failure == nil else { return }
    waiting[result.block.ticket] = result
    while let next = waiting.removeValue(forKey: nextTicket) {
      try merge(next)
      nextTicket += 1
    }
  }

  private func merge(_ result: BlockResult) throws {
    var artifact = current ?? Self.begun(result.block)
    artifact.account += result.account.account
    artifact.skips += result.account.skips.all
    spans.append(result.spans)
    traffic.add(
      result.traffic, host: artifact.host ?? "unknown", folder: artifact.path.folder, artifact: artifact.number)
    clocks.append(result.requests, artifact)
    try store(result, artifact)
    progress.recordCount += result.spans.count
    progress.current = artifact.path
    current = artifact
    if let end = result.block.end { try finish(artifact, end) }
    report(progress)
  }

  private static func begun(_ block: BlockSource.Block) -> Artifact {
    var artifact = block.artifact
    artifact.account = ByteAccount()
    artifact.format = block.format.name
    return artifact
  }

  private func store(_ result: BlockResult, _ artifact: Artifact) throws {
    guard !result.matches.isEmpty else { return }
    var stored: [StoredMatch] = []
    stored.reserveCapacity(result.matches.count)
    for match in result.matches {
      let key = findings.add(match, artifact: artifact.number)
      let place = StoredMatch(
        findingKey: key, artifact: artifact.number, offset: match.head.offset, length: match.head.length,
        number: match.head.number, isLine: match.head.isLine, ticks: match.head.ticks, digits: match.head.timeDigits)
      if let event = match.event { try writer.add(event, for: place) }
      if let values = match.values {
        correlated.add(rule: match.rule, host: match.host, place, values: values, facts: match.facts)
      }
      if let request = match.request { requests.add(request, place) }
      if needs.reportsAlone[match.rule] { stored.append(place) }
    }
    try writer.add(stored)
  }

  private func finish(_ open: Artifact, _ end: (size: UInt64, sha256: String, cut: String?)) throws {
    var artifact = open
    artifact.size = end.size
    artifact.sha256 = end.sha256
    if artifact.host == nil { artifact.host = spans.spans.lazy.map(\.host).first { !$0.isEmpty } }
    try writer.add(artifact)
    try writer.add(files.matches(artifact).map { findings.add(file: $0, of: artifact) })
    artifacts.append(artifact)
    for span in spans.spans where span.count > 0 {
      coveredArtifacts.append(artifact.number)
      coverage.append(
        SourceCoverage(
          host: span.host.isEmpty ? artifact.host ?? "unknown" : span.host, source: span.channel,
          artifact: artifact.path, recordCount: span.count, from: RecordSpan.time(span.from),
          to: RecordSpan.time(span.to), gaps: span.gaps))
    }
    spans = RecordSpans()
    current = nil
  }

  /// Judges correlations and numbers the findings; to be called once, when all blocks are in.
  func outcome() throws -> Outcome {
    try condition.withLock {
      var (sightings, notes) = correlated.finish()
      if abandonedSearchCount > 0 {
        notes.append(
          "\(abandonedSearchCount) searches of regular expressions took too many steps and were given up: not found there"
        )
      }
      notes += findings.notes + requests.notes
      var byCorrelation: [StoredMatch] = []
      for sighting in sightings where needs.reportsCorrelation[sighting.correlation] {
        let key = findings.add(sighting)
        let events = sighting.events.map { event in
          var event = event
          event.findingKey = key
          return event
        }
        byCorrelation += events
        try writer.add(events)
      }
      let further = requests.further(correlated: byCorrelation) { findings.takesTraces($0) }
      try writer.add(further)
      findings.add(traces: further)
      let names = HostNames(findings.hosts.union(coverage.map(\.host)))
      let exploits = findings.exploits(names)
      for behavior in traffic.findings(of: needs.behaviors, after: exploits, host: names.full) {
        let key = findings.add(behavior)
        try writer.add(behavior.places.map { StoredMatch($0, findingKey: key) })
      }
      notes += traffic.notes
      coverage = clocks.measured(coverage, artifacts: coveredArtifacts)
      return Outcome(artifacts: artifacts, coverage: coverage, drafts: findings.drafts(names, coverage), notes: notes)
    }
  }
}

extension String {
  /// The path of the folder that the file stands in; empty where none is named.
  fileprivate var folder: String { lastIndex(of: "/").map { String(self[..<$0]) } ?? "" }
}

extension StoredMatch {
  fileprivate init(_ place: TrafficPlace, findingKey: Int) {
    self.init(
      findingKey: findingKey, artifact: Int(place.artifact), offset: place.offset, length: place.length,
      number: UInt64(place.line), isLine: true, ticks: place.ticks, digits: place.digits)
  }
}

extension SkipTally {
  /// The skips, and for each kind one that stands for those that were too many to keep.
  fileprivate var all: [Skip] {
    guard let firstMore else { return kept }
    func rest(_ kind: Skip.Kind, of total: UInt64) -> [Skip] {
      let left = total - kept.reduce(0) { $0 + ($1.kind == kind ? $1.length : 0) }
      guard left > 0 else { return [] }
      let reason = "of \(moreCount) more ranges from here on; the length is that of all of them together"
      return [Skip(kind, offset: firstMore, length: left, reason: reason)]
    }
    return kept + rest(.damaged, of: damagedBytes) + rest(.unknown, of: unknownBytes)
  }
}

extension BlockSource.Format {
  fileprivate var name: String {
    switch self {
    case .evtx: "evtx"
    case .eventExport: "json-events"
    case .textLog(let part): part.kind.name
    case .unknown: "unknown"
    }
  }
}

/// Why an examination ended without a finished case.
public enum ExaminationError: Error, Sendable, CustomStringConvertible {
  case rulesDidNotRun(String)
  case eventsNotRead(String)

  public var description: String {
    switch self {
    case .rulesDidNotRun(let reason): "a group of rules could not be made ready: \(reason)"
    case .eventsNotRead(let reason): "an event could not be read: \(reason)"
    }
  }
}
