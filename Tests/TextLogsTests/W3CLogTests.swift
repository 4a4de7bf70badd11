import Model
import Testing
import TextLogs
import TextLogsPlain

@Suite("W3C logs of IIS and HTTP.sys")
struct W3CLogTests {
  static let fields =
    "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status "
    + "sc-substatus sc-win32-status time-taken"

  /// A log with that header line and these lines.
  static func log(_ lines: String..., end: String = "\r\n") -> [UInt8] {
    Array(
      ((["#Software: Microsoft Internet Information Services 10.0", fields] + lines).joined(separator: end) + end).utf8)
  }

  static func line(stem: String = "/owa/", query: String = "-", user: String = "-", agent: String = "Mozilla/5.0")
    -> String
  {
    "2021-03-03 05:18:07 192.0.2.1 POST \(stem) \(query) 443 \(user) 198.51.100.7 \(agent) 200 0 2148074254 380"
  }

  private func only(_ bytes: [UInt8]) throws -> PlainLine {
    let run = try #require(TextLogRun(bytes))
    #expect(run.problems(in: bytes) == [])
    #expect(run.skips.isEmpty)
    #expect(run.lines.count == 1)
    return try #require(run.lines.first)
  }

  private func value(_ name: String, _ line: PlainLine) -> String? {
    line.fields.first { $0.name == name }?.value
  }

  @Test func fieldsAreThoseThatTheHeaderNames() throws {
    let bytes = Self.log(Self.line(query: "a=%2540b"))
    let line = try only(bytes)
    #expect(line.time == "2021-03-03T05:18:07Z")
    #expect(line.number == 3)
    #expect(line.fields.map(\.name) == Self.fields.dropFirst(9).split(separator: " ").map(String.init))
    #expect(value("cs-uri-query", line) == "a=%2540b")
    #expect(value("cs-username", line) == nil)
    #expect(value("sc-win32-status", line) == "2148074254")
    #expect(try #require(TextLogRun(bytes)).channels == ["IIS/W3C"])
  }

  @Test(arguments: ["\r\n", "\n", "\r"]) func lineEndsMakeNoDifference(end: String) throws {
    let bytes = Self.log(Self.line(), Self.line(stem: "/ecp/"), end: end)
    for bytes in [bytes, Array(bytes.dropLast(end.utf8.count))] {
      let run = try #require(TextLogRun(bytes))
      #expect(run.problems(in: bytes) == [])
      #expect(run.lines.map { value("cs-uri-stem", $0) } == ["/owa/", "/ecp/"])
      #expect(run.lines.map(\.number) == [3, 4])
    }
  }

  @Test func fieldsChangeInMidFileAndDirectivesComeInAnyOrder() throws {
    let text = """
      #Date: 2021-04-01 00:00:21
      #Fields: date time c-ip cs-method
      #Software: Microsoft Internet Information Services 10.0
      #Version: 1.0
      2021-04-01 00:00:21 192.0.2.1 GET
      #Fields: time cs-method c-ip
      #Date: 2021-04-02 23:30:00
      23:59:59 PUT 192.0.2.2
      00:00:01 HEAD 192.0.2.3
      """
    let bytes = Array(text.utf8)
    let run = try #require(TextLogRun(bytes))
    #expect(run.problems(in: bytes) == [])
    #expect(run.lines.map(\.time) == ["2021-04-01T00:00:21Z", "2021-04-02T23:59:59Z", "2021-04-03T00:00:01Z"])
    #expect(run.lines.map { value("c-ip", $0) } == ["192.0.2.1", "192.0.2.2", "192.0.2.3"])
  }

  @Test func veryLongQueryIsKeptWhole() throws {
    let query = String(repeating: "x=%41&", count: 20_000)
    let line = try only(Self.log(Self.line(query: query)))
    #expect(value("cs-uri-query", line) == query)
  }

  @Test func valueThatIsNoUTF8IsOfTheCodePage() throws {
    let text = Self.log(Self.line(stem: "/caf@", user: "ÄÖ"))
    let bytes = text.map { $0 == UInt8(ascii: "@") ? 0xE9 : $0 }
    let line = try only(bytes)
    #expect(value("cs-uri-stem", line) == "/café")
    #expect(value("cs-username", line) == "ÄÖ")
  }

  @Test func emptyValueIsNone() throws {
    let line = try only(Self.log(Self.line(user: "")))
    #expect(value("cs-username", line) == nil)
    #expect(value("c-ip", line) == "198.51.100.7")
  }

  @Test func blankTooManyShiftsNothing() throws {
    let line = try only(Self.log(Self.line(query: "- ")))
    #expect(value("cs-uri-query", line) == nil)
    #expect(value("s-port", line) == "443")
  }

  @Test func blanksInTheOnlyColumnThatCanHoldThemAreItsValue() throws {
    let line = try only(Self.log(Self.line(agent: "Mozilla/5.0 (X11; Linux)")))
    #expect(value("cs(User-Agent)", line) == "Mozilla/5.0 (X11; Linux)")
    #expect(value("sc-status", line) == "200")
  }

  @Test func whatCannotBeToldApartStaysTogether() throws {
    let bytes = Self.log(Self.line(query: "a b"))
    let line = try only(bytes)
    // The blank may belong to the stem or to the query.
    #expect(value("unmatched", line) == "/owa/ a b")
    #expect(value("cs-uri-stem", line) == nil)
    #expect(value("cs-method", line) == "POST")
    #expect(value("s-port", line) == "443")
    #expect(try #require(TextLogRun(bytes)).notes.count == 1)
  }

  @Test func lineCutAtItsEndKeepsWhatIsThere() throws {
    let line = try only(Array(Self.log(Self.line()).dropLast(40)))
    #expect(value("cs-uri-stem", line) == "/owa/")
    #expect(value("sc-status", line) == nil)
    #expect(line.time == "2021-03-03T05:18:07Z")
  }

  @Test func lineCutAtItsBeginningKeepsWhatIsThere() throws {
    let line = try only(Self.log(String(Self.line().dropFirst(36))))
    #expect(value("c-ip", line) == "198.51.100.7")
    #expect(value("time-taken", line) == "380")
    #expect(line.time == nil)
  }

  @Test func lineBehindATornOneIsReadByItself() throws {
    let bytes = Self.log(Self.line().prefix(43) + Self.line(stem: "/second"))
    let run = try #require(TextLogRun(bytes))
    #expect(run.problems(in: bytes) == [])
    #expect(run.lines.map { value("cs-uri-stem", $0) } == ["/owa/", "/second"])
    #expect(run.lines.map { value("sc-status", $0) } == [nil, "200"])
    #expect(run.lines.map(\.number) == [3, 3])
  }

  @Test func directiveBehindATornLineIsNamed() throws {
    let bytes = Self.log(Self.line() + "#Software: Microsoft Internet Information Services 10.0", Self.line())
    let run = try #require(TextLogRun(bytes))
    #expect(run.problems(in: bytes) == [])
    #expect(run.lines.map { value("time-taken", $0) } == ["380", "380"])
    #expect(run.skips.map(\.reason) == ["line 3: a directive behind a torn line, not used"])
  }

  @Test func nulsAreDamageAndTheRestIsRead() throws {
    let nuls = [UInt8](repeating: 0, count: 1000)
    let bytes = Self.log(Self.line()) + nuls + Self.log(Self.line(stem: "/after")) + nuls
    let run = try #require(TextLogRun(bytes))
    #expect(run.problems(in: bytes) == [])
    #expect(run.lines.map { value("cs-uri-stem", $0) } == ["/owa/", "/after"])
    #expect(run.skips.map(\.kind) == [.damaged, .damaged])
    #expect(run.skippedBytes == 2000)
  }

  @Test func garbageIsASkipAndTheRestIsRead() throws {
    let bytes = Self.log(Self.line(), "\u{1}\u{2}garbage \u{3}", "# no directive", Self.line())
    let run = try #require(TextLogRun(bytes))
    #expect(run.problems(in: bytes) == [])
    #expect(run.lines.count == 2)
    #expect(run.skips.map(\.kind) == [.damaged, .unknown])
    #expect(run.skips.map(\.length) == [11, 14])
  }

  @Test func lineWithAnImpossibleDateHasNoTime() throws {
    let text = Self.line().replacing("2021-03-03", with: "2021-02-30")
    let line = try only(Self.log(text))
    #expect(line.time == nil)
    #expect(value("date", line) == "2021-02-30")
    #expect(value("sc-status", line) == "200")
  }

  /// Found by comparing both readers: bytes above ASCII were taken for digits.
  @Test func bytesThatAreNoDigitsMakeNoTime() throws {
    let line = try only(Self.log(Self.line().replacing("05:18:07", with: "05:18:é")))
    #expect(line.time == nil)
    #expect(value("sc-status", line) == "200")
  }

  @Test func logWithoutItsHeaderIsReadAsFarAsThatGoes() throws {
    let bytes = Array((Self.line() + "\r\n").utf8)
    #expect(TextLogRun(bytes) == nil)
    let run = try #require(TextLogRun(bytes, path: "C:\\inetpub\\logs\\LogFiles\\W3SVC1\\u_ex210303.log"))
    #expect(run.lines.map(\.time) == ["2021-03-03T05:18:07Z"])
    #expect(run.lines.first.flatMap { value("unmatched", $0) } == String(Self.line().dropFirst(20)))
  }

  @Test func httpErrors() throws {
    let bytes = Array(
      """
      #Software: Microsoft HTTP API 2.0
      #Version: 1.0
      #Date: 2021-03-03 05:18:07
      #Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason s-queuename
      2021-03-03 05:18:07 2001:db8::7 50112 192.0.2.1 443 HTTP/1.1 GET /a%2e%2e/b 400 - URL -
      """.utf8)
    let line = try only(bytes)
    #expect(value("s-reason", line) == "URL")
    #expect(try #require(TextLogRun(bytes)).channels == ["IIS/HTTPERR"])
    #expect(TextLogRun.value("cs-uri-decoded", of: String(decoding: bytes, as: UTF8.self)) == ["/a../b"])
  }

  /// The server appends its own number behind whatever the client sent; a GUID that goes on is none.
  @Test func numberOfTheRequest() {
    let first = "6b0d7c1e-2f6e-4b0f-9c58-0d1f3a7b9e01"
    let second = "CDE28FC4-299e-4179-b3e9-de56f5c1d9ee"
    let queries: [(String, String?)] = [
      ("&CorrelationID=<empty>;&cafeReqId=\(first);", first), ("cafeReqId=\(second)", second),
      ("&cafeReqId=\(first);&encoding=;", first),
      ("cafeReqId=\(first)&a=b&CorrelationID=;&cafeReqId=\(second);", second),
      ("&cafeReqId=\(first);&cafeReqId=;", first), ("&cafeReqId=\(first)0;", nil),
      ("&cafeReqId=\(first.dropLast());", nil),
      ("&cafeReqId=", nil), ("====", nil), ("-", nil), ("&cafeReqId=\(first.replacing("-", with: "%"))", nil),
      ("&cafereqid=\(first)", nil),
    ]
    let log =
      "#Software: Microsoft Internet Information Services 10.0\n#Fields: date time cs-uri-stem cs-uri-query sc-status\n"
      + queries.map { "2021-03-03 05:18:07 /owa/ \($0.0) 200\n" }.joined()
    #expect(TextLogRun.value("cafeReqId", of: log) == queries.map(\.1))
  }

  @Test func otherLogsOfThisShapeAreNoLogsOfIIS() throws {
    let firewall = Array(
      """
      #Version: 1.5
      #Software: Microsoft Windows Firewall
      #Time Format: Local
      #Fields: date time action protocol src-ip dst-ip
      2021-03-03 05:18:07 DROP TCP 192.0.2.1 192.0.2.2
      """.utf8)
    let run = try #require(TextLogRun(firewall))
    #expect(run.channels == ["W3C"])
    #expect(run.lines.map(\.time) == [nil])
    let exchange = Array("#Software: Microsoft Exchange Server\n#Fields: a,b,c\n1,2,3\n".utf8)
    #expect(TextLogRun.recognize(exchange)?.kind == .exchangeCSV)
    #expect(TextLogRun(Array("# a shell script\necho 1\n".utf8)) == nil)
  }

  @Test func utf16IsNamed() throws {
    let bytes = [0xFF, 0xFE] + utf16Bytes(String(decoding: Self.log(Self.line()), as: UTF8.self))
    let run = try #require(TextLogRun(bytes))
    #expect(run.lines.isEmpty)
    #expect(run.skips.map(\.length) == [UInt64(bytes.count)])
    #expect(run.skips.map(\.kind) == [.unknown])
  }

  @Test func hostileHeadersCostLittle() throws {
    let many = "#Fields: " + String(repeating: "a ", count: 30_000)
    let long = "#Fields: " + String(repeating: "a", count: 100_000)
    let changing = (0..<3000).map { "#Fields: date time f\($0)\n2021-03-03 05:18:07 v\($0)" }.joined(separator: "\n")
    let bytes = Array([many, long, changing].joined(separator: "\n").utf8)
    let run = try #require(TextLogRun(bytes))
    #expect(run.lines.count == 3000)
    #expect(run.lines.last?.fields.last == PlainField(name: "f2999", value: "v2999"))
  }

  /// A directive of a few bytes that makes a layout of thousands of columns anew, again and again.
  @Test func smallDirectivesBehindManyColumnsCostLittle() throws {
    let many = "#Fields: date time " + (0..<2000).map { "f\($0) " }.joined()
    let changing = (0..<20_000).map { "#Software: a\($0)" }.joined(separator: "\n")
    let bytes = Array([many, changing, "#Fields: date time x", "2021-03-03 05:18:07 v"].joined(separator: "\n").utf8)
    let clock = ContinuousClock()
    var run: TextLogRun?
    let time = clock.measure { run = TextLogRun(bytes) }
    #expect(time < .seconds(60), "\(time)")
    #expect(try #require(run).skips.contains { $0.reason.contains("in all") })
  }

  /// The time to look at a file grows with its size, whatever it is made of.
  @Test(arguments: ["\0", "a\0", "#\0", "\r\0", ","]) func longRunsCostLittle(text: String) {
    let bytes = Array(repeating: Array(text.utf8), count: (2 << 20) / text.utf8.count).flatMap(\.self)
    let clock = ContinuousClock()
    let time = clock.measure {
      _ = TextLogRun(bytes, path: "c:\\u_in210303.log")
      _ = TextLogRun(bytes, path: "c:\\u_ex210303.log")
      _ = TextLogRun(Self.log(Self.line()) + bytes)
    }
    #expect(time < .seconds(60), "\(time)")
  }

  @Test func damageInFrontHidesNoLog() throws {
    let run = try #require(TextLogRun(Array("x".utf8) + Self.log(Self.line()), path: "c:\\u_ex210303.log"))
    #expect(run.lines.count == 1)
    #expect(TextLogRun(Array("x".utf8) + Self.log(Self.line()), path: "c:\\notes.txt") == nil)
  }

  @Test func derivedFields() {
    let log = String(decoding: Self.log(Self.line(stem: "/a%20b", query: "x=%2540%zz%C3%A4%E4")), as: UTF8.self)
    #expect(TextLogRun.value("cs-uri", of: log) == ["/a%20b?x=%2540%zz%C3%A4%E4"])
    #expect(TextLogRun.value("cs-uri-stem-decoded", of: log) == ["/a b"])
    #expect(TextLogRun.value("cs-uri-query-decoded", of: log) == ["x=%40%zzÃ¤ä"])
    #expect(TextLogRun.value("cs-uri-query-decoded2", of: log) == ["x=@%zzÃ¤ä"])
    #expect(TextLogRun.value("CS-URI-DECODED2", of: log) == ["/a b?x=@%zzÃ¤ä"])
    let bare = String(decoding: Self.log(Self.line()), as: UTF8.self)
    #expect(TextLogRun.value("cs-uri", of: bare) == ["/owa/"])
    #expect(TextLogRun.value("cs-uri-query-decoded", of: bare) == [nil])
  }
}
