import CaseStore
import EVTXTestSupport
import Foundation
import Model
import Testing

@testable import Examination

/// What a case says does not depend on how many threads read the evidence.
@Suite struct JobsTests {
  /// About 3 MB in five artifacts of several blocks, some damaged.
  private static func makeEvidence(_ scratch: Scratch) throws -> String {
    var log = MadeLog()
    for number in 0..<150 {
      let name = number % 3 == 0 ? "mallory" : "user\(number)"
      log.add(
        Samples.logon(user: name, address: "192.0.2.\(number % 7)", at: Samples.time.adding(milliseconds: number * 700))
          .with {
            guard case .eventData(let fields) = $0.payload else { return }
            $0.payload = .eventData(fields + [.init("Padding", String(repeating: "p", count: 9500))])
          })
    }
    let file = log.bytes()
    try scratch.write("in/C/Windows/System32/winevt/Logs/Security.evtx", file)
    var damaged = Damage.breakingChunkMagic(3, of: file)
    damaged = Damage.overwriting(2_000_000..<2_000_400, of: damaged, seed: 4)
    try scratch.write("in/C/Windows/System32/winevt/Logs/Application.evtx", damaged)
    let lines = (0..<1400).map { number in
      #"{"EventID":4624,"Channel":"Security","EventTime":"2021-03-03T05:19:\#(10 + number % 50)Z","#
        + #""TargetUserName":"\#(number % 2 == 0 ? "mallory" : "bob")","pad":"\#(String(repeating: "p", count: 900))""#
    }
    // No line names its host, so that the place of the file alone tells it.
    for host in ["HOSTA", "HOSTB"] {
      try scratch.write("in/\(host)/C/Windows/export.jsonl", lines.map { $0 + "}" }.joined(separator: "\n"))
    }
    let named = lines.enumerated().map { number, line in
      number % 100 == 77 ? "broken" : line + #","Hostname":"host\#(number % 3).example.org"}"#
    }
    try scratch.write("in/C/Temp/named.jsonl", named.joined(separator: "\n"))
    try scratch.write("in/C/Temp/notes.txt", "nothing that is known")
    return scratch.path + "/in"
  }

  private static let rules = TestRule.file(
    TestRule.rule(1, "TargetUserName: mallory"), TestRule.rule(2, "TargetUserName|startswith: [bo, user1]"),
    TestRule.correlation(
      3,
      "type: value_count\nrules: [rule1]\ngroup-by: [TargetUserName]\ntimespan: 1m\ncondition:\n  field: IpAddress\n  gte: 4"
    ),
    TestRule.correlation(
      4, "type: temporal\nrules: [rule1, rule2]\ntimespan: 10s\ngenerate: true"))

  @Test func aCaseIsTheSameWithOneTwoAndFiveThreads() throws {
    let scratch = try Scratch()
    let evidence = try Self.makeEvidence(scratch)
    let cases = try [1, 2, 5, 1].enumerated().map { number, jobs in
      try ExaminedCase([evidence], rules: Self.rules, scratch, name: "case\(number)", jobs: jobs)
    }
    let first = try cases[0].content()
    #expect(cases[0].findings.count > 8)
    #expect(try cases[0].reader.artifacts().contains { $0.skips.count > 1 })
    for (number, other) in cases.enumerated().dropFirst() {
      let content = try other.content()
      #expect(content.count == first.count)
      for (one, other) in zip(first, content) where one != other {
        Issue.record("case \(number): \(other.prefix(3000)) instead of \(one.prefix(3000))")
        break
      }
    }
  }

  /// The first events of each finding are kept, also where only the place of an artifact tells its host.
  @Test func hostsThatOnlyThePlaceTellsAreKeptApart() throws {
    let scratch = try Scratch()
    let evidence = try Self.makeEvidence(scratch)
    let whole = try ExaminedCase([evidence], rules: Self.rules, scratch, name: "whole", jobs: 1)
    for host in ["HOSTA", "HOSTB"] {
      let finding = try #require(whole.finding(TestRule.id(1), on: host), "\(whole.findings.map(\.host))")
      #expect(finding.count == 700)
      #expect(finding.summary == "Rule 1: TargetUserName mallory; 700 times on \(host).")
      #expect(try whole.reader.cited(finding.id + ".20").event?["TargetUserName"] == "mallory")
      #expect(try whole.reader.cited(finding.id + ".100").event != nil)
    }
  }
}
