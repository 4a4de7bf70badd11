import CaseStore
import EVTXTestSupport
import Foundation
import Model
import Testing

@testable import Examination

/// Correlations over whole collections: what they find is told with the events that made it.
@Suite struct CorrelationExamineTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private struct Line {
    var second: Int
    var host = "one"
    var user: String
    var address = "192.0.2.1"
  }

  private func export(_ lines: [Line], _ name: String = "in/export.jsonl") throws -> String {
    try scratch.write(
      name,
      lines.map { line in
        let (minute, second) = (line.second / 60, line.second % 60)
        let time = "2021-03-03T05:\(minute < 10 ? "0" : "")\(minute):\(second < 10 ? "0" : "")\(second)Z"
        return #"{"EventID":4625,"Channel":"Security","Hostname":"\#(line.host)","EventTime":"\#(time)","#
          + #""TargetUserName":"\#(line.user)","IpAddress":"\#(line.address)"}"#
      }.joined(separator: "\n"))
  }

  /// The numbers of the lines that the finding cites.
  private func lines(_ finding: Finding?) -> [UInt64] {
    (finding?.citations ?? []).compactMap { if case .line(let number) = $0.place { number } else { nil } }
  }

  private func correlation(_ body: String, extra: String = "") -> String {
    TestRule.file(
      TestRule.rule(1, "EventID: 4625"), TestRule.rule(2, "TargetUserName: admin"),
      TestRule.correlation(3, body, extra: extra))
  }

  @Test func countsEvents() throws {
    let path = try export([
      Line(second: 0, user: "a"), Line(second: 10, user: "a"), Line(second: 12, user: "b"), Line(second: 20, user: "a"),
      Line(second: 300, user: "a"), Line(second: 310, user: "b"),
    ])
    let made = try ExaminedCase(
      [path],
      rules: correlation(
        "type: event_count\nrules: [rule1]\ngroup-by: [TargetUserName]\ntimespan: 1m\ncondition:\n  gte: 3"), scratch)
    #expect(made.findings.map(\.rule.id) == [TestRule.id(3)], "a part does not report on its own")
    let finding = try #require(made.finding(TestRule.id(3)))
    #expect(lines(finding) == [1, 2, 4])
    #expect(finding.count == 3 && finding.severity == .critical && finding.host == "one")
    #expect(
      finding.first?.description == "2021-03-03T05:00:00.0000000Z"
        || finding.first?.description == "2021-03-03T05:00:00Z")
    #expect(finding.summary == "Correlation 3: TargetUserName a; once on one, from 3 events.")
    #expect(try made.reader.cited(finding.id + ".3").event?["TargetUserName"] == "a")
  }

  @Test func generateLetsThePartsReport() throws {
    let path = try export([Line(second: 0, user: "a"), Line(second: 10, user: "admin")])
    let body = "type: event_count\nrules: [rule1]\ntimespan: 1m\ncondition:\n  gte: 2"
    let without = try ExaminedCase([path], rules: correlation(body), scratch, name: "without")
    #expect(without.findings.map(\.rule.id) == [TestRule.id(3), TestRule.id(2)])
    let with = try ExaminedCase([path], rules: correlation(body + "\ngenerate: true"), scratch, name: "with")
    #expect(with.findings.map(\.rule.id) == [TestRule.id(3), TestRule.id(1), TestRule.id(2)])
    #expect(with.finding(TestRule.id(1))?.count == 2)
  }

  /// What a selection keeps only as a part does not report, even where a correlation would let it.
  @Test func whatIsOnlyAPartDoesNotReport() throws {
    let path = try export([Line(second: 0, user: "admin"), Line(second: 10, user: "admin")])
    let body = "type: event_count\nrules: [rule1]\ntimespan: 1m\ncondition:\n  gte: 2\ngenerate: true"
    let made = try ExaminedCase(
      [path], rules: correlation(body), scratch, partsOnly: [TestRule.id(1), TestRule.id(2)])
    #expect(made.findings.map(\.rule.id) == [TestRule.id(3)])
  }

  @Test func countsValues() throws {
    let path = try export([
      Line(second: 0, user: "a", address: "192.0.2.1"), Line(second: 1, user: "a", address: "192.0.2.1"),
      Line(second: 2, user: "a", address: "192.0.2.2"), Line(second: 3, user: "a", address: "192.0.2.3"),
      Line(second: 500, user: "a", address: "192.0.2.4"),
    ])
    let made = try ExaminedCase(
      [path],
      rules: correlation(
        "type: value_count\nrules: [rule1]\ntimespan: 1m\ncondition:\n  field: IpAddress\n  gte: 3"), scratch)
    let finding = try #require(made.finding(TestRule.id(3)))
    #expect(lines(finding) == [1, 2, 3, 4])
    #expect(finding.count == 4)
  }

  /// One event can match both rules; it is one event all the same.
  @Test func anEventThatMatchesTwoPartsIsCitedOnce() throws {
    let path = try export([
      Line(second: 0, user: "admin"), Line(second: 5, user: "bob"), Line(second: 400, user: "bob"),
    ])
    let made = try ExaminedCase(
      [path], rules: correlation("type: temporal\nrules: [rule1, rule2]\ntimespan: 1m"), scratch)
    let finding = try #require(made.finding(TestRule.id(3)))
    #expect(lines(finding) == [1, 2])
    #expect(finding.count == 2)
    #expect(finding.summary.contains("from 2 events"))
  }

  @Test func hostsAreKeptApart() throws {
    let path = try export([
      Line(second: 0, host: "one", user: "a"), Line(second: 1, host: "two", user: "a"),
      Line(second: 2, host: "one", user: "a"), Line(second: 3, host: "two", user: "a"),
      Line(second: 4, host: "three", user: "a"), Line(second: 5, host: "two", user: "a"),
    ])
    let made = try ExaminedCase(
      [path], rules: correlation("type: event_count\nrules: [rule1]\ntimespan: 1m\ncondition:\n  gte: 3"), scratch)
    #expect(made.findings.map(\.host) == ["two"])
    #expect(lines(made.findings.first) == [2, 4, 6])
  }

  /// A correlation of a correlation; the events of the inner one are those that are cited.
  @Test func chains() throws {
    let path = try export([
      Line(second: 0, user: "a"), Line(second: 1, user: "a"), Line(second: 2, user: "a"),
      Line(second: 30, user: "admin"),
      Line(second: 200, user: "b"),
    ])
    let rules = TestRule.file(
      TestRule.rule(1, "TargetUserName: a"), TestRule.rule(2, "TargetUserName: admin"),
      TestRule.correlation(
        3, "type: event_count\nrules: [rule1]\ntimespan: 1m\ncondition:\n  gte: 3", extra: "name: many"),
      TestRule.correlation(4, "type: temporal_ordered\nrules: [many, rule2]\ntimespan: 5m"))
    let made = try ExaminedCase([path], rules: rules, scratch)
    #expect(made.findings.map(\.rule.id) == [TestRule.id(4)])
    #expect(lines(made.findings.first) == [1, 2, 3, 4])
    #expect(made.findings.first?.count == 4)
    let reversed = try export([Line(second: 0, user: "admin")] + (10..<13).map { Line(second: $0, user: "a") })
    #expect(try ExaminedCase([reversed], rules: rules, scratch, name: "reversed").findings.isEmpty)
  }

  /// A correlation that is kept only as a part of another does not report, even where that one would let it.
  @Test func aCorrelationThatIsOnlyAPartDoesNotReport() throws {
    let path = try export([Line(second: 0, user: "a"), Line(second: 1, user: "a"), Line(second: 2, user: "admin")])
    let rules = TestRule.file(
      TestRule.rule(1, "TargetUserName: a"), TestRule.rule(2, "TargetUserName: admin"),
      TestRule.correlation(
        3, "type: event_count\nrules: [rule1]\ntimespan: 1m\ncondition:\n  gte: 2", extra: "name: many"),
      TestRule.correlation(4, "type: temporal_ordered\nrules: [many, rule2]\ntimespan: 5m\ngenerate: true"))
    let all = try ExaminedCase([path], rules: rules, scratch, name: "all")
    #expect(Set(all.findings.map(\.rule.id)) == [TestRule.id(2), TestRule.id(3), TestRule.id(4)])
    let parts = try ExaminedCase(
      [path], rules: rules, scratch, name: "parts", partsOnly: [TestRule.id(1), TestRule.id(2), TestRule.id(3)])
    #expect(parts.findings.map(\.rule.id) == [TestRule.id(4)])
  }

  /// What a finding names comes from an event that it cites, not from another that its rule matched before.
  @Test func observablesAreOfCitedEvents() throws {
    let early = Line(second: 0, user: "innocent", address: "192.0.2.99")
    let late = (500..<503).map { Line(second: $0, user: "guilty", address: "192.0.2.1") }
    let path = try export([early] + late)
    let body = "type: event_count\nrules: [rule1]\ngroup-by: [TargetUserName]\ntimespan: 1m\ncondition:\n  gte: 3"
    let made = try ExaminedCase([path], rules: correlation(body), scratch)
    let finding = try #require(made.finding(TestRule.id(3)))
    #expect(lines(finding) == [2, 3, 4])
    #expect(!finding.observables.contains { $0.value == "innocent" || $0.value == "192.0.2.99" })
    let without = try ExaminedCase([try export(late, "in/late.jsonl")], rules: correlation(body), scratch, name: "late")
    #expect(without.findings.first?.observables.map(\.value).sorted() == ["192.0.2.1", "guilty"])
  }

  /// Events of one host in several artifacts, and more of them than are kept with their text.
  @Test func eventsOfSeveralArtifacts() throws {
    let lines = (0..<90).map { Line(second: $0, user: "a") }
    _ = try export(Array(lines[..<45]), "in/a.jsonl")
    _ = try export(Array(lines[45...]) + (90..<160).map { Line(second: $0, user: "a") }, "in/b.jsonl")
    let made = try ExaminedCase(
      [scratch.path + "/in"],
      rules: correlation("type: event_count\nrules: [rule1]\ntimespan: 10m\ncondition:\n  gte: 160"), scratch)
    let finding = try #require(made.finding(TestRule.id(3)))
    #expect(finding.count == 160 && finding.citations.count == 160)
    #expect(
      finding.citations.map(\.artifact) == [String](repeating: "a.jsonl", count: 45)
        + [String](repeating: "b.jsonl", count: 115))
    #expect(Set(finding.citations).count == 160)
  }

  @Test func recordsOfEventLogs() throws {
    let log = MadeLog(
      (0..<4).map {
        Samples.logon(user: "u\($0)", address: "192.0.2.1", at: Samples.time.adding(milliseconds: $0 * 1000))
      }
        + [Samples.logCleared(by: "eve", at: Samples.time.adding(milliseconds: 9000))])
    let path = try scratch.write("Security.evtx", log.bytes())
    let rules = TestRule.file(
      TestRule.rule(1, "EventID: 4624"), TestRule.rule(2, "EventID: 1102"),
      TestRule.correlation(3, "type: temporal_ordered\nrules: [rule1, rule2]\ntimespan: 1m"))
    let made = try ExaminedCase([path], rules: rules, scratch)
    let finding = try #require(made.finding(TestRule.id(3)))
    #expect(finding.citations.map(\.place) == (1...5).map { .record($0) })
    #expect(finding.confidence == .moderate && finding.notes == [])
  }
}
