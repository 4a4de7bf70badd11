import Foundation
import Sigma
import Testing

/// SigmaHQ's rules of the category `webserver`, each with one request, in the three readings of a web log's row.
///
/// `UPDATE_GOLDEN=1 swift test --filter WebserverRuleTests`, where the rules are, writes the table and
/// `docs/webserver-rules.md` anew.
@Suite(.serialized) struct WebserverRuleTests {
  private static let isUpdating = ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil
  private static let page = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "../../docs/webserver-rules.md"
  ).standardized

  @Test(.enabled(if: SharedArchive.isPresent, "the development data or unzip is not here"))
  func eachIsFoundInTheReadingsThatTheTableSays() throws {
    var table = try WebserverRules()
    let rules = SharedArchive.ruleSet.rules.filter { $0.logSource.category == "webserver" }
    let byID = Dictionary(rules.map { ($0.id, $0) }) { first, _ in first }
    #expect(Set(table.lines.map(\.rule)) == Set(byID.keys))
    let readings = try (0...2).map(Self.map(reading:))
    for (number, line) in table.lines.enumerated() {
      let rule = try #require(byID[line.rule])
      let found = readings.map { Self.finds(rule, line, $0) }
      if Self.isUpdating { table.lines[number].found = found }
      #expect(table.lines[number].found == found, "\(line.file)")
      #expect(Self.finds(rule, line, .builtIn), "\(line.file): \(line.shown)")
    }
    if Self.isUpdating { try table.write() }
  }

  @Test func theReadingsAreThoseOfTheMap() throws {
    let variants = LogSourceMap.builtIn.variants(for: LogSource(category: "webserver"))
    let names = variants.map { [$0.fieldNames["cs-uri-query"], $0.fieldNames["cs-uri-stem"]] }
    let each = [[nil, nil], ["cs-uri", nil], ["cs-uri-decoded2", "cs-uri-stem-decoded2"]]
    #expect(names == each + each + each)
    #expect(variants.allSatisfy { $0.fieldNames["cs-user-agent"] == "cs(User-Agent)" })
  }

  @Test func linesHoldNoValueThatTheirFormatCannotHold() throws {
    for line in try WebserverRules().lines {
      #expect(line.log == "NCSA" || line.request.allSatisfy { !$0.value.contains(" ") }, "\(line.file)")
    }
  }

  @Test func thePageIsMadeFromTheTable() throws {
    let text = Self.made(try WebserverRules())
    if Self.isUpdating { try Data(text.utf8).write(to: Self.page) }
    #expect(String(decoding: try Data(contentsOf: Self.page), as: UTF8.self) == text)
  }

  /// A map with one of the three readings alone.
  private static func map(reading: Int) throws -> LogSourceMap {
    let names = [
      [:], ["cs-uri-query": "cs-uri"], ["cs-uri-query": "cs-uri-decoded2", "cs-uri-stem": "cs-uri-stem-decoded2"],
    ]
    let plain = ["cs-user-agent": "cs(User-Agent)", "cs-referer": "cs(Referer)", "cs-content-type": "cs(Content-Type)"]
    let fields = plain.merging(names[reading]) { $1 }.sorted { $0.key < $1.key }
    let text =
      "services:\n  web: {product: iis, channels: [IIS/W3C, IIS/NCSA]}\ncategories:\n  webserver:\n    - service: web\n"
      + "      fields:\n" + fields.map { "        \($0.key): \($0.value)\n" }.joined()
    return try LogSourceMap(yaml: Array(text.utf8))
  }

  private static func finds(_ rule: Rule, _ line: WebserverRules.Line, _ logSources: LogSourceMap) -> Bool {
    var matcher = RowMatcher(RuleIndex([rule], logSources: logSources))
    var count = 0
    MadeBlock([line.record]).forEach { made, row in matcher.match(row, schema: made.schema) { _ in count += 1 } }
    return count > 0
  }

  private static func made(_ table: WebserverRules) -> String {
    let counts = (0...2).map { reading in table.lines.count { $0.found[reading] } }
    let rows = table.lines.map { line in
      let found = line.found.map { $0 ? "yes" : "no" }.joined(separator: " | ")
      let note = line.log == "W3C" ? "" : " (\(line.log))"
      return "| \(line.file) | \(line.fields.joined(separator: ", ")) | \(found) | \(code(line.shown))\(note) |"
    }
    return """
      <!-- Made from Tests/SigmaTests/WebserverRules.tsv: UPDATE_GOLDEN=1 swift test --filter WebserverRuleTests -->
      # SigmaHQ's rules for web servers, over the logs of IIS

      Most rules of the category `webserver` look for the path in `cs-uri-query`, as logs that keep an address whole have
      it. IIS keeps the path in `cs-uri-stem` and only what follows the question mark in `cs-uri-query`. So each row has
      three readings, and a rule matches where one of them does:

      | reading | `cs-uri-query` is | `cs-uri-stem` is | of \(table.lines.count) rules find their request |
      |---|---|---|---|
      | as written | the query | the path | \(counts[0]) |
      | joined | path, `?` and query (`cs-uri`) | the path | \(counts[1]) |
      | decoded | that, percent signs undone twice (`cs-uri-decoded2`) | the path, undone twice | \(counts[2]) |
      | any of them | | | \(table.lines.count { $0.found.contains(true) }) |

      The requests are ours, made to have the shape that each rule looks for: they are no real requests, and whether a rule
      finds a real one is another question. The rules are those of SigmaHQ's archive of 2026-08-05.

      - A rule that wants *no* query (`cs-uri-query: null`), or leaves requests out by their query, is judged in each reading:
        what one reading leaves out, another can find.
      - IIS writes `+` for a blank in its W3C format. Rules that look for a user agent with blanks find it only in the NCSA
        format, as those marked so here.
      - Keywords are looked for in the line as it stands.

      | rule | looks at | as written | joined | decoded | request |
      |---|---|---|---|---|---|
      \(rows.joined(separator: "\n"))

      """
  }

  private static func code(_ text: String) -> String {
    let escaped = text.replacing("|", with: "\\|")
    return escaped.contains("`") ? "`` \(escaped) ``" : "`\(escaped)`"
  }
}
