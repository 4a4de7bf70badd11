import Bytes
import Model
import Records
import Testing
import TextLogs

@Suite("Logs of Exchange's framework")
struct ExchangeCSVTests {
  static let block =
    "#Software: Microsoft Exchange Server\r\n#Version: 15.01\r\n#Log-type: X Logs\r\n#Date: 2021-03-01T09:00:00.000Z\r\n"
    + "#Fields: DateTime,A,B\r\n"
  static let time = "2021-03-01T09:00:00.000Z"

  // MARK: Headers

  @Test(arguments: [
    block, "DateTime,A,B\r\n" + block, "\u{FEFF}" + block, "\u{FEFF}DateTime,A,B\r\n" + block,
    "#TYPE System.Object\r\n\"DateTime\",\"A\",\"B\"\r\n" + block, block.replacing("\r\n", with: "\n"),
    block.replacing("\r\n", with: "\r"), block + "DateTime,A,B\r\n", block + "datetime, A, b\r\n", block + "\r\n",
  ])
  func everyHeaderIsRead(header: String) {
    let run = ExchangeRun(header + "\(Self.time),1,2\r\n")
    #expect(run.shown == ["Channel=Exchange/X | DateTime=\(Self.time) | A=1 | B=2"])
    #expect(run.skips.isEmpty)
  }

  @Test func bareRowOfAKnownFamilyIsEnough() {
    let run = ExchangeRun(
      "\"DateTime\",\"SoapAction\",\"ActAsUser\",\"ImpersonatedUser\"\n\"\(Self.time)\",\"a\",\"\",\"b\"\"\"")
    #expect(run.shown == ["Channel=Exchange/EWS | DateTime=\(Self.time) | SoapAction=a | ImpersonatedUser=b\""])
    #expect(run.skips.isEmpty)
  }

  @Test(arguments: [
    "", "DateTime,A,B\n2021-03-01T09:00:00.000Z,1,2\n", "Name,Size\na,1\n", "#Fields: date time c-ip\n",
    "#Software: Microsoft Internet Information Services 10.0\n#Fields: date time c-ip\n", "{\"#Log-type:\":1}",
    "2021-03-01T09:00:00.000Z,1,2\n2021-03-01T09:00:00.000Z,#Log-type: X,2\n",
  ])
  func othersAreNot(text: String) { #expect(ExchangeRun(text).kind != .exchangeCSV) }

  // MARK: Text

  /// Windows-1252: an e with acute, a euro sign, and a byte that it does not have.
  private static let ansi: [(written: [UInt8], shown: String)] = [
    (Array("caf".utf8) + [0xE9], "café"), ([0x80] + Array(" 5".utf8), "€ 5"), ([0x81, 0x8F, 0xFF], "\u{81}\u{8F}ÿ"),
    (Array("a \"\"b".utf8) + [0xE9], "a \"bé"), (Array("S:CMD=x".utf8) + [0xE9], "S:CMD=xé"),
  ]

  @Test(arguments: 0..<5, [false, true]) func textThatIsNoUTF8IsOfTheCodePage(number: Int, isQuoted: Bool) {
    let (written, shown) = Self.ansi[number]
    guard isQuoted || number != 3 else { return }
    let quote: [UInt8] = isQuoted ? [0x22] : []
    let row = Array("\(Self.time),".utf8) + quote + written + quote + Array(",\u{E9}\r\n".utf8)
    let bytes = Array(Self.block.utf8) + row
    let run = ExchangeRun(bytes)
    #expect(run.events.map { $0["A"] } == [shown] && run.events.map { $0["B"] } == ["é"], "each value by itself")
    #expect(run.skips.isEmpty && ExchangeTwinTests.differences(bytes, run) == [])
  }

  @Test func itemsAndEscapesOfTheCodePageAreReadToo() {
    let head = "#Log-type: ECP Server Logs\n#Fields: TimeStamp,EventData,UrlStem\n\(Self.time),"
    let row =
      Array("\"'S:CMD=a''".utf8) + [0xE9] + Array("''=\"\"x\"\"';S:URL=/y\",\"/%41\"\"".utf8) + [0xE9, 0x22, 0x0A]
    let run = ExchangeRun(Array(head.utf8) + row)
    #expect(run.events.map { $0["CMD"] } == ["a'é'=\"x\""] && run.events.map { $0["URL"] } == ["/y"])
    #expect(run.events.map { $0["UrlStem-decoded"] } == ["/A\"é"])
    #expect(run.skips.isEmpty)
  }

  @Test func columnsChangeInTheMiddle() {
    let run = ExchangeRun(
      Self.block + "\(Self.time),1,2\r\n#Log-type: Y Logs\r\n#Fields: B,DateTime,C,C\r\n9,\(Self.time),8,7\r\n")
    #expect(
      run.shown == [
        "Channel=Exchange/X | DateTime=\(Self.time) | A=1 | B=2",
        "Channel=Exchange/Y | B=9 | DateTime=\(Self.time) | C=8 | C=7",
      ])
    #expect(run.events.map(\.head.number) == [6, 9])
    #expect(run.skips.isEmpty)
  }

  @Test func rowsBeforeTheFirstHeaderAreUnknown() {
    let rows = "\(Self.time),1,2\r\n\(Self.time),1,3\r\n"
    let run = ExchangeRun(rows + Self.block + "\(Self.time),1,2\r\n")
    #expect(run.events.map(\.head.number) == [8])
    #expect(run.skips.kept.map(\.length) == [UInt64(rows.utf8.count)])
    #expect(run.skips.kept.map(\.reason) == ["line 1: rows before the first header"])
  }

  // MARK: Times

  @Test(arguments: [
    ("2021-03-01T09:00:00.123Z", "2021-03-01T09:00:00.123Z"), ("2021-03-01T09:00:00Z", "2021-03-01T09:00:00Z"),
    ("2021-03-01T10:00:00.5+01:00", "2021-03-01T09:00:00.5Z"),
  ])
  func timesAreUTCWithTheDigitsOfTheSource(text: String, time: String) {
    #expect(ExchangeRun(Self.block + "\(text),1,2\n").events.map { $0.head.time?.description } == [time])
  }

  @Test(arguments: ["2021-03-01T09:00:00.000", "3/1/2021 9:00:00 AM", "", "x"])
  func noTimeIsMadeUp(text: String) {
    let run = ExchangeRun(Self.block + "\(text),1,2\n")
    #expect(run.events.map(\.head.time) == [nil])
    #expect(run.events.first?["DateTime"] == (text.isEmpty ? nil : text))
  }

  // MARK: Quotes

  @Test func quotedLineEndsAreInTheRow() {
    let run = ExchangeRun(Self.block + "\(Self.time),\"a\r\nb,\"\"c\n\",2\r\n\(Self.time),3,4\r\n")
    #expect(run.events.map { $0["A"] } == ["a\r\nb,\"c\n", "3"])
    #expect(run.events.map { $0["B"] } == ["2", "4"])
    #expect(run.events.map(\.head.number) == [6, 9])
    #expect(run.skips.isEmpty)
  }

  @Test func openQuoteCostsItsRowAlone() {
    let row = "\(Self.time),1,\"2 3"
    let run = ExchangeRun(Self.block + row + "\r\n\(Self.time),\"4\",5\r\n\(Self.time),6,7\r\n")
    #expect(run.events.map { $0["A"] } == ["1", "4", "6"])
    #expect(run.events.map { $0["B"] } == ["2 3", "5", "7"])
    #expect(run.skips.kept.map(\.length) == [UInt64(row.utf8.count)])
    #expect(run.skips.kept.map(\.reason) == ["line 6: a quote that is never closed in column 3"])
  }

  @Test func quotesInsideAColumnAreLetters() {
    let run = ExchangeRun(Self.block + "\(Self.time),a\"b\"\"c,\"d\" e\r\n")
    #expect(run.events.map { $0["A"] } == ["a\"b\"\"c"])
    #expect(run.events.map { $0["B"] } == ["\"d\" e"])
    #expect(run.skips.isEmpty)
  }

  // MARK: Damage

  @Test func tornLastLineIsKeptAndDamaged() {
    let run = ExchangeRun(Self.block + "\(Self.time),1,2\r\n\(Self.time),1")
    #expect(run.events.map { $0["A"] } == ["1", "1"])
    #expect(run.events.map { $0["B"] } == ["2", nil])
    #expect(run.skips.kept.map(\.length) == [26])
    #expect(run.skips.kept.map(\.reason) == ["line 7: expected 3 columns, found 2, and then the end"])
  }

  @Test func tooManyColumnsAreShown() {
    let run = ExchangeRun(Self.block + "\(Self.time),1,2,\"3,\"\"4\",5\r\n")
    #expect(run.shown == ["Channel=Exchange/X | DateTime=\(Self.time) | A=1 | B=2 | unmatched=\"3,\"\"4\",5"])
    #expect(run.skips.kept.map(\.reason) == ["line 6: expected 3 columns, found 5"])
  }

  @Test func zeroBytesEndARowAndAreDamaged() {
    let zeros = String(repeating: "\0", count: 100)
    let run = ExchangeRun(Self.block + "\(Self.time),1,2\(zeros)\(Self.time),3,4\r\n")
    #expect(run.events.map { $0["A"] } == ["1", "3"])
    #expect(run.events.map(\.head.number) == [6, 6])
    #expect(run.skips.kept.map(\.length) == [100])
  }

  @Test func bytesThatAreNoUTF8CostNothing() {
    let bytes = Array((Self.block + "\(Self.time),").utf8) + [0xFF, 0xC3] + Array(",2\r\n".utf8)
    let run = ExchangeRun(bytes)
    #expect(run.events.first?["A"] == "ÿÃ")
    #expect(run.events.first?["B"] == "2")
    #expect(run.skips.isEmpty)
  }

  @Test func veryLongHeaderChangesNothing() {
    let long = "#Fields: DateTime," + String(repeating: "x,", count: 40_000)
    let run = ExchangeRun(Self.block + long + "\r\n\(Self.time),1,2\r\n")
    #expect(run.shown == ["Channel=Exchange/X | DateTime=\(Self.time) | A=1 | B=2"])
    #expect(run.skips.kept.map(\.length) == [UInt64(long.utf8.count)])
  }
}
