internal import CaseStore
internal import Foundation
internal import Model
internal import Records
internal import Sigma

/// What an examination came to, before it is written down.
struct Outcome {
  var artifacts: [Artifact]
  var coverage: [SourceCoverage]
  /// In the order of the findings list, with their ids.
  var drafts: [FindingDraft]
}

/// Takes the results of blocks in whatever order they come and puts them into the case in the order of the evidence.
final class ResultMerger: @unchecked Sendable {
  /// Blocks that may wait for one before them.
  private static let mostWaiting = 64

  private let condition = NSCondition()
  private let writer: CaseWriter
  private var findings: FindingTally
  private var waiting: [Int: BlockResult] = [:]
  private var nextTicket = 0
  private var current: Artifact?
  private var span = RecordSpan()
  private var artifacts: [Artifact] = []
  private var coverage: [SourceCoverage] = []
  private var failure: (any Error)?
  private var progress = Examination.Progress()
  private let report: @Sendable (Examination.Progress) -> Void

  init(
    _ writer: CaseWriter, rules: [Rule], total: UInt64,
    progress report: @escaping @Sendable (Examination.Progress) -> Void
  ) {
    self.writer = writer
    findings = FindingTally(rules)
    self.report = report
    progress.bytesTotal = total
    progress.ruleCount = rules.count
  }

  var isSound: Bool { condition.withLock { failure == nil } }

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
  func note(_ problems: [String]) {
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
    artifact.account += result.account
    artifact.skips += result.skips
    span.append(result.span)
    try store(result, artifact)
    progress.bytesDone += result.account.size
    progress.recordCount += result.span.count
    progress.current = artifact.path
    current = artifact
    if let end = result.block.end { try finish(artifact, end) }
    report(progress)
  }

  private static func begun(_ block: BlockSource.Block) -> Artifact {
    var artifact = block.artifact
    artifact.account = ByteAccount()
    artifact.format = block.isEVTX ? "evtx" : "unknown"
    return artifact
  }

  private func store(_ result: BlockResult, _ artifact: Artifact) throws {
    var stored: [StoredMatch] = []
    stored.reserveCapacity(result.matches.count)
    for match in result.matches {
      let key = findings.add(match, artifact)
      let place = StoredMatch(
        findingKey: key, artifact: artifact.number, offset: match.head.offset, length: match.head.length,
        number: match.head.number, isLine: match.head.isLine, ticks: match.head.ticks, digits: match.head.timeDigits)
      if let event = match.event { try writer.add(event, for: place) }
      stored.append(place)
    }
    try writer.add(stored)
  }

  private func finish(_ open: Artifact, _ end: (size: UInt64, sha256: String, cut: String?)) throws {
    var artifact = open
    artifact.size = end.size
    artifact.sha256 = end.sha256
    if artifact.host == nil, !span.host.isEmpty { artifact.host = span.host }
    try writer.add(artifact)
    artifacts.append(artifact)
    if span.count > 0 {
      coverage.append(
        SourceCoverage(
          host: span.host, source: span.channel, artifact: artifact.path, recordCount: span.count,
          from: RecordSpan.time(span.from), to: RecordSpan.time(span.to), gaps: span.gaps))
    }
    span = RecordSpan()
    current = nil
  }

  func outcome() -> Outcome {
    condition.withLock { Outcome(artifacts: artifacts, coverage: coverage, drafts: findings.drafts()) }
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
