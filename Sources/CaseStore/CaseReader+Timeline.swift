import GRDB
public import Model

/// Everything that findings rest on, in time order, and what its text says.
extension CaseReader {
  /// Calls `body` for each cited event once, in time order; events without a time come last, in evidence order.
  ///
  /// An event that several findings rest on is one entry. About 64 bytes a match are held while it runs.
  public func forEachTimelineEntry(_ body: (TimelineEntry) throws -> Void) throws {
    try read { db in
      let findings = try MentionedFinding.all(db)
      let artifacts = try CaseValues.artifactsByNumber(db)
      let texts = try KeptEvents(db)
      let channels = try Self.onlyChannels(db)
      let clocks = try TimelineClocks(db)
      let matches = try timedMatches(findings, clocks, db)
      var (at, before) = (0, StoredMatch?.none)
      while at < matches.count {
        var end = at + 1
        while end < matches.count, matches[end].isSamePlace(as: matches[at]) { end += 1 }
        let citation = matches[at].citation(in: artifacts)
        let kept = try texts.contains(matches[at]) ? event(of: matches[at], citation: citation, db) : nil
        let mentions = matches[at..<end].compactMap { findings[$0.findingKey] }
        let bare = Event(
          time: matches[at].time, host: mentions.first?.host ?? "", channel: channels[citation.artifact] ?? "",
          provider: "", eventID: nil, fields: [], citation: citation)
        var entry = TimelineEntry(
          event: kept ?? bare, hasFields: kept != nil, findings: MentionedFinding.distinct(mentions))
        entry.clock = clocks.clock(of: matches[at])
        entry.isOrderOpen = before.map { clocks.isOrderOpen($0, matches[at]) } ?? false
        before = matches[at]
        try body(entry)
        at = end
      }
    }
  }

  public func timeline() throws -> [TimelineEntry] {
    var result: [TimelineEntry] = []
    try forEachTimelineEntry { result.append($0) }
    return result
  }

  /// How many events the timeline has.
  public func timelineCount() throws -> Int {
    try read { db in
      let matches = try timedMatches(MentionedFinding.all(db), TimelineClocks(db), db)
      return matches.indices.count { $0 == 0 || !matches[$0].isSamePlace(as: matches[$0 - 1]) }
    }
  }

  /// Kept events whose text has all words of `text`, in the order of the evidence, at most `limit`.
  ///
  /// Only the first events of each finding are kept with their text: `CaseWriter.eventsPerFinding`.
  public func search(_ text: String, limit: Int = 1000) throws -> [Event] {
    // Each word as a quoted string: nothing in it is an operator of the query language.
    let words = text.split(whereSeparator: \.isWhitespace).map { #"""# + $0.replacing("\"", with: "\"\"") + #"""# }
    guard !words.isEmpty else { return [] }
    return try read { db in
      let artifacts = try CaseValues.artifactsByNumber(db)
      return try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM event WHERE id IN (SELECT rowid FROM eventText WHERE eventText MATCH ?)
          ORDER BY artifact, offset LIMIT ?
          """, arguments: [words.joined(separator: " "), limit]
      ).map { row in
        let match = CaseValues.match(row)
        return CaseValues.event(row, match: match, citation: match.citation(in: artifacts))
      }
    }
  }

  private func timedMatches(
    _ findings: [Int: MentionedFinding], _ clocks: TimelineClocks, _ db: Database
  ) throws -> [StoredMatch] {
    var matches: [StoredMatch] = []
    for row in try Row.fetchAll(db, sql: "SELECT id, findingKey FROM matchBlock ORDER BY id") {
      guard findings[row["findingKey"]] != nil else { continue }
      let bytes = try Blob.fetchOne(
        db, sql: "SELECT bytes FROM matchBlock WHERE id = ?", arguments: [row["id"] as Int64])
      matches += try MatchBlock.matches(in: bytes?.bytes ?? [], findingKey: row["findingKey"])
    }
    func number(_ match: StoredMatch) -> Int { findings[match.findingKey]?.number ?? 0 }
    matches.sort { one, other in
      let untimed = (one.ticks == StoredMatch.noTime, other.ticks == StoredMatch.noTime)
      if untimed.0 != untimed.1 { return other.ticks == StoredMatch.noTime }
      return (clocks.time(of: one), one.artifact, one.offset, number(one)) < (
        clocks.time(of: other), other.artifact, other.offset, number(other)
      )
    }
    return matches
  }

  /// The source of each artifact that has only one: an event log's channel.
  private static func onlyChannels(_ db: Database) throws -> [String: String] {
    let sources = try Dictionary(grouping: CaseValues.coverage(db), by: \.artifact).mapValues { Set($0.map(\.source)) }
    return sources.compactMapValues { $0.count == 1 ? $0.first : nil }
  }
}

/// A byte position in the evidence.
private struct Place: Hashable {
  var artifact: Int
  var offset: UInt64
}

/// Which events are kept, known without asking the database for each match.
private struct KeptEvents {
  private let places: Set<Place>

  init(_ db: Database) throws {
    places = try Set(
      Row.fetchAll(db, sql: "SELECT artifact, offset FROM event").map {
        Place(artifact: $0["artifact"], offset: CaseValues.unsigned($0["offset"]))
      })
  }

  func contains(_ match: StoredMatch) -> Bool { places.contains(Place(artifact: match.artifact, offset: match.offset)) }
}

/// What the timeline says of a finding.
private struct MentionedFinding {
  var number: Int
  var host: String
  var mention: TimelineEntry.Mention

  static func all(_ db: Database) throws -> [Int: MentionedFinding] {
    let rows = try Row.fetchAll(db, sql: "SELECT * FROM finding ORDER BY number")
    return Dictionary(
      rows.map { row in
        let finding = CaseValues.finding(row)
        let mention = TimelineEntry.Mention(id: finding.id, title: finding.rule.title, severity: finding.severity)
        return (row["key"], MentionedFinding(number: row["number"], host: finding.host, mention: mention))
      }
    ) { first, _ in first }
  }

  static func distinct(_ findings: [MentionedFinding]) -> [TimelineEntry.Mention] {
    var seen: Set<String> = []
    return findings.map(\.mention).filter { seen.insert($0.id).inserted }
  }
}

extension StoredMatch {
  fileprivate func isSamePlace(as other: StoredMatch) -> Bool {
    artifact == other.artifact && offset == other.offset && ticks == other.ticks
  }
}
