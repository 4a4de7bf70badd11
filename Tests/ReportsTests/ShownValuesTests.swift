import Bytes
import FoundationEssentials
import Model
import Testing

@testable import Reports

@Suite struct ShownValuesTests {
  @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-5, "0")])
  func numbersAreGrouped(number: Int, text: String) { #expect(Quantity.grouped(number) == text) }

  @Test(arguments: [
    (UInt64(0), "0 B"), (999, "999 B"), (1000, "1.0 KB"), (999_949, "999.9 KB"), (999_950, "1.0 MB"),
    (9_800_000_000, "9.8 GB"), (.max, "18.4 EB"),
  ])
  func bytesHaveAUnit(count: UInt64, text: String) { #expect(Quantity.bytes(count) == text) }

  @Test(arguments: [(UInt64(99_999), "99,999"), (412_000, "412 K"), (32_600_000, "32.6 M"), (4_200_000_000, "4.2 G")])
  func largeCountsAreShort(count: UInt64, text: String) { #expect(Quantity.short(count) == text) }

  @Test(arguments: [(0, "0:00"), (20, "0:20"), (3599, "59:59"), (3729, "1:02:09"), (-3, "0:00")])
  func durations(seconds: Int, text: String) { #expect(Quantity.duration(seconds: seconds) == text) }

  @Test func progressDoesNotDivideByNothing() {
    let text = ProgressText(TerminalText())
    #expect(text.plainLine(Progress()) == "postern: reading 0 % 0 B of 0 B 0 B/s records 0 refused 0")
    let over = Progress(bytesDone: 20, bytesTotal: 10, seconds: 1)
    #expect(text.plainLine(over).contains("100 %"))
  }

  @Test func progressLinesFitTheTerminal() {
    let long = Progress(bytesDone: 1, bytesTotal: 2, current: String(repeating: "漢", count: 300), seconds: 1)
    for width in [40, 80, 100] {
      for line in ProgressText(TerminalText(width: width)).lines(long) { #expect(TerminalText.columns(line) < width) }
    }
  }

  @Test(arguments: [
    ("C:/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log", "IIS logs"), ("C:/$MFT", "$MFT"),
    ("C:/Windows/System32/config/SYSTEM", "registry hives"), ("C:/Users/x/NTUSER.DAT", "registry hives"),
    ("C:/odd/file.xyz", ".xyz files"), ("C:/odd/file", "no file ending"),
    ("C:/odd/.hidden", "no file ending"),
  ])
  func unreadFilesHaveAFamily(path: String, family: String) {
    let artifact = Artifact(number: 0, path: path, source: path, size: 5)
    #expect(UnreadFamily.all(in: [artifact]).map(\.name) == [family])
  }

  @Test func familiesOfAllHostsAreOneList() {
    let family = UnreadFamily(name: "IIS logs", fileCount: 2, bytes: 5, from: nil, to: ReportSamples.time("2021-03-03"))
    var summary = ReportSamples.summary()
    summary.hosts += [summary.hosts[0]]
    summary.hosts[1].name = "mail02.example.org"
    summary.hosts[1].families = [family]
    let lines = SummaryText(summary, terminal: TerminalText()).lines
    #expect(lines.filter { $0.contains("IIS logs") }.count == 1)
    #expect(lines.contains { $0.contains("414 files") })
  }

  @Test func readFilesAreInNoFamily() {
    #expect(UnreadFamily.all(in: [Artifact(number: 0, path: "a.evtx", source: "a", format: "evtx")]).isEmpty)
  }

  @Test func findingIsJSONWithThePromisedKeys() throws {
    var json = JSONWriter()
    FindingsJSONL.write(ReportSamples.shell, to: &json)
    let text = json.buffer.text
    let keys = [
      "id", "host", "rule", "severity", "confidence", "stage", "techniques", "cves", "first", "last", "count",
      "summary", "observables", "citations",
    ]
    let places = keys.compactMap { text.firstRange(of: "\"\($0)\":")?.lowerBound }
    #expect(places.count == keys.count)
    #expect(places == places.sorted())
    #expect(text.contains("\"record\":41118"))
    #expect(text.contains("\"line\":402"))
  }

  @Test func hostileTextStaysOneLineOfJSON() throws {
    var json = JSONWriter()
    FindingsJSONL.write(ReportSamples.logon, to: &json)
    let text = json.buffer.text
    #expect(text.split(separator: "\n").count == 1)
    #expect(!text.unicodeScalars.contains { $0.value == 0x202E || $0.value == 0x1B })
    struct Line: Decodable { var summary: String }
    #expect(try JSONDecoder().decode(Line.self, from: Data(text.utf8)).summary == ReportSamples.hostile)
  }

  @Test func nothingOfEvidenceIsMarkupInMarkdown() {
    let text = CaseReportMarkdown.text(ReportSamples.hostile)
    #expect(!text.contains("<script"))
    #expect(!text.contains("http://"))
    #expect(!text.contains("](") || text.contains("\\]("))
    #expect(!text.contains("\n"))
  }
}
