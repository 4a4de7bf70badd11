import Foundation
import Sigma
import Testing

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
    let run = RuleRun(rules, [UInt8](try Accept.data(name, "events.jsonl")))
    let allowed = answer["allowed"] as? [[String: [Int]]] ?? []
    for (rule, lines) in expect {
      let fine = [lines] + allowed.compactMap { $0[rule] }
      #expect(fine.contains(run.lines[rule] ?? []), "\(rule): \(run.lines[rule] ?? []) instead of \(lines)")
    }
    if let groups = answer["groups"] as? [[String]] { #expect(Set(run.groups) == Set(groups)) }
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
