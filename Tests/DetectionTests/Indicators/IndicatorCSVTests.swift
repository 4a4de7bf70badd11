import Model
import Testing

@testable import Detection

/// Tables: columns by their names, quoting, times, confidence.
@Suite struct IndicatorCSVTests {
  @Test func usualColumnsAreKnown() throws {
    let feed = feed(
      """
      type,value,valid_until,confidence,source,valid_from
      ip-dst,203.0.113.9,2021-06-01,85,Feed One,2021-03-01T00:00:00Z
      domain,"evil[.]test",2021-06-01T12:00:00Z,low,,
      yara,whatever,,,,
      sha256,nothex,,,,
      """)
    #expect(feed.format == .csv)
    #expect(feed.told == ["address 203.0.113.9", "domain evil.test"])
    #expect(feed.refused.map { String($0.prefix(12)) } == ["line 4: type", "line 5: hash"], "\(feed.refused)")
    let first = try #require(feed.indicators.first)
    #expect(first.feed == "Feed One" && first.confidence == .high)
    #expect(first.validFrom == Timestamp("2021-03-01T00:00:00Z") && first.validUntil == Timestamp("2021-06-01"))
    #expect(feed.indicators[1].feed == "feed.txt" && feed.indicators[1].confidence == .low)
    #expect(first.origin.place == "line 2" && first.id == "indicator:Feed One:203.0.113.9")
  }

  @Test(arguments: [
    ("indicator;type\n\"evil.test\";domain", ["domain evil.test"]),
    ("ioc\tcomment\nevil.test\tx,y", ["domain evil.test"]),
    ("Indicator Value,Indicator Type\nevil.test,FQDN", ["domain evil.test"]),
    ("md5,sha1,ip\n,,203.0.113.9", ["address 203.0.113.9"]),
    ("url\nhxxp://evil.test/a,b", ["url http://evil.test/a"]),
    (
      "value,note\n\"shell.aspx\",\"two\nlines, \"\"quoted\"\"\"\n203.0.113.9,",
      ["file-name shell.aspx", "address 203.0.113.9"]
    ),
    (
      "# \"first_seen_utc\",\"ioc_id\",\"ioc_value\"\n# more\n\"2021-03-01 00:00:00\", \"1\", \"evil.test\"",
      ["domain evil.test"]
    ),
    (
      "type,value\nfilename|md5,a.aspx|0123456789abcdef0123456789abcdef",
      ["hash 0123456789abcdef0123456789abcdef", "file-name a.aspx"]
    ),
  ])
  func shapeIsRead(text: String, told: [String]) {
    let feed = feed(text)
    #expect(feed.told == told, "\(feed.refused)")
    #expect(feed.format == .csv)
  }

  @Test func endThatCannotBeReadIsSaid() {
    let feed = feed("value,expires\nevil.test,soon")
    #expect(feed.indicators.first?.validUntil == nil)
    #expect(feed.indicators.first?.weakness == "its end of validity cannot be read: soon")
  }

  @Test func lineOfNoColumnsIsAList() {
    let feed = feed("evil.test\nother.test")
    #expect(feed.format == .list && feed.told == ["domain evil.test", "domain other.test"])
  }
}
