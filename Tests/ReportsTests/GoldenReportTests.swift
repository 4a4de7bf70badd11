import Bytes
import Model
import Testing

@testable import Reports

/// Each output as a whole, against a file.
@Suite struct GoldenReportTests {
  private static let findings = [ReportSamples.shell, ReportSamples.logon]
  private static let facts = ReportSamples.summary().facts

  private func lines(_ lines: [String]) -> String { lines.joined(separator: "\n") + "\n" }

  @Test func findingsAsJSONL() throws {
    var json = JSONWriter()
    for finding in Self.findings { FindingsJSONL.write(finding, to: &json) }
    try Golden.expect(json.buffer.text, matches: "findings.jsonl")
  }

  @Test func findingsAsCSV() throws {
    try Golden.expect(
      ReportSamples.text { buffer in
        FindingsCSV.writeHeader(to: &buffer)
        for finding in Self.findings { FindingsCSV.write(finding, to: &buffer) }
      }, matches: "findings.csv")
  }

  @Test(arguments: [false, true])
  func findingsAsTable(isASCII: Bool) throws {
    let table = FindingsTable(TerminalText(isASCII: isASCII), casePath: "cases/one two")
    let footer = table.footer(shown: [.critical: 1, .medium: 1], all: [.critical: 1, .medium: 1], facts: Self.facts)
    try Golden.expect(
      lines(Self.findings.flatMap(table.lines) + footer), matches: "findings-\(isASCII ? "ascii" : "utf8").txt")
  }

  @Test func timelineAsJSONL() throws {
    var json = JSONWriter()
    for entry in ReportSamples.timeline { TimelineJSONL.write(entry, to: &json) }
    try Golden.expect(json.buffer.text, matches: "timeline.jsonl")
  }

  @Test func timelineAsCSV() throws {
    try Golden.expect(
      ReportSamples.text { buffer in
        TimelineCSV.writeHeader(to: &buffer)
        for entry in ReportSamples.timeline { TimelineCSV.write(entry, to: &buffer) }
      }, matches: "timeline.csv")
  }

  @Test func timelineForTimesketch() throws {
    try Golden.expect(
      ReportSamples.text { buffer in
        TimelineTimesketch.writeHeader(to: &buffer)
        for entry in ReportSamples.timeline { _ = TimelineTimesketch.write(entry, to: &buffer) }
      }, matches: "timeline-timesketch.csv")
  }

  @Test func timelineAsTable() throws {
    let table = TimelineTable(TerminalText(width: 100))
    try Golden.expect(
      lines(ReportSamples.timeline.map(table.line) + table.footer(count: 3, facts: Self.facts)),
      matches: "timeline.txt")
  }

  @Test(arguments: [false, true])
  func summaryWithFindings(isASCII: Bool) throws {
    let summary = ReportSamples.summary(
      refused: [Refusal(path: "mail01.zip!../x\u{1B}.evtx", reason: "its name leads out of the archive")])
    try Golden.expect(
      lines(SummaryText(summary, terminal: TerminalText(isASCII: isASCII)).lines),
      matches: "summary-\(isASCII ? "ascii" : "utf8").txt")
  }

  @Test func summaryWithNothingFound() throws {
    let summary = ReportSamples.summary(findings: [], exitCode: 3, canTell: false)
    try Golden.expect(
      lines(SummaryText(summary, terminal: TerminalText()).lines), matches: "summary-cannot-tell.txt")
  }

  @Test func citationAsText() throws {
    let text = CitationText(TerminalText())
    try Golden.expect(
      lines(
        text.lines(
          finding: ReportSamples.shell, index: 1, citation: ReportSamples.recordCitation,
          source: "mail01.zip!C/Windows/System32/winevt/Logs/Security.evtx", event: ReportSamples.timeline[0].event)),
      matches: "citation.txt")
  }

  @Test func reportAsMarkdown() throws {
    try Golden.expect(
      ReportSamples.text { CaseReportMarkdown(Self.report).write(to: &$0) }, matches: "report.md")
  }

  @Test func reportAsJSON() throws {
    var json = JSONWriter()
    CaseReportJSON.write(Self.report, to: &json)
    try Golden.expect(json.buffer.text, matches: "report.json")
  }

  private static let report = CaseReport(
    summary: ReportSamples.summary(refused: [Refusal(path: "x.zip!<b>", reason: "it is a link")]),
    madeBy: ["Examined by analyst on workbench.example"],
    artifacts: [
      Artifact(
        number: 0, path: "C:/Windows/System32/winevt/Logs/Security.evtx", source: "mail01.zip!Security.evtx",
        host: "mail01.example.org", size: 69_632, sha256: ReportSamples.hash, format: "evtx",
        account: ByteAccount(size: 69_632, understood: 69_532, damaged: 100),
        skips: [Skip(.damaged, offset: 4096, length: 100, reason: "record size is 0")])
    ], assessment: Array("{\"hosts\":[]}\n".utf8), findings: findings, isFinished: true)

  @Test func progressOnATerminal() throws {
    let progress = Progress(
      bytesDone: 6_500_000_000, bytesTotal: 9_800_000_000, recordCount: 21_400_000, refusedCount: 3, ruleCount: 1126,
      current: "C:/a\u{1B}]0;x\u{07}.evtx", seconds: 38)
    let both = [TerminalText(), TerminalText(isASCII: true)].flatMap { ProgressText($0).lines(progress) + ["--"] }
    try Golden.expect(
      lines(both + [ProgressText(TerminalText()).plainLine(progress)]), matches: "progress.txt")
  }
}
