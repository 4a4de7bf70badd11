import Testing
import TextLogs
import TextLogsPlain

@Suite("Web logs without a header")
struct OtherWebLogTests {
  private func fields(_ line: PlainLine) -> [String] {
    line.fields.compactMap { field in field.value.map { "\(field.name)=\($0)" } }
  }

  @Test func iisFormatHasLocalTimesAndSoNoTime() throws {
    let run = try #require(TextLogRun(TextLogDamageTests.iis))
    #expect(run.channels == ["IIS/IIS", "IIS/IIS", "IIS/IIS"])
    #expect(run.lines.map(\.time) == [nil, nil, nil])
    #expect(
      fields(run.lines[0]) == [
        "c-ip=192.0.2.114", "date=03/20/01", "time=7:55:20", "s-sitename=W3SVC2", "s-computername=SALES1",
        "s-ip=198.51.100.45", "time-taken=4502", "cs-bytes=163", "sc-bytes=3223", "sc-status=200", "sc-win32-status=0",
        "cs-method=GET", "cs-uri-stem=/Logo.gif",
      ])
    #expect(fields(run.lines[1]).suffix(2) == ["cs-method=POST", "unmatched=/a,b, c=1, d"])
    #expect(run.lines[2].fields.count == 15)
    #expect(fields(run.lines[2]).last == "s-computername=SALES1")
  }

  @Test func ncsaTimesAreUTC() throws {
    let run = try #require(TextLogRun(TextLogDamageTests.ncsa))
    #expect(run.channels == ["IIS/NCSA", "IIS/NCSA", "IIS/NCSA"])
    #expect(run.lines.map(\.time) == ["2001-04-09T01:39:04Z", "2021-01-01T01:00:00Z", "2021-01-01T00:00:00Z"])
    #expect(
      fields(run.lines[0]) == [
        "c-ip=192.0.2.45", "cs-username=EXAMPLE\\fred", "time=08/Apr/2001:17:39:04 -0800", "cs-method=GET",
        "cs-uri-stem=/a/b.dll", "cs-uri-query=x=1", "cs-version=HTTP/1.0", "sc-status=200", "sc-bytes=3401",
      ])
    #expect(
      fields(run.lines[1]).suffix(3) == [
        "sc-status=302", "cs(Referer)=https://a.test/?q", "cs(User-Agent)=Mozilla/5.0 (X11)",
      ])
    #expect(fields(run.lines[2]).contains("cs-uri-stem=\"b\""))
    #expect(fields(run.lines[2]).contains("cs-username=NT AUTHORITY\\x"))
  }

  @Test func otherTextsAreNotTakenForLogs() {
    for text in ["a, b, c\n", "10.0.0.1 - - \n", "[1,2]", "", "\n\n", "PK\u{3}\u{4}"] {
      #expect(TextLogRun(Array(text.utf8)) == nil)
    }
  }
}
