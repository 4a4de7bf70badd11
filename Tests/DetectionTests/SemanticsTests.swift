import Bytes
import Detection
import Foundation
import Records
import Sigma
import Testing
import TextLogs

/// The Sigma cases of the acceptance harness, from the rules' text to the lines that matched.
@Suite("Sigma cases of the acceptance harness", .enabled(if: Accept.isThere, "the acceptance harness is not here"))
struct SemanticsTests {
  @Test func theyAreFound() { #expect(Accept.cases.count >= 27) }

  @Test(arguments: Accept.cases)
  func everyCaseComesOutAsExpected(_ name: String) throws {
    let answer = try #require(
      try JSONSerialization.jsonObject(with: Accept.data(name, "expect.json")) as? [String: Any])
    guard let expect = answer["expect"] as? [String: [Int]], answer["placeholders"] == nil else { return }
    let rules = RuleSet.load([RuleFile(name: "rule.yml", bytes: [UInt8](try Accept.data(name, "rule.yml")))])
    #expect(rules.failed.isEmpty)
    let run = Run(rules, [UInt8](try Accept.data(name, "events.jsonl")))
    let allowed = answer["allowed"] as? [[String: [Int]]] ?? []
    for (rule, lines) in expect {
      let fine = [lines] + allowed.compactMap { $0[rule] }
      #expect(fine.contains(run.lines[rule] ?? []), "\(rule): \(run.lines[rule] ?? []) instead of \(lines)")
    }
    if let groups = answer["groups"] as? [[String]] { #expect(Set(run.groups) == Set(groups)) }
  }
}

/// Rules over events, as `rules test` runs them.
private struct Run {
  /// Lines by name of rule or correlation, ascending.
  private(set) var lines: [String: [Int]] = [:]
  private(set) var groups: [[String]] = []

  init(_ rules: RuleSet, _ events: [UInt8]) {
    var correlator = Correlator(rules.correlations)
    var found: [String: Set<Int>] = [:]
    var matcher = RowMatcher(RuleIndex(rules.rules, judgesUnknownSources: true))
    var reader = JSONEventReader()
    _ = reader.read(block: unsafe events.span.bytes, at: 0, firstLine: 1, isLast: true) { head, schema, row in
      var matched: [Int] = []
      matcher.match(row, schema: schema) { matched.append($0) }
      for number in matched {
        let rule = rules.rules[number]
        let line = Int(head.number) - 1
        if correlator.reportsAlone(rule.id) { found[rule.name ?? rule.id, default: []].insert(line) }
        let values = correlator.neededFields(forRule: rule.id).map { Self.value($0, row, schema) }
        correlator.add(rule: rule.id, ticks: head.ticks, sequence: UInt64(line), values: values)
      }
    }
    let outcome = correlator.finish()
    for result in outcome.results {
      let correlation = rules.correlations[result.correlation]
      found[correlation.name ?? correlation.id, default: []].formUnion(
        outcome.events(of: result).map { Int($0.sequence) })
      groups.append(result.group)
    }
    lines = found.mapValues { $0.sorted() }
  }

  private static func value(_ name: String, _ row: borrowing Row, _ schema: Schema) -> String? {
    for field in schema.fields(named: name) {
      if case .slot(let slot)? = field.pieces.first, row.slots[slot].kind != .null {
        return row.bytes(ofSlot: slot).text
      }
    }
    return nil
  }
}

private enum Accept {
  static let folder: URL = {
    if let given = ProcessInfo.processInfo.environment["POSTERN_SHARED"] { return URL(fileURLWithPath: given) }
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { root.deleteLastPathComponent() }
    let found = ["..", "../.."].map { root.appendingPathComponent($0 + "/shared").standardized }
      .first { FileManager.default.fileExists(atPath: $0.path + "/accept/semantics") }
    return found ?? root.appendingPathComponent("../shared")
  }()

  static let isThere = FileManager.default.fileExists(atPath: folder.path + "/accept/semantics")

  static let cases: [String] = {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/accept/semantics")
    return (names ?? []).sorted()
  }()

  static func data(_ name: String, _ file: String) throws -> Data {
    try Data(contentsOf: folder.appendingPathComponent("accept/semantics/\(name)/\(file)"))
  }
}
