internal import FoundationEssentials
internal import GRDB
internal import Model

/// Rows into Model's values.
///
/// What a row holds that no version of ours writes is read as the nearest harmless value.
enum CaseValues {
  static func artifacts(_ db: Database) throws -> [Artifact] {
    try Row.fetchAll(db, sql: "SELECT * FROM artifact ORDER BY number").map { row in
      let size = unsigned(row["size"])
      return Artifact(
        number: row["number"], path: row["path"], source: row["source"], host: row["host"], size: size,
        sha256: row["sha256"], modified: time(row, "modified"), format: row["format"],
        account: ByteAccount(
          size: size, understood: unsigned(row["understood"]), damaged: unsigned(row["damaged"]),
          unknown: unsigned(row["unknown"])))
    }
  }

  static func skips(_ db: Database) throws -> [(artifact: Int, skip: Skip)] {
    try Row.fetchAll(db, sql: "SELECT * FROM skip ORDER BY id").map { row in
      let kind = Skip.Kind(rawValue: row["kind"]) ?? .unknown
      return (
        row["artifact"],
        Skip(kind, offset: unsigned(row["offset"]), length: unsigned(row["length"]), reason: row["reason"])
      )
    }
  }

  static func coverage(_ db: Database) throws -> [SourceCoverage] {
    let gaps = try Dictionary(grouping: Row.fetchAll(db, sql: "SELECT * FROM gap ORDER BY id")) { row in
      row["coverage"] as Int64
    }
    let clocks = try Dictionary(clocks(db)) { one, _ in one }
    return try Row.fetchAll(db, sql: "SELECT * FROM coverage ORDER BY id").map { row in
      var coverage = SourceCoverage(
        host: row["host"], source: row["source"], artifact: row["artifact"],
        recordCount: unsigned(row["recordCount"]), from: time(row, "from"), to: time(row, "to"),
        gaps: (gaps[row["id"]] ?? []).map { gap in
          SourceCoverage.Gap(from: time(gap, "from"), to: time(gap, "to"), why: gap["why"])
        })
      coverage.clock = clocks[row["id"]]
      return coverage
    }
  }

  /// What is known of logs' clocks, by the row of the coverage; cases of earlier versions know nothing.
  static func clocks(_ db: Database) throws -> [(Int64, ClockOffset)] {
    guard try db.tableExists("clock") else { return [] }
    return try Row.fetchAll(db, sql: "SELECT * FROM clock ORDER BY coverage").map { row in
      (
        row["coverage"],
        ClockOffset(
          artifact: row["artifact"], log: row["log"], against: row["against"], offset: row["offset"],
          error: row["error"], pairs: row["pairs"])
      )
    }
  }

  /// Without citations.
  static func finding(_ row: Row) -> Finding {
    let rule = RuleReference(
      id: row["ruleID"], title: row["ruleTitle"], kind: RuleReference.Kind(rawValue: row["ruleKind"]) ?? .native,
      author: row["ruleAuthor"])
    return Finding(
      id: row["id"], host: row["host"], rule: rule,
      severity: Severity(rawValue: row["severity"]) ?? .informational,
      confidence: Confidence(rawValue: row["confidence"]) ?? .low, stage: Stage(rawValue: row["stage"]) ?? .context,
      techniques: texts(row["techniques"]), cves: texts(row["cves"]), first: time(row, "first"),
      last: time(row, "last"), count: row["count"], summary: row["summary"],
      observables: pairs(row["observables"]).map { Observable(type: $0.0, value: $0.1) },
      activity: activity(row["activity"]), notes: texts(row["notes"]))
  }

  /// The event as it was kept; its time and citation come from the match.
  static func event(_ row: Row, match: StoredMatch, citation: Citation) -> Event {
    Event(
      time: match.time, host: row["host"], channel: row["channel"], provider: row["provider"],
      eventID: row["eventID"], fields: pairs(row["fields"]).map { Event.Field(name: $0.0, value: $0.1) },
      citation: citation)
  }

  /// The place of a kept event.
  static func match(_ row: Row) -> StoredMatch {
    StoredMatch(
      findingKey: 0, artifact: row["artifact"], offset: unsigned(row["offset"]), length: row["length"],
      number: unsigned(row["number"]), isLine: row["isLine"], ticks: row["ticks"], digits: row["digits"])
  }

  static func unsigned(_ value: Int64) -> UInt64 { UInt64(bitPattern: value) }

  private static func time(_ row: Row, _ name: String) -> Timestamp? {
    guard let ticks = row[name + "Ticks"] as Int64? else { return nil }
    return Timestamp(ticks: ticks, digits: row[name + "Digits"] ?? 7)
  }

  private static func texts(_ json: String) -> [String] {
    (try? JSONDecoder().decode([String].self, from: Data(json.utf8))) ?? []
  }

  private static func activity(_ json: String?) -> Activity? {
    json.flatMap { try? JSONDecoder().decode(Activity.self, from: Data($0.utf8)) }
  }

  private static func pairs(_ json: String) -> [(String, String)] {
    let pairs = (try? JSONDecoder().decode([[String]].self, from: Data(json.utf8))) ?? []
    return pairs.compactMap { $0.count == 2 ? ($0[0], $0[1]) : nil }
  }
}
