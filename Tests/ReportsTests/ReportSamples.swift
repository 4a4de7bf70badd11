import Bytes
import Model

@testable import Reports

/// One invented case: documentation addresses, and text that means harm to a terminal, a spreadsheet and a page.
enum ReportSamples {
  static let hash = String(repeating: "ab", count: 32)

  static func time(_ text: String) -> Timestamp { Timestamp(text) ?? Timestamp(ticks: 0) }

  static let iisCitation = Citation(
    artifact: "C:/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log", sha256: hash, offset: 88_123, length: 311,
    place: .line(402), time: time("2021-03-03T05:19:21Z"))

  static let recordCitation = Citation(
    artifact: "C:/Windows/System32/winevt/Logs/Security.evtx", sha256: hash, offset: 4608, length: 1200,
    place: .record(41_118), time: time("2021-03-03T05:19:21.1130000Z"))

  static let shell = Finding(
    id: "F-00001", host: "mail01.example.org",
    rule: RuleReference(id: "EXD-005", title: "Web shell below the OWA folder", kind: .sigma, author: "A. Author"),
    severity: .critical, confidence: .high, stage: .success, techniques: ["T1190", "T1505.003"],
    cves: ["CVE-2021-26855"], first: time("2021-03-03T05:19:21.113Z"), last: time("2021-03-03T05:19:34Z"), count: 7,
    summary:
      "w3wp.exe wrote /owa/auth/example.aspx on mail01.example.org and 203.0.113.7 asked for it 7 times in 13 seconds",
    observables: [Observable(type: "ipv4-addr", value: "203.0.113.7")],
    activity: Activity(
      kind: .shellAccess, session: "request 1", path: "/owa/auth/example.aspx",
      features: ["ua": ["an agent"], "ip": ["203.0.113.7", "203.0.113.8"]]), notes: ["the two decoders agree"],
    citations: [recordCitation, iisCitation])

  /// Text from evidence that would ring, recolor, reorder, calculate and link.
  static let hostile =
    "=cmd|'/C calc'!A0 \u{1B}[31m\u{202E}gpj.exe\u{07} <script>alert(1)</script> [x](http://evil.test)\n-next"

  static let logon = Finding(
    id: "F-00002", host: "mail01.example.org", rule: RuleReference(id: "b2c3", title: "Odd \(hostile)", kind: .sigma),
    severity: .medium, confidence: .low, stage: .context, count: 1, summary: hostile,
    activity: Activity(kind: .probe, process: hostile, features: [hostile: [hostile]]),
    citations: [Citation(artifact: "C:/a\u{1B}.evtx", sha256: hash, offset: 0, length: 1, place: .file)])

  static let timeline: [TimelineEntry] = [
    TimelineEntry(
      event: Event(
        time: recordCitation.time, host: "mail01.example.org", channel: "Security",
        provider: "Microsoft-Windows-Security-Auditing", eventID: 4688,
        fields: [
          Event.Field(name: "NewProcessName", value: "C:\\Windows\\System32\\cmd.exe"),
          Event.Field(name: "CommandLine", value: "cmd /c \"whoami\", then\nmore"),
          Event.Field(name: "Data", value: "1"),
          Event.Field(name: "Data", value: "2"), Event.Field(name: "Empty", value: ""),
        ], citation: recordCitation), hasFields: true,
      findings: [
        TimelineEntry.Mention(id: "F-00001", title: "Web shell below the OWA folder", severity: .critical),
        TimelineEntry.Mention(id: "F-00003", title: "Second", severity: .low),
      ]),
    TimelineEntry(
      event: Event(
        time: time("2021-03-03T05:19:22Z"), host: "=evil.test", channel: "iis", provider: "", eventID: nil, fields: [],
        citation: iisCitation), hasFields: false,
      findings: [TimelineEntry.Mention(id: "F-00002", title: hostile, severity: .medium)]),
    TimelineEntry(
      event: Event(
        time: nil, host: "mail01.example.org", channel: "iis", provider: "", eventID: nil, fields: [],
        citation: logon.citations[0]), hasFields: false,
      findings: [TimelineEntry.Mention(id: "F-00002", title: "Odd", severity: .medium)]),
  ]

  static let coverage = [
    SourceCoverage(
      host: "mail01.example.org", source: "Security", artifact: recordCitation.artifact, recordCount: 412_000,
      from: time("2021-03-02T09:00:00Z"), to: time("2021-03-12T07:31:00Z"),
      gaps: [
        SourceCoverage.Gap(
          from: time("2021-03-05T04:11:00Z"), to: time("2021-03-05T13:13:00Z"),
          why: "the record numbers jump from 90,112 to 131,230")
      ]),
    SourceCoverage(
      host: "mail01.example.org", source: "Microsoft-Windows-Sysmon/Operational", artifact: "C:/Sysmon.evtx",
      recordCount: 90_001, from: time("2021-03-01T00:00:00Z"), to: time("2021-03-12T07:00:00Z"), gaps: []),
    SourceCoverage(
      host: "mail01.example.org", source: "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational",
      artifact: "C:/TS.evtx", recordCount: 0, from: nil, to: nil, gaps: []),
  ]

  static func summary(
    findings: [Finding] = [shell, logon], exitCode: Int32 = 2, canTell: Bool = true, refused: [Refusal] = []
  ) -> ExaminationSummary {
    ExaminationSummary(
      casePath: "cases/2021-0312-MAIL01",
      hosts: [
        ExaminationSummary.Host(
          name: "mail01.example.org",
          canTell: canTell,
          reason: canTell
            ? "There is no source of Exchange or IIS among the evidence."
            : "1 web or Exchange log was handed over that nothing here reads yet.",
          findings: findings, coverage: coverage,
          families: [
            UnreadFamily(
              name: "IIS logs", fileCount: 412, bytes: 1_234_567_890, from: time("2021-02-01"), to: time("2021-03-12"))
          ])
      ], artifactCount: 4318, recordCount: 32_600_000,
      account: ByteAccount(size: 9_800_000_000, understood: 9_799_000_000, damaged: 900_000, unknown: 100_000),
      skipCount: 12, refused: refused, rules: ExaminationSummary.Rules(count: 2858, failed: 1, notRunnable: 300),
      seconds: 61, failLevel: .high, exitCode: exitCode)
  }

  static func text(_ body: (inout ByteBuffer) -> Void) -> String {
    var buffer = ByteBuffer()
    body(&buffer)
    return buffer.text
  }
}
