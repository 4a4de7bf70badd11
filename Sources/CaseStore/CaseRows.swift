internal import Bytes
internal import FoundationEssentials
internal import GRDB
internal import Model

/// Model's values into rows.
///
/// One function for each table; statements are prepared once for a connection.
enum CaseRows {
  static func insert(_ artifact: Artifact, into db: Database) throws {
    try run(
      "INSERT INTO artifact VALUES(?,?,?,?,?,?,?,?,?,?,?,?)",
      [
        artifact.number, artifact.path, artifact.source, artifact.host, signed(artifact.size), artifact.sha256,
        artifact.modified?.ticks, artifact.modified?.digits, artifact.format, signed(artifact.account.understood),
        signed(artifact.account.damaged), signed(artifact.account.unknown),
      ], in: db)
  }

  static func insert(_ skip: Skip, of artifact: Int, into db: Database) throws {
    try run(
      "INSERT INTO skip VALUES(NULL,?,?,?,?,?)",
      [artifact, skip.kind.rawValue, signed(skip.offset), signed(skip.length), skip.reason], in: db)
  }

  static func insert(_ coverage: SourceCoverage, into db: Database) throws {
    try run(
      "INSERT INTO coverage VALUES(NULL,?,?,?,?,?,?,?,?)",
      [
        coverage.host, coverage.source, coverage.artifact, signed(coverage.recordCount), coverage.from?.ticks,
        coverage.from?.digits, coverage.to?.ticks, coverage.to?.digits,
      ], in: db)
    let id = db.lastInsertedRowID
    if let clock = coverage.clock {
      try run(
        "INSERT INTO clock VALUES(?,?,?,?,?,?,?)",
        [id, clock.artifact, clock.log, clock.against, clock.offset, clock.error, clock.pairs], in: db)
    }
    for gap in coverage.gaps {
      try run(
        "INSERT INTO gap VALUES(NULL,?,?,?,?,?,?)",
        [id, gap.from?.ticks, gap.from?.digits, gap.to?.ticks, gap.to?.digits, gap.why], in: db)
    }
  }

  static func insert(_ block: MatchBlock, findingKey: Int, into db: Database) throws {
    guard let first = block.first, let last = block.last else { return }
    try run(
      "INSERT INTO matchBlock VALUES(NULL,?,?,?,?,?,?,?)",
      [
        findingKey, first.artifact, signed(first.offset), last.artifact, signed(last.offset), block.count,
        Blob(block.bytes),
      ], in: db)
  }

  /// False where the event is there already.
  static func insert(_ event: Event, at match: StoredMatch, into db: Database) throws -> Bool {
    let before = db.totalChangesCount
    try run(
      "INSERT OR IGNORE INTO event VALUES(NULL,?,?,?,?,?,?,?,?,?,?,?,?)",
      [
        match.artifact, signed(match.offset), event.host, event.channel, event.provider, event.eventID,
        json(of: event.fields), match.length, signed(match.number), match.isLine, match.ticks, match.digits,
      ], in: db)
    return db.totalChangesCount > before
  }

  static func insert(text: String, ofEvent id: Int64, into db: Database) throws {
    try run("INSERT INTO eventText(rowid, text) VALUES(?,?)", [id, text], in: db)
  }

  static func insert(_ draft: FindingDraft, number: Int, into db: Database) throws {
    let finding = draft.finding
    try run(
      "INSERT INTO finding VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
      [
        number, draft.key, finding.id, finding.host, finding.rule.id, finding.rule.title, finding.rule.kind.rawValue,
        finding.rule.author, finding.severity.rawValue, finding.confidence.rawValue, finding.stage.rawValue,
        json(of: finding.techniques), json(of: finding.cves), finding.first?.ticks, finding.first?.digits,
        finding.last?.ticks, finding.last?.digits, finding.count, finding.summary, json(of: finding.observables),
        json(of: finding.notes), try finding.activity.map { try json(of: $0) },
      ], in: db)
  }

  /// The signed number with the same bits: SQLite has no unsigned ones.
  static func signed(_ value: UInt64) -> Int64 { Int64(bitPattern: value) }

  private static func run(_ sql: String, _ values: [(any DatabaseValueConvertible)?], in db: Database) throws {
    try db.cachedStatement(sql: sql).execute(arguments: StatementArguments(values))
  }

  private static func json(of texts: [String]) -> String {
    var json = JSONWriter(capacity: 256)
    json.array(texts)
    return json.buffer.text
  }

  private static func json(of activity: Activity) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return try String(decoding: encoder.encode(activity), as: UTF8.self)
  }

  private static func json(of observables: [Observable]) -> String {
    var json = JSONWriter(capacity: 256)
    json.array { json in
      for observable in observables { json.array([observable.type, observable.value]) }
    }
    return json.buffer.text
  }

  /// Pairs of name and value: names may repeat, and their order counts.
  private static func json(of fields: [Event.Field]) -> String {
    var json = JSONWriter(capacity: 1024)
    json.array { json in
      for field in fields {
        json.array { json in
          json.value(field.name)
          json.value(EventText.limited(field.value))
        }
      }
    }
    return json.buffer.text
  }
}

/// Bytes as a database value.
struct Blob: DatabaseValueConvertible {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var databaseValue: DatabaseValue { Data(bytes).databaseValue }

  static func fromDatabaseValue(_ value: DatabaseValue) -> Blob? {
    Data.fromDatabaseValue(value).map { Blob([UInt8]($0)) }
  }
}
