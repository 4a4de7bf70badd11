import Bytes
import Testing

@testable import Detection

/// Where an indicator stands in a text, and where only its characters do.
@Suite struct IndicatorBorderTests {
  private func stands(_ kind: IndicatorKind, _ value: String, in text: String) throws -> Bool {
    let indicator = Indicator(
      tests: [try IndicatorTest(kind, value: value)], value: value, feed: "f",
      origin: IndicatorOrigin(file: "", place: ""))
    let folded = LetterCase.folded(text)
    var found = false
    var agent = NormalizedAgent()
    IndicatorIndex([indicator]).search(folded.rawSpan, &agent) { _ in found = true }
    var other = NormalizedAgent()
    #expect(indicator.tests[0].holds(in: folded.rawSpan, &other) == found, "the plain search differs: \(text)")
    return found
  }

  @Test(arguments: [
    (IndicatorKind.address, "1.2.3.4", "1.2.3.4"), (.address, "1.2.3.4", "from 1.2.3.4:443"),
    (.address, "1.2.3.4", "http://1.2.3.4/x"), (.address, "1.2.3.4", "(1.2.3.4)."),
    (.address, "1.2.3.4", "::ffff:1.2.3.4"),
    (.address, "1.2.3.4", "u=%201.2.3.4&x"), (.address, "1.2.3.0/24", "1.2.3.255"), (.address, "1.2.0.0/15", "1.3.9.9"),
    (.address, "1.2.3.8/30", "1.2.3.11"), (.address, "9.0.0.0/8", "9.255.0.1"),
    (.address, "2001:db8::/32", "2001:DB8:9::1%4"), (.address, "2001:db8::9", "[2001:db8::9]:443"),
    (.address, "2001:db8::9", "2001:0db8:0000:0000:0000:0000:0000:0009"),
    (.address, "2001:db8::9", "2001:db8:0:0:0:0:0:9"), (.address, "2001:db8:1:2::/64", "2001:db8:1:2:3:4:5:6"),
    (.domain, "evil.test", "evil.test"), (.domain, "evil.test", "https://a.b.EVIL.test:8443/x"),
    (.domain, "evil.test", "q=http%3A%2F%2Fevil.test%2Fx"), (.domain, "evil.test", "a@evil.test."),
    (.url, "http://evil.test/a.php", "GET https://evil.test/a.php?x=1"),
    (.url, "http://evil.test/", "http://evil.test"),
    (.url, "http://evil.test/", "http://evil.test/ "),
    (.hash, "0123456789abcdef0123456789abcdef", "MD5=0123456789ABCDEF0123456789ABCDEF,SHA"),
    (.fileName, "shell.aspx", "C:\\inetpub\\SHELL.aspx"), (.fileName, "shell.aspx", "/owa/auth/shell.aspx/x"),
    (.fileName, "shell.aspx", "cmd /c type \"shell.aspx\""), (.fileName, "shell.aspx", "%2fshell.aspx"),
    (.filePath, "C:\\Temp\\a.exe", "\"c:/temp/A.EXE\" /x"),
    (.filePath, "/owa/auth/x.aspx", "https://h/owa/auth/x.aspx?a"),
    (.filePath, "C:\\Temp\\Dir\\", "C:\\Temp\\Dir\\x.exe"),
    (.filePath, "%APPDATA%\\abcd\\x.exe", "C:\\Users\\u\\abcd\\x.exe"),
    (.email, "a.b@evil.test", "From: <A.B@evil.test>"),
    (.userAgent, "Mozilla/5.0 (Evil, like Gecko)", "Mozilla/5.0+(Evil,+like+Gecko)"),
    (.userAgent, "Mozilla/5.0 (Evil, like Gecko)", "Mozilla/5.0 (Evil  like Gecko)"),
    (.fileName, "übel-größe.aspx", "C:\\x\\ÜBEL-GRÖSSE.aspx".replacing("SS", with: "ß")),
  ])
  func indicatorStands(kind: IndicatorKind, value: String, text: String) throws {
    #expect(try stands(kind, value, in: text), "\(value) stands in \(text)")
  }

  @Test(arguments: [
    (IndicatorKind.address, "1.2.3.4", "11.2.3.45"), (.address, "1.2.3.4", "1.2.3.45"),
    (.address, "1.2.3.4", "1.2.3.4.5"),
    (.address, "1.2.3.4", "0.1.2.3.4"), (.address, "1.2.3.4", "v1.2.3.4"), (.address, "1.2.3.4", "Agent/1.2.3.4"),
    (.address, "1.2.3.4", "Mozilla/5.0+Agent/1.2.3.4"), (.address, "1.2.3.4", "1.2.3.4.in-addr.arpa"),
    (.address, "1.2.3.0/24", "1.2.33.1"), (.address, "1.2.3.8/30", "1.2.3.12"), (.address, "1.2.0.0/15", "1.4.0.0"),
    (.address, "2001:db8::9", "2001:db8::91"), (.address, "2001:db8::/32", "2001:db80::1"),
    (.address, "2001:db8::/33", "2001:db8:8000::"), (.domain, "evil.test", "notevil.test"),
    (.domain, "evil.test", "my-evil.test"),
    (.domain, "evil.test", "evil.test.example.com"), (.domain, "evil.test", "evil.testing"),
    (.domain, "evil.test", "evil.test-site"),
    (.url, "http://evil.test/a.php", "http://evil.test/a.php5"), (.url, "http://evil.test/a", "http://evil.test/a/b"),
    (.url, "http://evil.test/", "http://evil.test/other"), (.url, "http://evil.test/a", "http://www.evil.test/a"),
    (.hash, "0123456789abcdef0123456789abcdef", "00123456789abcdef0123456789abcdef"),
    (.fileName, "shell.aspx", "webshell.aspx"), (.fileName, "shell.aspx", "shell.aspx.bak"),
    (.fileName, "shell.aspx", "my-shell.aspx"),
    (.filePath, "C:\\Temp\\a.exe", "C:\\Temp\\a.exe.txt"), (.filePath, "C:\\Temp\\a.exe", "xC:\\Temp\\a.exe"),
    (.email, "b@evil.test", "a.b@evil.test"), (.userAgent, "evil agent/1", "evil agent/1 more"),
    (.userAgent, "evil agent/1", "the evil agent/1"),
  ])
  func onlyTheCharactersStand(kind: IndicatorKind, value: String, text: String) throws {
    #expect(try !stands(kind, value, in: text), "\(value) does not stand in \(text)")
  }
}
