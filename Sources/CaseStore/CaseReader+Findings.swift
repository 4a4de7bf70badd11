import GRDB
public import Model

/// Findings and the places in the evidence that they rest on.
extension CaseReader {
  /// How many citations a finding shows unless more are asked for.
  public static let defaultCitations = 20

  /// The findings at or above `minLevel` in the order of the list, each with its first `citations` (all where nil).
  public func findings(minLevel: Severity = .informational, citations: Int? = defaultCitations) throws -> [Finding] {
    var result: [Finding] = []
    try forEachFinding(minLevel: minLevel, citations: citations) { result.append($0) }
    return result
  }

  /// As `findings`, one at a time: the citations of one finding are held, not those of all.
  public func forEachFinding(
    minLevel: Severity = .informational, citations: Int? = defaultCitations, _ body: (Finding) throws -> Void
  ) throws {
    try read { db in
      let artifacts = try CaseValues.artifactsByNumber(db)
      for row in try Row.fetchAll(db, sql: "SELECT * FROM finding ORDER BY number") {
        var finding = CaseValues.finding(row)
        guard finding.severity >= minLevel else { continue }
        finding.citations = try matches(ofKey: row["key"], limit: citations, db).map { $0.citation(in: artifacts) }
        try body(finding)
      }
    }
  }

  /// The matches of a finding in evidence order, at most `limit` of them.
  ///
  /// Blocks are read in the order of their first match and only as far as needed: a match is final when no block that
  /// was not read begins before it.
  func matches(ofKey key: Int, limit: Int?, _ db: Database) throws -> [StoredMatch] {
    let limit = limit ?? .max
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT firstArtifact, firstOffset, bytes FROM matchBlock WHERE findingKey = ? ORDER BY firstArtifact, firstOffset, id
        """, arguments: [key])
    var result: [StoredMatch] = []
    var isSorted = true
    while let row = try rows.next() {
      let first = (row["firstArtifact"] as Int, CaseValues.unsigned(row["firstOffset"]))
      if isSorted, result.count >= limit, let last = result.prefix(limit).last, (last.artifact, last.offset) <= first {
        break
      }
      let block = try MatchBlock.matches(in: (row["bytes"] as Blob).bytes, findingKey: key)
      if let last = result.last, let next = block.first, next.isBefore(last) { isSorted = false }
      result += block
    }
    if !isSorted { result.sortInEvidenceOrder() }
    return Array(result.prefix(limit))
  }

  /// A finding, or one of its citations: `F-00012` means the first, `F-00012.3` the third.
  public struct Cited: Sendable, Hashable {
    public var finding: Finding
    /// Counted from 1.
    public var index: Int
    public var citation: Citation
    /// The artifact with the path under which its bytes are found.
    public var artifact: Artifact
    /// What the record says; nil where the case keeps only its place.
    public var event: Event?
  }

  /// Throws `unknownID` where there is no finding or citation of that name.
  public func cited(_ id: String) throws -> Cited {
    let (findingID, index) = try Self.parts(of: id, folder: folder)
    return try read { db in
      let row = try Row.fetchOne(db, sql: "SELECT * FROM finding WHERE id = ?", arguments: [findingID])
      guard let row, let match = try matches(ofKey: row["key"], limit: index, db).dropFirst(index - 1).first,
        let artifact = try CaseValues.artifactsByNumber(db)[match.artifact]
      else { throw CaseError.unknownID(id, case: folder.path) }
      let citation = match.citation(in: [artifact.number: artifact])
      return try Cited(
        finding: CaseValues.finding(row), index: index, citation: citation, artifact: artifact,
        event: event(of: match, citation: citation, db))
    }
  }

  func event(of match: StoredMatch, citation: Citation, _ db: Database) throws -> Event? {
    let row = try Row.fetchOne(
      db, sql: "SELECT * FROM event WHERE artifact = ? AND offset = ?",
      arguments: [match.artifact, CaseRows.signed(match.offset)])
    return row.map { CaseValues.event($0, match: match, citation: citation) }
  }

  private static func parts(of id: String, folder: CaseFolder) throws -> (finding: String, index: Int) {
    guard let dot = id.lastIndex(of: ".") else { return (id, 1) }
    guard let index = Int(id[id.index(after: dot)...]), index > 0 else {
      throw CaseError.unknownID(id, case: folder.path)
    }
    return (String(id[..<dot]), index)
  }
}

extension CaseValues {
  static func artifactsByNumber(_ db: Database) throws -> [Int: Artifact] {
    try Dictionary(artifacts(db).map { ($0.number, $0) }) { first, _ in first }
  }
}

extension StoredMatch {
  func citation(in artifacts: [Int: Artifact]) -> Citation {
    let cited = artifacts[artifact]
    return Citation(
      artifact: cited?.path ?? "", sha256: cited?.sha256 ?? "", offset: offset, length: UInt64(length), place: place,
      time: time)
  }
}

extension [StoredMatch] {
  /// Sorts by artifact and offset; matches of the same place keep their order.
  mutating func sortInEvidenceOrder() {
    let order = indices.sorted { one, other in
      self[one].isBefore(self[other]) || (!self[other].isBefore(self[one]) && one < other)
    }
    self = order.map { self[$0] }
  }
}
