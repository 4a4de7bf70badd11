import CaseStore
import Evidence
import Foundation
import Model
import Sigma
import Testing

@testable import Examination

/// A finished case that `Examination` made of some evidence.
struct ExaminedCase {
  let reader: CaseReader
  let notes: [String]
  let findings: [Finding]

  /// `name` tells cases of one test apart; `rules` is the text of one rule file.
  init(
    _ paths: [String], rules text: String, _ scratch: Scratch, name: String = "case", jobs: Int = 2,
    carves: Bool = false, looksTwiceAtAll: Bool = false, partsOnly: Set<String> = [],
    indicators: IndicatorLoader.Loaded = IndicatorLoader.Loaded()
  ) throws {
    let set = RuleSet.load([RuleFile(name: "rules.yml", bytes: Array(text.utf8))], options: RuleLoadingOptions())
    guard set.failed.isEmpty, set.notRunnable.isEmpty, !set.rules.isEmpty else {
      throw Unusable(reason: "\(set.failed.map(\.text)) \(set.notRunnable)")
    }
    let path = scratch.path + "/" + name
    var custody = Custody(
      version: "test", who: Custody.Person(user: "u", host: "h"), started: Timestamp(unixSeconds: 1_614_748_761),
      arguments: [], directory: "/")
    custody.indicators = indicators.custody(at: custody.started)
    let request = Examination.Request(
      paths: paths, claim: try CaseFolder(path).claim(), rules: set, partsOnly: partsOnly, prepared: nil,
      rulesHash: "", limits: scratch.options.limits, passwords: [], jobs: jobs, carvesRecords: carves,
      looksTwiceAtAll: looksTwiceAtAll, cacheFolder: nil, custody: custody, knowledgeDate: "2026-11-24",
      indicators: indicators.set)
    notes = try Examination(request).run { _ in }
    reader = try CaseReader(path)
    findings = try reader.findings(citations: nil)
  }

  private struct Unusable: Error { var reason: String }

  /// The finding with that rule id, on that host where one is named; nil where there is not exactly one.
  func finding(_ rule: String, on host: String? = nil) -> Finding? {
    let found = findings.filter { $0.rule.id == rule && (host == nil || $0.host == host) }
    return found.count == 1 ? found[0] : nil
  }

  /// The features of an activity in a fixed order: a dictionary describes itself in any.
  private static func words(_ finding: Finding) -> String {
    var plain = finding
    plain.activity?.features = [:]
    let features = (finding.activity?.features ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    return "\(plain) \(features)"
  }

  /// All that the case holds of the evidence, in words that can be compared.
  func content() throws -> [String] {
    var custody = try #require(reader.custody)
    custody.ended = nil
    let assessment = try String(contentsOfFile: reader.folder.assessment, encoding: .utf8)
    return findings.map(Self.words) + (try reader.timeline()).map { "\($0)" }
      + (try reader.artifacts()).map { "\($0)" } + (try reader.coverage()).map { "\($0)" }
      + ["\(custody)", assessment] + notes
  }
}

/// Rules in the words of a test.
enum TestRule {
  /// A rule with the id `00000000-0000-4000-8000-0000000000NN`.
  static func rule(_ number: Int, _ selection: String, title: String = "Rule", extra: String = "") -> String {
    """
    title: \(title) \(number)
    id: \(id(number))
    name: rule\(number)
    status: stable
    level: high
    logsource:
      product: windows
    detection:
      selection:
        \(selection.replacing("\n", with: "\n    "))
      condition: selection
    \(extra)

    """
  }

  static func correlation(_ number: Int, _ body: String, extra: String = "") -> String {
    """
    title: Correlation \(number)
    id: \(id(number))
    level: critical
    correlation:
      \(body.replacing("\n", with: "\n  "))
    \(extra)

    """
  }

  static func file(_ documents: String...) -> String { file(documents) }

  static func file(_ documents: [String]) -> String { documents.joined(separator: "---\n") }

  static func id(_ number: Int) -> String {
    "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - "\(number)".count) + "\(number)"
  }
}
