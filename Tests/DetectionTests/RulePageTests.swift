import Detection
import Foundation
import Model
import Sigma
import Testing

/// `docs/rules.md` is made from the rules.
///
/// `UPDATE_GOLDEN=1 swift test --filter RulePageTests` writes it anew.
@Suite struct RulePageTests {
  private static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
    "../../docs/rules.md"
  ).standardized

  @Test func thePageListsTheRulesAsTheyAre() throws {
    let text = Self.made
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try Data(text.utf8).write(to: Self.page)
    }
    #expect(String(decoding: try Data(contentsOf: Self.page), as: UTF8.self) == text)
  }

  private struct Line {
    var details: RuleDetails
    var title: String
    var level: Severity?
    var logs: String
    var file: String

    var cells: [String] {
      [
        details.detection ?? "", title, details.stage?.rawValue ?? "", level?.rawValue ?? "",
        details.confidence?.rawValue ?? "", logs, "`\(file.dropFirst("builtin/".count))`",
      ]
    }
  }

  private static var made: String {
    let set = RuleSet.load(BuiltinRules.files)
    let lines =
      set.rules.map {
        Line(details: $0.details, title: $0.title, level: $0.level, logs: logs($0.logSource), file: $0.origin.file)
      }
      + set.correlations.map {
        Line(details: $0.details, title: $0.title, level: $0.level, logs: "several events", file: $0.origin.file)
      }
    let sorted = lines.sorted { ($0.details.detection ?? "", $0.file) < ($1.details.detection ?? "", $1.file) }
    let detections = Set(lines.compactMap(\.details.detection)).count
    return """
      <!-- Made from the rules: UPDATE_GOLDEN=1 swift test --filter RulePageTests -->
      # The rules that come with Postern

      \(lines.count) rules for \(detections) detections. [sigma.md](sigma.md) says how they were made, \
      [CONTRIBUTING](../CONTRIBUTING.md) how to add one.

      | detection | title | stage | level | confidence | logs | file |
      |---|---|---|---|---|---|---|
      \(sorted.map { "| " + $0.cells.joined(separator: " | ") + " |" }.joined(separator: "\n"))

      """
  }

  private static func logs(_ source: LogSource) -> String { source.category ?? source.service ?? "any" }
}
