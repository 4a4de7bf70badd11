import CaseStore
import Detection
import EVTXTestSupport
import Evidence
import Foundation
import Model
import Testing

@testable import Examination

/// Indicators over collections: each sighting is a finding that says whose, how good, how old and where.
@Suite struct IndicatorExamineTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private static func line(_ day: Int, _ address: String, _ command: String) -> String {
    #"{"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","Hostname":"one","#
      + #""EventTime":"2021-03-0\#(day)T05:00:00Z","DestinationIp":"\#(address)","CommandLine":"\#(command)"}"#
  }

  private func examine(_ feeds: String..., lines: [String], jobs: Int = 2, name: String = "case") throws -> ExaminedCase
  {
    let evidence = try scratch.write("\(name)-in/e.jsonl", lines.joined(separator: "\n"))
    let paths = try feeds.enumerated().map { number, text in
      try scratch.write("\(name)-feeds/feed\(number)." + (text.hasPrefix("{") ? "json" : "csv"), text)
    }
    let loaded = try IndicatorLoader.load(paths, spool: scratch.options.spool)
    return try ExaminedCase(
      [evidence], rules: TestRule.rule(1, "EventID: 999"), scratch, name: name, jobs: jobs, indicators: loaded)
  }

  private func finding(_ made: ExaminedCase, _ value: String) throws -> Finding {
    let found = made.findings.filter { $0.rule.id.hasSuffix(":" + value) }
    #expect(found.count == 1, "\(made.findings.map(\.rule.id))")
    return try #require(found.first)
  }

  @Test func sightingIsAFindingWithItsCitations() throws {
    let made = try examine(
      "type,value,valid_from,valid_until,confidence,source\nip,203.0.113.9,2021-01-01,2021-06-01,90,Feed One",
      lines: [
        Self.line(1, "203.0.113.9", "a"), Self.line(2, "203.0.113.90", "b"), Self.line(3, "x", "to 203.0.113.9:443"),
      ])
    let finding = try finding(made, "203.0.113.9")
    #expect(
      finding.rule
        == RuleReference(
          id: "indicator:Feed One:203.0.113.9", title: "Indicator: address 203.0.113.9", kind: .indicator,
          author: "Feed One"))
    #expect(
      finding.severity == .high && finding.confidence == .high && finding.stage == .context && finding.host == "one")
    #expect(finding.count == 2 && finding.citations.map(\.place) == [.line(1), .line(3)])
    #expect(
      finding.summary
        == "Address 203.0.113.9 of the feed Feed One (valid from 2021-01-01 until 2021-06-01, high confidence) seen 2 times on one in DestinationIp, in CommandLine."
    )
    #expect(
      finding.first?.description.hasPrefix("2021-03-01") == true
        && finding.last?.description.hasPrefix("2021-03-03") == true)
    #expect(finding.observables.contains(Observable(type: "ipv4-addr", value: "203.0.113.9")))
    #expect(try made.reader.cited(finding.id + ".2").event?["CommandLine"] == "to 203.0.113.9:443")
  }

  @Test func expiredIsJudgedByTheTimeOfTheRecord() throws {
    let made = try examine(
      "value,valid_until,confidence\n203.0.113.1,2021-03-02,90\n203.0.113.2,2021-03-02,90\n203.0.113.3,2021-03-02,90",
      lines: [
        Self.line(1, "203.0.113.1", "a"), Self.line(1, "203.0.113.2", "a"), Self.line(3, "203.0.113.2", "a"),
        Self.line(4, "203.0.113.3", "a"),
      ])
    let fresh = try finding(made, "203.0.113.1")
    #expect(fresh.severity == .high && !fresh.summary.contains("expired"), "valid when the record was written")
    let mixed = try finding(made, "203.0.113.2")
    #expect(mixed.severity == .high && mixed.summary.contains("; 1 of them after it had expired on 2021-03-02."))
    let old = try finding(made, "203.0.113.3")
    #expect(old.severity == .medium && old.confidence == .moderate)
    #expect(old.summary.hasSuffix("; after it had expired on 2021-03-02."), "\(old.summary)")
  }

  @Test func revokedAndWeakOnesCountLower() throws {
    let made = try examine(
      "value,confidence,revoked\n203.0.113.1,90,true\n8.8.8.8,90,\n203.0.113.3,10,\n203.0.113.4,,",
      lines: (1...4).map { Self.line($0, ["203.0.113.1", "8.8.8.8", "203.0.113.3", "203.0.113.4"][$0 - 1], "a") })
    let revoked = try finding(made, "203.0.113.1")
    #expect(revoked.severity == .medium && revoked.summary.hasSuffix("; the feed has revoked it."))
    let weak = try finding(made, "8.8.8.8")
    #expect(weak.severity == .low && weak.confidence == .low && weak.notes.contains { $0.contains("name server") })
    #expect(try finding(made, "203.0.113.3").severity == .low)
    #expect(try finding(made, "203.0.113.4").severity == .medium)
  }

  @Test func partsOfAPatternMustStandInOneRecord() throws {
    let made = try examine(
      #"{"type":"bundle","id":"bundle--1","objects":[{"type":"indicator","id":"indicator--1","#
        + #""pattern":"[file:name = 'shell.aspx' AND ipv4-addr:value = '203.0.113.9']"}]}"#,
      lines: [
        Self.line(1, "203.0.113.9", "a"), Self.line(2, "x", "shell.aspx"),
        Self.line(3, "203.0.113.9", "run shell.aspx"),
      ])
    #expect(made.findings.map(\.count) == [1] && made.findings.first?.citations.map(\.place) == [.line(3)])
  }

  @Test func fileIsSeenByItsHashAndItsName() throws {
    let made = try examine(
      "value\n5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03\nplaced.aspx",
      lines: [Self.line(1, "x", "a")],
      name: "one")
    #expect(made.findings.isEmpty)
    let path = try scratch.write("two/placed.aspx", "hello\n")
    let feeds = try scratch.write(
      "two-feeds/f.txt", "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03\nplaced.aspx")
    let loaded = try IndicatorLoader.load([feeds], spool: scratch.options.spool)
    let two = try ExaminedCase(
      [path], rules: TestRule.rule(1, "EventID: 999"), scratch, name: "two-case", indicators: loaded)
    let hash = try finding(two, "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03")
    #expect(hash.severity == .high && hash.stage == .post && hash.citations.map(\.place) == [.file])
    #expect(hash.citations.first?.length == 6 && hash.summary.contains("as the SHA-256 of placed.aspx"))
    let name = try finding(two, "placed.aspx")
    #expect(name.severity == .medium && name.stage == .context && name.summary.contains("as the path of placed.aspx"))
  }

  /// A file `placed.aspx` with `hello` in it, and patterns that name its hash beside something else.
  @Test(arguments: [
    ("AND file:name = 'placed.aspx'", true), ("AND file:name = 'PLACED.aspx'", true),
    ("AND file:name = 'other.aspx'", false), ("AND file:hashes.MD5 = 'b1946ac92492d2347c6235b4d2611184'", true),
    ("AND ipv4-addr:value = '203.0.113.9'", false),
    ("AND file:hashes.'SHA-256' = '0000000000000000000000000000000000000000000000000000000000000001'", false),
  ])
  func hashWithMoreIsSeenInAFileThatIsAllOfIt(more: String, isSeen: Bool) throws {
    let path = try scratch.write("stix/placed.aspx", "hello\n")
    let feed = try scratch.write(
      "stix-feeds/f.json",
      #"{"type":"bundle","id":"bundle--1","objects":[{"type":"indicator","id":"indicator--1","pattern":"[file:hashes.'SHA-256' = "#
        + #"'5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03' \#(more)]"}]}"#)
    let loaded = try IndicatorLoader.load([feed], spool: scratch.options.spool)
    #expect(loaded.set.indicators.count == 1, "\(loaded.problems)")
    let made = try ExaminedCase(
      [path], rules: TestRule.rule(1, "EventID: 999"), scratch, name: "stix-case", indicators: loaded)
    #expect(made.findings.map(\.stage) == (isSeen ? [.post] : []))
    #expect(made.findings.allSatisfy { $0.summary.contains("as the SHA-256 of placed.aspx") })
  }

  @Test func eventLogsAreSearchedToo() throws {
    var log = MadeLog()
    for number in 0..<40 {
      log.add(
        MadeEvent(
          provider: "Test", id: 1, channel: "Test", computer: "two", time: "2021-03-03T05:19:21Z",
          data: ["Address": number == 17 ? "203.0.113.9" : "203.0.113.\(100 + number)"]))
    }
    let path = try scratch.write("evtx/x.evtx", log.bytes())
    let feed = try scratch.write("evtx-feed/f.txt", "203.0.113.9\n")
    let made = try ExaminedCase(
      [path], rules: TestRule.rule(1, "EventID: 999"), scratch, name: "evtx-case",
      indicators: IndicatorLoader.load([feed], spool: scratch.options.spool))
    #expect(made.findings.map(\.count) == [1] && made.findings.first?.citations.map(\.place) == [.record(18)])
    #expect(made.findings.first?.notes.contains { $0.contains("disagree") } == false)
  }

  @Test func custodyNamesTheFilesAndABrokenOneIsTold() throws {
    let made = try examine(
      "value,valid_until\nevil.test,2000-01-01\n10.0.0.1,", "{broken", lines: [Self.line(1, "x", "evil.test")])
    let custody = try #require(made.reader.custody?.indicators)
    #expect(custody.count == 1 && custody.refused == 2 && custody.expired == 1)
    #expect(custody.files.map(\.format) == ["csv", "unknown"] && custody.files.map(\.count) == [1, 0])
    #expect(custody.files.allSatisfy { $0.sha256.count == 64 && $0.size > 0 })
    #expect(made.notes.contains { $0.contains("feed1.json: line 1, column 2: no JSON") }, "\(made.notes)")
    #expect(try finding(made, "evil.test").count == 1, "the other file is used")
  }

  @Test func sameWithAnyNumberOfThreads() throws {
    let lines = (0..<4000).map { Self.line(1 + $0 % 9, "203.0.113.\($0 % 250)", "to h\($0 % 90).evil.test") }
    let feed = "value\n203.0.113.0/26\nevil.test\nh7.evil.test\n203.0.113.70"
    let one = try examine(feed, lines: lines, jobs: 1, name: "one-job")
    let four = try examine(feed, lines: lines, jobs: 4, name: "four-jobs")
    #expect(one.findings.map(\.count).sorted() == [16, 45, 1024, 4000])
    #expect(one.findings.map(\.summary) == four.findings.map(\.summary))
    #expect(one.findings.map(\.citations.count) == four.findings.map(\.citations.count))
  }
}
