import ExampleCollection
import Foundation
import Testing

/// The collection under `Examples`, examined by the program as a newcomer would: all that is in it is found.
@Suite struct ExampleExaminationTests {
  private struct Finding: Decodable, Hashable, CustomStringConvertible {
    struct Rule: Decodable, Hashable { var id: String }
    var host: String
    var rule: Rule
    var severity: String
    var confidence: String
    var stage: String
    var count: Int
    var description: String { "\(rule.id) \(severity) \(confidence) \(stage) \(count)" }
  }

  private static let collection = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
    "../../Examples/\(ExampleCollection.name)"
  ).standardized.path

  /// Examines the collection into a new case; `cache` is used again where it is given.
  private func findings(
    _ arguments: String..., cache: String? = nil
  ) throws -> (status: Int32, findings: [Finding]) {
    let scratch = NSTemporaryDirectory() + "/postern-example-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    let environment = ["XDG_CACHE_HOME": cache ?? scratch + "/cache"]
    try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
    let run = try BuiltProgram.run(
      "postern", ["examine", Self.collection, "--case", scratch + "/case", "--quiet"] + arguments,
      environment: environment)
    let list = try BuiltProgram.run(
      "postern", ["findings", scratch + "/case", "--format", "jsonl"], environment: environment)
    let lines = list.output.split(separator: "\n").map { Data($0.utf8) }
    return (run.status, try lines.map { try JSONDecoder().decode(Finding.self, from: $0) })
  }

  @Test func eachStepOfTheStoryIsFoundWithItsStageAndConfidence() throws {
    let (status, findings) = try findings()
    #expect(status == 2)
    #expect(Set(findings.map(\.host)) == ["EX01.example.org"])
    let grave = findings.filter { ["critical", "high"].contains($0.severity) }.map(\.description)
    #expect(grave == Self.expected, "found:\n\(grave.joined(separator: "\n"))")
  }

  @Test func rulesFromTheCacheFindTheSame() throws {
    let cache = NSTemporaryDirectory() + "/postern-example-cache-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: cache) }
    let first = try findings(cache: cache)
    let again = try findings(cache: cache)
    #expect(!first.findings.isEmpty && first.findings == again.findings)
  }

  @Test func withoutOurRulesNothingIsFound() throws {
    let (status, findings) = try findings("--no-builtin")
    #expect(findings.isEmpty)
    #expect(status == 3)
  }

  /// In the order of the findings list: gravest first, then by time.
  private static let expected: [String] = [
    "EXD-011 critical high success 5",
    "EXD-064 critical high success 9",
    "EXD-004 critical high success 1",
    "EXD-001 critical high success 1",
    "EXD-007 critical high success 1",
    "EXD-008 critical high success 1",
    "EXD-006 critical high success 2",
    "EXD-005 critical high success 1",
    "EXD-027 critical high success 1",
    "EXD-017 critical high success 1",
    "EXD-061 critical high success 3",
    "EXD-066 critical high post 3",
    "EXD-092 critical high post 1",
    "EXD-061 critical high success 1",
    "EXD-003 high high success 1",
    "EXD-009 high moderate success 3",
    "EXD-009 high moderate success 3",
    "EXD-026 high moderate post 1",
    "EXD-028 high moderate post 2",
    "EXD-063 high high post 3",
    "EXD-092 high moderate post 1",
    "EXD-089 high high post 1",
    "EXD-091 high moderate post 1",
    "EXD-103 high moderate post 1",
    "EXD-103 high moderate post 1",
    "EXD-078 high moderate post 1",
    "EXD-104 high high post 1",
  ]
}
