import Assessment
import FoundationEssentials
import Model
import Testing

@Suite struct AssessmentTests {
  private func examined(_ artifacts: [Artifact], _ coverage: [SourceCoverage] = ReportSamples.coverage) -> Examined {
    Examined(
      version: "0.1.0", knowledgeDate: "2026-11-24", ruleCount: 2858, ruleHash: ReportSamples.hash,
      artifacts: artifacts, coverage: coverage, findings: [ReportSamples.shell, ReportSamples.logon])
  }

  private let log = Artifact(
    number: 0, path: "C:/Windows/System32/winevt/Logs/Security.evtx", source: "x", host: "mail01.example.org",
    size: 100,
    format: "evtx", account: ByteAccount(size: 100, understood: 90, damaged: 10))

  @Test func eventLogsAloneGetNoVerdict() throws {
    let assessment = Assessment(examined([log]))
    #expect(!assessment.cannotTell)
    #expect(assessment.hosts.map(\.verdict) == [nil])
    let text = String(decoding: assessment.json, as: UTF8.self)
    #expect(!text.contains("\"verdict\""))
    try Golden.expect(text, matches: "assessment-no-exchange.json")
  }

  @Test func unreadWebLogsMeanThatNobodyCanTell() throws {
    let web = Artifact(
      number: 1, path: "C:/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log", source: "y", host: "mail01.example.org",
      size: 5, account: ByteAccount(size: 5, unknown: 5))
    let assessment = Assessment(examined([log, web]))
    #expect(assessment.cannotTell)
    try Golden.expect(String(decoding: assessment.json, as: UTF8.self), matches: "assessment-cannot-tell.json")
  }

  @Test(arguments: [
    (["EX01", "ex01.example.org"], "ex01.example.org"), (["EX01", "EX02.example.org"], "EX01"),
    (["ex01", "EX01.example.org", "ex01.EXAMPLE.org"], "EX01.example.org"),
    (["EX01", "ex01.a.example.org", "ex01.b.example.org"], "EX01"), (["10", "10.0.0.1"], "10"), ([], "EX01"),
  ])
  func shortNameStandsForTheOnlyLongOne(_ names: [String], _ full: String) {
    #expect(HostNames(names).full(names.first ?? "EX01") == full)
  }

  @Test func collectorsShortNameAndTheRecordsLongOneAreOneHost() {
    var notes = log
    notes.number = 1
    notes.path = "client_info.json"
    notes.host = "MAIL01"
    #expect(Assessment(examined([log, notes])).hosts.map(\.host) == ["mail01.example.org"])
  }

  @Test func exchangeChannelAloneMeansThatNobodyCanTell() {
    var channel = ReportSamples.coverage[0]
    channel.source = "MSExchange Management"
    #expect(Assessment(examined([log], [channel])).cannotTell)
  }

  @Test func bytesAreCountedOnceAndAddUp() {
    let unnamed = Artifact(
      number: 1, path: "C:/Sysmon.evtx", source: "y", size: 5, format: "evtx",
      account: ByteAccount(size: 5, understood: 5))
    let nobody = Artifact(number: 2, path: "notes.txt", source: "z", size: 7, account: ByteAccount(size: 7, unknown: 7))
    let hosts = Assessment(examined([log, unnamed, nobody])).hosts
    #expect(hosts.map(\.host) == ["mail01.example.org", unknownHost])
    #expect(hosts.map(\.bytes.size) == [105, 7])
    #expect(hosts.allSatisfy { $0.bytes.isBalanced })
  }

  @Test func sourcesOfSeveralFilesAreOneEntry() {
    var second = ReportSamples.coverage[0]
    second.from = ReportSamples.time("2020-01-01")
    second.to = ReportSamples.time("2020-01-02")
    let merged = MergedCoverage.merged(ReportSamples.coverage + [second])
    let security = merged.first { $0.source == "Security" }
    #expect(merged.count == 3)
    #expect(security?.recordCount == 824_000)
    #expect(security?.from == second.from)
    #expect(security?.to == ReportSamples.coverage[0].to)
  }

  @Test func nothingDependsOnTheOrderOfHosts() {
    var other = log
    other.host = "aaa.example.org"
    #expect(Assessment(examined([log, other])).hosts.map(\.host) == ["aaa.example.org", "mail01.example.org"])
  }

  @Test func resultIsOneJSONDocument() throws {
    struct Document: Decodable {
      struct Host: Decodable {
        var `for`: [String]
        var bytes: [String: UInt64]
      }
      var hosts: [Host]
      var intruders: [String]
      var unseparated: [String]
    }
    let document = try JSONDecoder().decode(Document.self, from: Data(Assessment(examined([log])).json))
    #expect(document.hosts[0].for == ["F-00001", "F-00002"])
    #expect(document.hosts[0].bytes == ["size": 100, "understood": 90, "damaged": 10, "unknown": 0])
  }
}
