import Foundation
import Testing

@testable import PosternCLI

@Suite("The program from outside")
struct ProgramTests {
  private let scratch: ProgramScratch
  private static let event =
    #"{"EventID":4624,"Channel":"Security","Hostname":"mail01.example.org","TargetUserName":"eve"}"#

  init() throws { scratch = try ProgramScratch() }

  private func rule(_ name: String, product: String = "windows", _ test: String) throws {
    try scratch.write(
      "rules/\(name).yml",
      """
      title: The rule \(name)
      id: 5f1abf38-3d5f-4e0e-9c1c-00000000000\(name.count)
      logsource: {product: \(product), service: security}
      level: high
      detection:
        a: {\(test)}
        condition: a

      """)
  }

  @Test func rulesThatRunAreTestedThoughOthersAreNot() throws {
    try rule("a", "TargetUserName: eve")
    try rule("bb", "TargetUserName|nosuch: eve")
    try rule("ccc", product: "linux", "TargetUserName: eve")
    let events = try scratch.write("events.jsonl", Self.event + "\n" + Self.event + "\n")
    let result = try Program.run(["rules", "test", scratch.path + "/rules", "--events", events])
    #expect(result.status == 1)
    #expect(result.output.contains(#""title":"The rule a","events":[0,1]"#))
    #expect(result.output.split(separator: "\n").count == 1)
    #expect(result.error.contains("/rules/bb.yml:"))
    #expect(result.error.contains("/rules/ccc.yml:"))
    #expect(result.error.contains("ran 1 rules; left out 2, named above"))
  }

  @Test func rulesThatAllRunEndWithZero() throws {
    try rule("a", "TargetUserName: eve")
    let events = try scratch.write("events.jsonl", Self.event)
    let result = try Program.run(["rules", "test", scratch.path + "/rules", "--events", events])
    #expect(result.status == 0)
    #expect(result.error.isEmpty)
  }

  @Test func eventsOfAnExportArePrintedAndDamageIsThree() throws {
    let sound = try scratch.write("e.jsonl", Self.event + "\n")
    let result = try Program.run(["events", sound, "--where", "TargetUserName=e*"])
    #expect(result.status == 0)
    #expect(result.output.hasSuffix(#""postern":{"artifact":"e.jsonl","line":1,"offset":0,"length":92}}"# + "\n"))
    #expect(result.error.isEmpty)
    let damaged = try scratch.write("d.jsonl", Self.event + "\n{\"a\":\n" + Self.event)
    let other = try Program.run(["events", damaged])
    #expect(other.status == 3)
    #expect(other.output.split(separator: "\n").count == 2)
    #expect(other.error.contains("d.jsonl: 6 bytes at 93 not read: line 2: expected "))
  }

  @Test func nothingPrintedSaysWhatWasRead() throws {
    let path = try scratch.write("e.jsonl", Self.event + "\n")
    let result = try Program.run(["events", path, "--id", "1"])
    #expect(result.status == 0)
    #expect(result.output.isEmpty)
    #expect(result.error == "postern: printed 0 events of 1 record in 1 event log or export\n")
  }

  @Test func aRuleIsExplained() throws {
    try rule("a", "TargetUserName: nobody")
    let events = try scratch.write("e.jsonl", Self.event + "\n")
    let id = "5f1abf38-3d5f-4e0e-9c1c-000000000001"
    let result = try Program.run(["rules", "explain", id, "--on", events, "--rules", scratch.path + "/rules"])
    #expect(result.status == 0)
    #expect(result.output.contains("It can match here and did not: never true: a; 1 of 1 records"))
    let json = try Program.run(
      ["rules", "explain", id, "--on", events, "--rules", scratch.path + "/rules", "--json"])
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect(object?["canMatch"] as? Bool == true)
    let unknown = try Program.run(["rules", "explain", "x", "--on", events])
    #expect(unknown.status == 1)
    #expect(unknown.error.contains("`postern rules check`"))
  }

  @Test func theNoiseOfACaseWithoutFindingsIsNone() throws {
    try scratch.write("in/e.txt", "nothing")
    let examined = try Program.run(["examine", "in", "--case", "case", "--quiet"], in: scratch.path)
    #expect(examined.status == 0 || examined.status == 3, "\(examined.error)")
    let result = try Program.run(["rules", "noisy", "case"], in: scratch.path)
    #expect(result.output == "No rule matched.\n")
  }

  @Test func verifyFindsTheEvidenceFromAnyFolder() throws {
    try scratch.write("in/e.txt", "nothing")
    _ = try Program.run(["examine", "in", "--case", "case", "--quiet"], in: scratch.path)
    let elsewhere = try ProgramScratch()
    let same = try Program.run(["verify", scratch.path + "/case"], in: elsewhere.path)
    #expect(same.status == 0, "\(same.output)\(same.error)")
    try scratch.write("in/e.txt", "changed")
    let changed = try Program.run(["verify", scratch.path + "/case"], in: elsewhere.path)
    #expect(changed.status == 1)
    #expect(changed.output.contains("in/e.txt"))
  }

  @Test func completionAndVersionNeedNoEvidence() throws {
    #expect(try Program.run(["--version"]).output == ProgramVersion.text + "\n")
    let script = try Program.run(["--generate-completion-script", "bash"])
    #expect(script.status == 0)
    #expect(script.output.contains("noisy"))
  }

  @Test(arguments: [["NO_COLOR": "1", "TERM": "xterm-256color"], ["TERM": "xterm-256color"]])
  func nothingIsColoredBehindAPipe(environment: [String: String]) throws {
    try scratch.write("in/e.txt", "nothing")
    let result = try Program.run(["examine", "in", "--case", "case"], in: scratch.path, environment: environment)
    #expect(!result.output.contains("\u{1B}"))
    #expect(!result.error.contains("\u{1B}"))
    #expect(!result.output.isEmpty)
  }
}
