import EVTXTestSupport
import Evidence
import Foundation
import Sigma
import Testing

@testable import Examination

@Suite("Explaining a rule on evidence")
struct RuleExplanationTests {
  private let scratch: Scratch
  private let evidence: String

  init() throws {
    scratch = try Scratch()
    let process = MadeEvent(
      provider: "Microsoft-Windows-Security-Auditing", id: 4688, channel: "Security", computer: Samples.host,
      time: Samples.time, data: ["NewProcessName": "C:\\Windows\\System32\\cmd.exe", "CommandLine": "cmd /c dir"])
    let logons = (0..<3).map { Samples.logon(user: "user\($0)", address: "192.0.2.\($0)") }
    evidence = try scratch.write("in/s.evtx", MadeLog(logons + [process, process]).bytes())
  }

  private func rule(_ logSource: String, _ detection: String) throws -> String {
    try scratch.write(
      "rules/r.yml",
      """
      title: A test
      id: 5f1abf38-3d5f-4e0e-9c1c-000000000001
      logsource:
        \(logSource)
      detection:
        \(detection.replacing("\n", with: "\n  "))

      """)
  }

  private func explanation(_ path: String, jobs: Int = 2) throws -> RuleExplanation {
    guard case .rules(let questions) = try find("5F1ABF38-3d5f-4e0e-9c1c-000000000001", path) else {
      throw Unfound()
    }
    let question = try #require(questions.first)
    return try RuleExplanations.explain(
      question, paths: [evidence], options: scratch.options, carves: false, jobs: jobs
    ).explanation
  }

  private struct Unfound: Error {}

  @Test func aRuleThatMatchesSaysWhereItIsBound() throws {
    let path = try rule(
      "category: process_creation\n  product: windows",
      """
      shell:
        Image|endswith: '\\cmd.exe'
      other:
        - OriginalFileName: cmd.exe
        - CommandLine|contains: ' /c '
      condition: shell and other
      """)
    let result = try explanation(path)
    #expect(result.matchCount == 2)
    #expect(result.reason == nil)
    #expect(result.recordCount == 5)
    let kind = try #require(result.kinds.first)
    #expect(result.kinds.count == 1)
    #expect((kind.channel, kind.eventID, kind.recordCount) == ("Security", "4688", 2))
    #expect(kind.fields.map(\.rule) == ["Image", "CommandLine"])
    #expect(kind.fields.map(\.event) == ["NewProcessName", "CommandLine"])
    #expect(kind.missing == ["OriginalFileName"])
    #expect(kind.canMatch)
    #expect(result.selections.map(\.recordCount) == [2, 2])
    #expect(result.selections[1].parts.map(\.recordCount) == [0, 2])
    #expect(result.conditions == ["shell and other"])
    #expect(result.others.map(\.channel) == ["Security"])
    #expect(result.others.map(\.recordCount) == [3])
    #expect(result == (try explanation(path, jobs: 1)))
  }

  @Test func aRuleThatCameNearSaysWhatWasNeverTrue() throws {
    let path = try rule(
      "service: security\n  product: windows",
      """
      logon:
        EventID: 4624
      user:
        TargetUserName: nobody
      condition: logon and user
      """)
    let result = try explanation(path)
    #expect(result.matchCount == 0)
    #expect(result.canMatch)
    #expect(result.selections.map(\.recordCount) == [3, 0])
    #expect(result.reason == "never true: user")
    #expect(
      result.text.contains("It can match here and did not: never true: user; 5 of 5 records are of its log source."))
    #expect(result.text.contains("0  TargetUserName = nobody"))
  }

  @Test func aRuleWhoseSourceIsNotHereCanNeverMatch() throws {
    let path = try rule("service: sysmon\n  product: windows", "a:\n  Image: x\ncondition: a")
    let result = try explanation(path)
    #expect(!result.canMatch)
    #expect(result.kinds.isEmpty)
    #expect(result.reason == "none of the records here is of its log source windows/-/sysmon")
    #expect(result.text.contains("It can never match here: "))
    #expect(result.others.map(\.recordCount) == [5])
  }

  @Test func aRuleWhoseFieldIsNotHereCanNeverMatch() throws {
    let path = try rule(
      "category: process_creation\n  product: windows", "a:\n  Image: '*'\n  Hashes|contains: 'X'\ncondition: a")
    let result = try explanation(path)
    #expect(!result.canMatch)
    #expect(result.reason == "the records of its log source lack a field that it needs: Hashes")
    #expect(result.text.contains("lacks Hashes, without which it cannot match"))
  }

  @Test func aMissingFieldThatIsOnlyDeniedDoesNoHarm() throws {
    let path = try rule(
      "category: process_creation\n  product: windows",
      "a:\n  Image: '*'\nb:\n  Hashes|contains: 'X'\ncondition: a and not b")
    let result = try explanation(path)
    #expect(result.canMatch)
    #expect(result.matchCount == 2)
  }

  @Test func theJSONHoldsTheSame() throws {
    let path = try rule("service: security\n  product: windows", "a:\n  EventID: 4624\ncondition: a")
    let object = try JSONSerialization.jsonObject(with: Data(explanation(path).json)) as? [String: Any]
    #expect(object?["matched"] as? Int == 3)
    #expect(object?["canMatch"] as? Bool == true)
    #expect(object?["reason"] is NSNull)
    #expect((object?["bound"] as? [[String: Any]])?.count == 2)
    let selections = try #require(object?["selections"] as? [[String: Any]])
    #expect(selections.first?["name"] as? String == "a")
    #expect(selections.first?["records"] as? Int == 3)
  }

  @Test func whatIsNoRuleHereIsSaid() throws {
    let linux = try rule("product: linux", "a:\n  x: y\ncondition: a")
    guard case .notRunnable(let outline, let problem) = try find("5f1abf38-3d5f-4e0e-9c1c-000000000001", linux) else {
      return #expect(Bool(false), "a rule for another product is not runnable")
    }
    #expect(outline.title == "A test")
    #expect(problem.reason.contains("linux"))
    let broken = try rule("product: windows", "a:\n  x|nosuch: y\ncondition: a")
    guard case .refused(let fault) = try find("5f1abf38-3d5f-4e0e-9c1c-000000000001", broken) else {
      return #expect(Bool(false), "a rule with an unknown modifier is refused")
    }
    #expect(fault.reason.contains("nosuch"))
    guard case .nothing(nil) = try find("00000000-0000-0000-0000-000000000000", broken) else {
      return #expect(Bool(false), "an unknown id finds nothing")
    }
  }

  private func find(_ id: String, _ path: String) throws -> RuleFinder.Found {
    RuleFinder.find(id, in: try RuleLoader.files(in: [path], spool: Spool(folder: scratch.path)))
  }

  @Test func testsAreShownAsTheRuleHasThem() throws {
    let path = try rule(
      "service: security\n  product: windows",
      """
      a:
        x|contains: [one, two, three, four, five]
        y|re: '^a+$'
        z: null
        n|gt: 5
        i|cidr: 192.0.2.0/24
        f|fieldref: g
      condition: a
      """)
    let result = try explanation(path)
    #expect(
      result.selections[0].parts.map(\.text) == [
        "x = *one* | *two* | *three* | *four* | 1 more", "y fits /^a+$/",
        "z is null", "n > 5", "i is in 192.0.2.0/24", "f is the same as g",
      ])
  }
}
