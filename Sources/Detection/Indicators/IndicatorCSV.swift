/// A CSV of indicators: a column of values with or without their types, or a column for each kind.
enum IndicatorCSV {
  private static let values: Set<String> = [
    "value", "indicator", "ioc", "ioc-value", "indicator-value", "observable", "ioc-data", "attribute-value",
  ]
  private static let types: Set<String> = [
    "type", "indicator-type", "ioc-type", "kind", "value-type", "attribute-type",
  ]
  private static let ends: Set<String> = [
    "valid-until", "valid-to", "expires", "expiry", "expiration", "expiration-date", "expires-at", "expiry-date",
  ]
  private static let begins: Set<String> = ["valid-from", "first-seen", "first-seen-utc"]
  private static let confidences: Set<String> = ["confidence", "confidence-level", "confidence-score"]
  private static let sources: Set<String> = ["source", "feed", "feed-name", "provider"]

  /// Whether a column holds what is looked for.
  static func holdsValues(_ column: String) -> Bool { values.contains(column) || IndicatorWords.kind(column) != nil }

  static func read(_ table: IndicatorTable, into feed: inout IndicatorFeed) {
    let value = table.columns.firstIndex { values.contains($0) }
    for row in table.rows {
      if row.isOpen {
        feed.refuse("a quote that is never closed; the rows behind this line are read", at: "line \(row.line)")
        continue
      }
      let judgment = judgment(row, table.columns, &feed)
      if let value {
        add(row, table.columns, value, judgment, &feed)
      } else {
        for (column, name) in table.columns.enumerated() {
          guard let kind = IndicatorWords.kind(name), column < row.cells.count else { continue }
          let text = IndicatorText.refanged(row.cells[column])
          if !text.isEmpty, text != "-" { feed.add(kind, text, judgment, at: "line \(row.line)") }
        }
      }
    }
    if table.isCut { feed.refuse("rows beyond \(IndicatorFeed.mostEntries) are not read", at: "") }
  }

  private static func add(
    _ row: IndicatorTable.Row, _ columns: [String], _ value: Int, _ judgment: IndicatorFeed.Judgment,
    _ feed: inout IndicatorFeed
  ) {
    guard value < row.cells.count else { return feed.refuse("a row without a value", at: "line \(row.line)") }
    let text = IndicatorText.refanged(row.cells[value])
    let type = cell(row, columns, types)
    if let type, IndicatorWords.columnName(type).hasPrefix("filename|") {
      return MISPEvents.addNamedHash(text, judgment, at: "line \(row.line)", &feed)
    }
    guard let kind = kind(type, text) else {
      let reason =
        type.map { "type \(IndicatorText.cut($0)) is not looked for" }
        ?? "\(IndicatorText.cut(text)): no kind of indicator can be told from it"
      return feed.refuse(reason, at: "line \(row.line)")
    }
    feed.add(kind, text, judgment, at: "line \(row.line)")
  }

  /// A type that is not looked for is not guessed at.
  private static func kind(_ type: String?, _ value: String) -> IndicatorKind? {
    if let type { IndicatorWords.kind(type) } else { IndicatorWords.kind(ofValue: value) }
  }

  private static func cell(_ row: IndicatorTable.Row, _ columns: [String], _ names: Set<String>) -> String? {
    for (number, name) in columns.enumerated() where names.contains(name) && number < row.cells.count {
      if !row.cells[number].isEmpty { return row.cells[number] }
    }
    return nil
  }

  private static func judgment(
    _ row: IndicatorTable.Row, _ columns: [String], _ feed: inout IndicatorFeed
  ) -> IndicatorFeed.Judgment {
    var judgment = IndicatorFeed.Judgment()
    judgment.feed = cell(row, columns, sources)
    judgment.confidence = cell(row, columns, confidences).flatMap(IndicatorWords.confidence)
    judgment.validFrom = cell(row, columns, begins).flatMap(IndicatorWords.time)
    if let end = cell(row, columns, ends) {
      judgment.validUntil = IndicatorWords.time(end)
      if judgment.validUntil == nil {
        judgment.weakness = "its end of validity cannot be read: \(IndicatorText.cut(end, 40))"
      }
    }
    judgment.isRevoked =
      cell(row, columns, ["revoked"]).map { ["true", "1", "yes"].contains($0.lowercased()) } ?? false
    return judgment
  }
}
