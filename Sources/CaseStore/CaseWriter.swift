import Bytes
import FoundationEssentials
import GRDB
public import Model

/// Writes one case: artifacts, coverage, matches and events as they are read, findings at the end.
///
/// For one thread. Until `finish` has returned, `custody.json` says `running`, and the case counts as unfinished
/// however the process ends. Every failure to write is a `CaseError`; after one the writer is of no more use.
/// Memory is bounded: matches wait in packed blocks of at most `waitingLimit` bytes, all else is written at once.
public final class CaseWriter {
  /// How many events of one finding are kept with their text.
  ///
  /// All matches are kept as places in the evidence.
  public static let eventsPerFinding = 100
  /// A block of matches is written when it has this many bytes: about 600 matches.
  static let blockLimit = 8192
  /// All blocks are written when together they have about this many bytes.
  static let waitingLimit = 4 << 20

  public let folder: CaseFolder
  private let claim: CaseClaim
  private let queue: DatabaseQueue
  private var artifacts: [Artifact] = []
  private var skips = Custody.Skips()
  private var blocks: [Int: MatchBlock] = [:]
  private var waitingBytes = 0
  private var eventCounts: [Int: Int] = [:]
  private var eventText = EventText()

  /// Begins a case in `folder`, which is made where it is missing.
  ///
  /// A case there that was not finished is cleared and begun again. A finished one, a folder that holds something
  /// else, and one that another process writes into are refused.
  public static func begin(folder: String, custody: Custody) throws -> CaseWriter {
    try begin(CaseFolder(folder).claim(), custody: custody)
  }

  /// Begins a case in a folder that was claimed before, say before the process gave up the right to make folders.
  public static func begin(_ claim: CaseClaim, custody: Custody) throws -> CaseWriter {
    try claim.folder.clear()
    var running = custody
    running.state = .running
    try DurableFile.replace(claim.folder.custody, with: running.json)
    return try CaseWriter(claim)
  }

  private init(_ claim: CaseClaim) throws {
    self.claim = claim
    folder = claim.folder
    do {
      queue = try CaseDatabase.create(folder.database)
      try queue.inDatabase { db in try db.beginTransaction(.immediate) }
    } catch {
      throw CaseError.database(error, folder: folder.path, isWriting: true)
    }
  }

  // MARK: While it runs

  /// Adds an artifact that was read to its end, with its hash and its account.
  public func add(_ artifact: Artifact) throws {
    guard artifact.account.isBalanced, artifact.account.size == artifact.size else {
      throw CaseError.cannotWrite(folder.path, reason: "the bytes of \(artifact.source) are not all accounted for")
    }
    try write { db in
      try CaseRows.insert(artifact, into: db)
      for skip in artifact.skips { try CaseRows.insert(skip, of: artifact.number, into: db) }
    }
    count(artifact)
  }

  public func add(_ coverage: SourceCoverage) throws {
    try write { db in try CaseRows.insert(coverage, into: db) }
  }

  /// Adds matches, in any order; evidence order is cheapest.
  public func add(_ matches: [StoredMatch]) throws {
    for match in matches { try add(match) }
    if waitingBytes > Self.waitingLimit { try flush() }
  }

  /// Whether `add(_:for:)` would keep another event for this finding: asked before an event is made.
  public func wantsEvent(for findingKey: Int) -> Bool {
    eventCounts[findingKey, default: 0] < Self.eventsPerFinding
  }

  /// Keeps the text of a match's event, unless enough of its finding's are kept.
  ///
  /// An event that was kept for another finding before is not kept twice.
  public func add(_ event: Event, for match: StoredMatch) throws {
    guard wantsEvent(for: match.findingKey) else { return }
    eventCounts[match.findingKey, default: 0] += 1
    try write { db in
      guard try CaseRows.insert(event, at: match, into: db) else { return }
      try CaseRows.insert(text: eventText.text(of: event), ofEvent: db.lastInsertedRowID, into: db)
    }
  }

  private func add(_ match: StoredMatch) throws {
    let size = blocks[match.findingKey, default: MatchBlock()].appendCounting(match)
    waitingBytes += size.added
    guard size.total >= Self.blockLimit else { return }
    try flush(match.findingKey)
  }

  private func flush() throws {
    for key in blocks.keys.sorted() { try flush(key) }
    blocks.removeAll(keepingCapacity: true)
    waitingBytes = 0
  }

  private func flush(_ key: Int) throws {
    guard let block = blocks[key], block.count > 0 else { return }
    try write { db in try CaseRows.insert(block.sorted(findingKey: key), findingKey: key, into: db) }
    waitingBytes -= block.bytes.count
    blocks[key]?.removeAll()
  }

  private func count(_ artifact: Artifact) {
    skips.count += artifact.skips.count
    skips.damagedBytes += artifact.account.damaged
    skips.unknownBytes += artifact.account.unknown
    var listed = artifact
    listed.skips = []
    artifacts.append(listed)
  }

  // MARK: At the end

  /// Ends the case: stores the findings, makes everything durable and only then calls the case done.
  ///
  /// `findings` come in the order of the findings list with their ids set. `custody` is the record as it stands at the
  /// end; its state, artifacts, skips and, where nil, its end are filled in here. `files` are further files by their
  /// path in the folder, `report.html` or `reports/…`.
  public func finish(
    findings: [FindingDraft], assessment: [UInt8], custody: Custody, files: [(name: String, bytes: [UInt8])] = []
  ) throws {
    try flush()
    try write { db in
      for (number, draft) in findings.enumerated() { try CaseRows.insert(draft, number: number, into: db) }
    }
    try closeDatabase()
    try folder.removeSpool()
    try DurableFile.replace(folder.assessment, with: assessment)
    for file in files { try folder.write(file.bytes, to: file.name) }
    try DurableFile.replace(folder.custody, with: finished(custody).json)
  }

  /// Leaves one durable file that can be read without side files, also from a read-only place.
  private func closeDatabase() throws {
    do {
      try queue.inDatabase { db in
        try db.commit()
        for pragma in ["synchronous=FULL", "wal_checkpoint(TRUNCATE)", "journal_mode=DELETE"] {
          try db.execute(sql: "PRAGMA \(pragma)")
        }
      }
      try queue.close()
    } catch {
      throw CaseError.database(error, folder: folder.path, isWriting: true)
    }
    try DurableFile.sync(folder.database)
  }

  private func finished(_ custody: Custody) -> Custody {
    var custody = custody
    custody.state = .done
    custody.ended = custody.ended ?? Timestamp(unixSeconds: Int64(Date().timeIntervalSince1970))
    custody.artifacts = artifacts.sorted { $0.number < $1.number }
    custody.skips = skips
    return custody
  }

  /// For tests: the database fails as on a full disk when it has this many pages.
  func limitDatabase(pages: Int) throws {
    try write { db in try db.execute(sql: "PRAGMA max_page_count=\(pages)") }
  }

  private func write(_ body: (Database) throws -> Void) throws {
    do { try queue.inDatabase(body) } catch {
      throw CaseError.database(error, folder: folder.path, isWriting: true)
    }
  }
}

extension MatchBlock {
  fileprivate mutating func appendCounting(_ match: StoredMatch) -> (added: Int, total: Int) {
    let before = bytes.count
    append(match)
    return (bytes.count - before, bytes.count)
  }
}
