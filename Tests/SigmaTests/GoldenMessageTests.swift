import Foundation
import Sigma
import Testing

/// Messages as a rule writer sees them, against `GoldenMessages.swift`; `UPDATE_GOLDEN=1` writes it anew.
@Suite struct GoldenMessageTests {
  /// Broken rules, each with what is broken in its name.
  static let broken: [(name: String, text: String)] = [
    ("modifier-misspelled", RuleText.selecting("cs-uri-stem|startwith: /owa/")),
    ("modifier-unknown", RuleText.selecting("Image|nosuchmodifier: x")),
    ("selection-unknown", RuleText.rule("selection: {EventID: 1}\ncondition: selection and absent")),
    ("selection-misspelled", RuleText.rule("selection: {EventID: 1}\ncondition: 1 of selectoin*")),
    ("bracket-open", RuleText.rule("selection: {EventID: 1}\ncondition: (selection")),
    ("section-misspelled", RuleText.selecting("A: x").replacing("detection:", with: "detections:")),
    ("flow-map-open", RuleText.selecting("A: x").replacing("logsource:\n    product", with: "logsource: {product")),
    ("tab-as-indentation", RuleText.selecting("A: x").replacing("    product", with: "\tproduct")),
    ("key-twice", RuleText.selecting("A: x\nA: y")),
    ("null-in-list", RuleText.selecting("A: [x, null]")),
    ("level-misspelled", RuleText.selecting("A: x") + "\nlevel: crtical"),
    ("network-wrong", RuleText.selecting("IpAddress|cidr: 10.0.0.0/99")),
    ("timespan-wrong", CorrelationTests.documents("type: temporal\nrules: [one]\ntimespan: 90min")),
    ("reference-unknown", CorrelationTests.documents("type: temporal\nrules: [oen]\ntimespan: 90m")),
    ("long-line", RuleText.selecting("A: x\n'\(String(repeating: "long ", count: 60))|contians': x")),
    ("control-characters", RuleText.selecting("\"a\\e[31m|wrong\": x")),
  ]

  @Test func messagesAreAsTheGoldenFileHasThem() throws {
    let messages = Self.broken.map { name, text in
      let set = RuleSet.load([RuleFile(name: "\(name).yml", bytes: Array(text.utf8))])
      return set.failed.map(\.text).joined(separator: "\n")
    }
    let text = messages.joined(separator: "\n\n")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil { try Self.write(text) }
    #expect(text == GoldenMessages.text)
  }

  private static func write(_ text: String) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "GoldenMessages.swift")
    let source = """
      // Written by `UPDATE_GOLDEN=1 swift test --filter GoldenMessageTests`; review the difference.
      enum GoldenMessages {
        static let text = #\"""
      \(text.indented(4).replacing("\n    \n", with: "\n\n"))
          \"""#
      }

      """
    try source.write(to: file, atomically: true, encoding: .utf8)
  }
}
