import Testing

@testable import Detection

/// Plain lists: what a line is taken for.
@Suite struct IndicatorListTests {
  @Test(arguments: [
    ("192.0.2.1", "address 192.0.2.1"), ("  192[.]0[.]2[.]1 ", "address 192.0.2.1"),
    ("192.0.2.0/24", "address 192.0.2.0/24"), ("192.0.2.1:8443", "address 192.0.2.1:8443"),
    ("2001:db8::1", "address 2001:db8::1"), ("2001:DB8:7::/48", "address 2001:DB8:7::/48"),
    ("[2001:db8::1]:443", "address [2001:db8::1]:443"),
    ("evil.test", "domain evil.test"), ("evil[dot]test", "domain evil.test"), ("*.evil.test", "domain *.evil.test"),
    ("evil(.)test", "domain evil.test"), ("hxxps://evil[.]test/a", "url https://evil.test/a"),
    ("hXXp://evil.test/a#b", "url http://evil.test/a#b"), ("http[:]//evil.test/a", "url http://evil.test/a"),
    ("evil.test/a/b.php", "url evil.test/a/b.php"),
    ("D41D8CD98F00B204E9800998ECF8427F", "hash D41D8CD98F00B204E9800998ECF8427F"),
    ("shell.aspx", "file-name shell.aspx"), ("C:\\Windows\\Temp\\x.dll", "file-path C:\\Windows\\Temp\\x.dll"),
    ("/aspnet_client/x.aspx", "file-path /aspnet_client/x.aspx"),
    ("%TEMP%\\abc\\x.dll", "file-path %TEMP%\\abc\\x.dll"),
    ("bad[at]evil[.]test", "email bad@evil.test"), ("python-requests/2.25.1", "user-agent python-requests/2.25.1"),
    ("Mozilla/5.0 (evil)", "user-agent Mozilla/5.0 (evil)"), ("evil.test # why", "domain evil.test"),
    ("\"evil.test\"", "domain evil.test"), ("\u{FEFF}evil.test\r", "domain evil.test"),
  ])
  func lineIsTakenFor(line: String, what: String) {
    let feed = feed(line)
    #expect(feed.told == [what], "\(feed.refused)")
    #expect(feed.format == .list && feed.refusedCount == 0)
  }

  @Test(arguments: [
    ("10.1.2.3", "a private network"), ("172.31.0.0/16", "a private network"), ("192.168.7.0/24", "a private network"),
    ("127.0.0.1", "loopback"), ("::1", "loopback"), ("fe80::1", "link-local"), ("fd00::1", "a private network"),
    ("169.254.1.1", "link-local"), ("239.1.1.1", "multicast"), ("0.0.0.0/0", "larger than /8"),
    ("255.255.255.255", "no address"), ("2000::/3", "larger than /16"), ("a.b", "too short"),
    ("d41d8cd98f00b204e9800998ecf8427e", "the hash of no bytes"), ("what is this", "no kind of indicator"),
    ("word", "no kind of indicator"), ("C:\\*\\x.dll", "wildcards"), ("a\u{1}b.test", "no kind of indicator"),
  ])
  func lineIsRefusedByName(line: String, reason: String) {
    let feed = feed("# first\n" + line + "\nevil.test")
    #expect(feed.told == ["domain evil.test"], "the rest is read")
    #expect(feed.refusedCount == 1 && feed.refused.allSatisfy { $0.hasPrefix("line 2: ") && $0.contains(reason) })
    #expect(feed.problems.first?.origin.file == "dir/feed.txt", "\(feed.refused)")
  }

  @Test(arguments: [
    ("8.8.8.8", "name server"), ("google.com", "honest servers"), ("cmd.exe", "honest files"), ("a.ps1", "short name"),
    ("100.64.0.0/10", "a large network"),
  ])
  func whatSaysLittleIsUsedAndSaidToBeWeak(line: String, weakness: String) {
    #expect(feed(line).indicators.first?.weakness?.contains(weakness) == true)
  }

  @Test func documentationRangesAreUsedAndNotWeak() {
    for line in ["192.0.2.1", "198.51.100.0/24", "203.0.113.9", "2001:db8::5"] {
      let feed = feed(line)
      #expect(feed.indicators.count == 1 && feed.indicators[0].weakness == nil, "\(line)")
      #expect(feed.indicators[0].feed == "feed.txt" && feed.indicators[0].confidence == nil)
    }
  }

  @Test func aSchemeInAQueryIsNotTheBeginning() {
    let told = feed("evil.test/r?u=http://example.com/\nHTTPS://evil.test/a://b\n").indicators.map(\.tests[0].needle)
    #expect(told == [Array("evil.test/r?u=http://example.com/".utf8), Array("evil.test/a://b".utf8)])
  }

  @Test func aPathOfAVariableAloneIsWeak() {
    #expect(feed("%TEMP%\\svchost.exe").indicators.first?.weakness?.contains("folder is not known") == true)
    #expect(feed("%TEMP%\\abc\\svchost.exe").indicators.first?.weakness == nil)
  }

  @Test func marksOfOneCharacterAreCutToo() {
    let text = "a" + String(repeating: "\u{301}", count: 100_000)
    #expect(IndicatorText.cut(text).utf8.count < 400)
    #expect(IndicatorText.cut("short") == "short")
  }
}
