import CaseStore
import EVTXTestSupport
import Foundation
import Model
import Testing

@testable import Examination

/// Event exports as evidence of a case: what is cited, what is covered, what damage costs.
@Suite struct ExaminedExportTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private static let flat =
    #"{"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","Hostname":"one","#
    + #""EventTime":"2021-03-03T05:19:21Z","Image":"C:\\Temp\\evil.exe","CommandLine":"evil.exe /x"}"#
  private static let winlogbeat =
    #"{"@timestamp":"2021-03-03T05:19:22.000Z","host":{"name":"two"},"event":{"code":"1"},"#
    + #""winlog":{"channel":"Microsoft-Windows-Sysmon/Operational","event_id":1,"computer_name":"two.example.org","#
    + #""provider_name":"Microsoft-Windows-Sysmon","event_data":{"Image":"C:\\Temp\\evil.exe","CommandLine":"evil.exe /y"}}}"#
  private static let other =
    #"{"EventID":4624,"Channel":"Security","Hostname":"one","EventTime":"2021-03-03T05:19:29Z"}"#

  private static let rules = TestRule.file(
    TestRule.rule(1, "Image|endswith: '\\evil.exe'"),
    TestRule.rule(2, "CommandLine|contains: evil").replacing(
      "product: windows", with: "product: windows\n  category: process_creation"))

  @Test func matchesCiteTheirLineAndItsBytes() throws {
    let text = Self.other + "\n" + Self.flat + "\r\n\n" + Self.winlogbeat + "\n" + Self.other
    let path = try scratch.write("in/e.jsonl", text)
    let made = try ExaminedCase([path], rules: Self.rules, scratch)
    #expect(made.findings.count == 4)
    for (host, line, number) in [("one", Self.flat, UInt64(2)), ("two.example.org", Self.winlogbeat, 4)] {
      for rule in [TestRule.id(1), TestRule.id(2)] {
        let finding = try #require(made.finding(rule, on: host), "\(made.findings.map { ($0.rule.id, $0.host) })")
        let citation = try #require(finding.citations.first)
        #expect(finding.count == 1 && finding.citations.count == 1)
        #expect(citation.place == .line(number))
        let bytes = Array(text.utf8)[Int(citation.offset)..<Int(citation.offset + citation.length)]
        #expect(String(decoding: bytes, as: UTF8.self) == line)
        let again = try EvidenceAgain.bytes(
          of: try made.reader.cited(finding.id).artifact, offset: citation.offset, length: citation.length,
          given: [path], options: scratch.options)
        #expect(again == Array(bytes))
        #expect(finding.notes == [], "the plain decoder reads event logs alone")
      }
    }
  }

  @Test func coverageIsTakenPerChannelAndHost() throws {
    let lines = [Self.flat, Self.other, Self.flat, Self.winlogbeat, Self.other.replacing("5:19:29", with: "6:00:00")]
    let path = try scratch.write("in/e.jsonl", lines.joined(separator: "\n"))
    let coverage = try ExaminedCase([path], rules: Self.rules, scratch).reader.coverage()
    let told = coverage.map { "\($0.host) \($0.source) \($0.recordCount) \($0.gaps.count)" }
    #expect(
      Set(told) == [
        "one Microsoft-Windows-Sysmon/Operational 2 0", "one Security 2 0",
        "two.example.org Microsoft-Windows-Sysmon/Operational 1 0",
      ])
    let security = try #require(coverage.first { $0.source == "Security" })
    #expect(security.from?.description.hasPrefix("2021-03-03T05:19:29") == true)
    #expect(security.to?.description.hasPrefix("2021-03-03T06:00:00") == true)
  }

  @Test func damageCostsTheLineAlone() throws {
    var lines = [String](repeating: Self.flat, count: 3000)
    for number in [0, 100, 101, 2999] { lines[number] = String(lines[number].dropLast(30)) }
    let text = lines.joined(separator: "\n")
    let path = try scratch.write("in/e.jsonl", text)
    let made = try ExaminedCase([path], rules: Self.rules, scratch)
    #expect(made.finding(TestRule.id(1))?.count == 2996)
    let artifact = try #require(try made.reader.artifacts().first)
    #expect(artifact.format == "json-events")
    #expect(artifact.account.isBalanced && artifact.account.size == UInt64(text.utf8.count))
    let damaged = artifact.skips.reduce(0) { $0 + $1.length }
    #expect(artifact.account.damaged == damaged && damaged > 0 && damaged < UInt64(5 * Self.flat.utf8.count))
    #expect(
      made.findings[0].citations.allSatisfy {
        if case .line(let line) = $0.place { ![1, 101, 102, 3000].contains(line) } else { false }
      })
  }

  /// More damaged lines in a block than are kept each: their bytes are told all the same.
  @Test(arguments: ["\n", "\r\n"]) func manySkipsKeepTheAccountBalanced(end: String) throws {
    var lines: [String] = []
    for number in 0..<1000 { lines.append(number % 3 == 0 ? Self.flat : "{\"broken\": \(number)") }
    let path = try scratch.write("in/e.jsonl", lines.joined(separator: end))
    let made = try ExaminedCase([path], rules: Self.rules, scratch)
    let artifact = try #require(try made.reader.artifacts().first)
    #expect(made.finding(TestRule.id(1))?.count == 334)
    #expect(artifact.account.isBalanced)
    #expect(artifact.skips.count == 101)
    #expect(artifact.skips.reduce(0) { $0 + $1.length } == artifact.account.damaged + artifact.account.unknown)
    #expect(artifact.skips.last?.reason.contains("more ranges") == true)
    #expect(made.reader.custody?.skips.damagedBytes == artifact.account.damaged)
  }

  @Test func manySkipsOfAnEventLogKeepTheAccountBalanced() throws {
    var log = MadeLog()
    for _ in 0..<1500 { log.add(Samples.logon(user: "u", address: "192.0.2.1")) }
    var file = log.bytes()
    for chunk in 0..<(file.count - 4096) / 65536 {
      for (number, at) in Damage.recordOffsets(inChunk: chunk, of: file).enumerated() where number % 2 == 1 {
        file[at + 28] = 0x77
      }
    }
    let path = try scratch.write("Security.evtx", file)
    let made = try ExaminedCase([path], rules: TestRule.rule(1, "EventID: 4624"), scratch)
    let artifact = try #require(try made.reader.artifacts().first)
    #expect(made.findings.first.map { $0.count >= 750 } == true)
    #expect(artifact.account.isBalanced && artifact.account.size == UInt64(file.count))
    #expect(artifact.skips.reduce(0) { $0 + $1.length } == artifact.account.damaged + artifact.account.unknown)
    #expect(artifact.skips.contains { $0.reason.contains("more ranges") })
  }
}
