import Detection
import Foundation
import Sigma
import Testing

/// Walks all rules of our own: what each must say of itself, and what its samples must do.
@Suite struct BuiltinRuleTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
    "../../Sources/Detection"
  ).standardized
  private static let set = RuleSet.load(
    BuiltinRules.files, options: RuleLoadingOptions { Regex.failure(of: $0)?.reason })
  private static let index = RuleIndex(set.rules, judgesUnknownSources: true)

  /// What a rule and a correlation say of themselves alike.
  struct Header: Sendable, CustomTestStringConvertible {
    var id: String
    var title: String
    var file: String
    var references: [String]
    var techniques: [String]
    var falsePositives: [String]
    var hasAll: Bool
    var details: RuleDetails
    /// The rules that may match its positive sample too.
    var company: Set<String>
    var testDescription: String { file }
  }

  static let headers: [Header] =
    set.rules.map { rule in
      Header(
        id: rule.id, title: rule.title, file: rule.origin.file, references: rule.references,
        techniques: rule.techniques, falsePositives: rule.falsePositives,
        hasAll: rule.level != nil && rule.description != nil && rule.author != nil && rule.status != nil,
        details: rule.details, company: Set(rule.details.related.map(\.id)))
    }
    + set.correlations.map { rule in
      Header(
        id: rule.id, title: rule.title, file: rule.origin.file, references: rule.references,
        techniques: rule.techniques, falsePositives: rule.falsePositives,
        hasAll: rule.level != nil && rule.description != nil && rule.author != nil && rule.status != nil,
        details: rule.details, company: Set(rule.details.related.map(\.id) + rule.rules))
    }

  @Test func theListNamesEachFileOfTheFolder() throws {
    let rules = Self.folder.appendingPathComponent("Rules")
    let found = try #require(FileManager.default.enumerator(atPath: rules.path)).compactMap { $0 as? String }
      .filter { $0.hasSuffix(".yml") }.sorted()
    #expect(BuiltinRules.files.map(\.name) == found.map { "builtin/" + $0 })
    for file in BuiltinRules.files {
      let path = rules.appendingPathComponent(String(file.name.dropFirst("builtin/".count)))
      #expect(file.bytes == [UInt8](try Data(contentsOf: path)), "\(file.name) is embedded as another file")
    }
  }

  @Test func allLoadWithoutAWord() {
    #expect(Self.set.failed.isEmpty && Self.set.notRunnable.isEmpty && Self.set.warnings.isEmpty)
    #expect(Self.headers.count == BuiltinRules.files.count)
    #expect(Set(Self.headers.map(\.id)).count == Self.headers.count)
    #expect(Set(Self.headers.map(\.title)).count == Self.headers.count)
  }

  @Test(arguments: headers)
  func eachSaysWhatAFindingNeeds(_ rule: Header) {
    #expect(rule.hasAll && rule.details.date != nil)
    // The guessing of passwords has no number in the catalogue of detections.
    let guesses = rule.techniques.contains { $0.hasPrefix("T1110") }
    #expect(rule.details.detection.map { $0.wholeMatch(of: /EXD-[0-9]{3}/) != nil } ?? guesses)
    #expect(rule.details.stage != nil && rule.details.confidence != nil)
    #expect(!rule.techniques.isEmpty && !rule.falsePositives.isEmpty)
    #expect(!rule.references.isEmpty && rule.references.allSatisfy { $0.hasPrefix("https://") })
  }

  @Test(arguments: headers)
  func eachLineOfThePositiveSampleIsFoundByThisRuleOnly(_ rule: Header) throws {
    let sample = try Self.sample(rule, "positive")
    let found = RuleRun(Self.set, index: Self.index, sample.bytes).linesByID
    #expect(found[rule.id] == Set(0..<sample.lineCount))
    let others = Set(found.keys).subtracting([rule.id]).subtracting(rule.company)
    #expect(others.isEmpty, "also found by \(others.sorted())")
  }

  @Test(arguments: headers)
  func noLineOfTheBenignSampleIsFound(_ rule: Header) throws {
    let sample = try Self.sample(rule, "benign")
    #expect(sample.lineCount > 0)
    #expect(RuleRun(Self.set, index: Self.index, sample.bytes).linesByID[rule.id] == nil)
  }

  @Test(arguments: headers)
  func samplesHaveAddressesForDocumentationOnly(_ rule: Header) throws {
    for kind in ["positive", "benign"] {
      let text = String(decoding: try Self.sample(rule, kind).bytes, as: UTF8.self)
      let reserved = ["192.0.2.", "198.51.100.", "203.0.113.", "127.0.0."]
      for match in text.matches(of: /[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+/) {
        let parts = match.output.split(separator: ".").compactMap { UInt8($0) }
        let isReserved = reserved.contains { match.output.hasPrefix($0) }
        #expect(parts.count < 4 || isReserved, "\(match.output) in the \(kind) sample")
      }
    }
  }

  private static func sample(_ rule: Header, _ kind: String) throws -> (bytes: [UInt8], lineCount: Int) {
    let path = rule.file.dropFirst("builtin/".count).dropLast(".yml".count) + ".\(kind).jsonl"
    let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent("RuleSamples/\(path)")))
    return (bytes, bytes.count { $0 == 0x0A })
  }
}
