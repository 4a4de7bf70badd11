import Model
import Testing

@testable import Detection

/// STIX bundles: patterns that say what equals what.
@Suite struct STIXTests {
  private func bundle(_ pattern: String, _ more: String = "") -> IndicatorFeed {
    let escaped = pattern.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return feed(
      #"{"type":"bundle","id":"bundle--1","objects":[{"type":"identity","id":"identity--1","name":"Feed One"},"#
        + #"{"type":"indicator","id":"indicator--1","pattern":"\#(escaped)"\#(more)}]}"#)
  }

  @Test(arguments: [
    ("[ipv4-addr:value = '203.0.113.9']", ["address 203.0.113.9"]),
    ("[ipv4-addr:value ISSUBSET '203.0.113.0/24']", ["address 203.0.113.0/24"]),
    ("[ipv6-addr:value = '2001:db8::9']", ["address 2001:db8::9"]),
    ("[domain-name:value = 'evil.test']", ["domain evil.test"]),
    ("[url:value = 'http://evil.test/a']", ["url http://evil.test/a"]),
    ("[email-addr:value = 'a@evil.test']", ["email a@evil.test"]),
    ("[file:hashes.MD5 = '0123456789abcdef0123456789abcdef']", ["hash 0123456789abcdef0123456789abcdef"]),
    (
      "[file:hashes.'SHA-1' = '0123456789abcdef0123456789abcdef01234567']",
      ["hash 0123456789abcdef0123456789abcdef01234567"]
    ),
    ("[file:name = 'shell.aspx']", ["file-name shell.aspx"]),
    ("[file:name = 'x.dll' AND file:parent_directory_ref.path = 'C:\\\\Temp']", ["file-path C:\\Temp\\x.dll"]),
    ("[file:name='a.aspx' OR file:name='b.aspx']", ["file-name a.aspx", "file-name b.aspx"]),
    ("[file:name IN ('a.aspx', 'b.aspx')]", ["file-name a.aspx", "file-name b.aspx"]),
    ("[domain-name:value = 'a.test'] OR [domain-name:value = 'b.test']", ["domain a.test", "domain b.test"]),
    ("([domain-name:value = 'a.test'] OR [domain-name:value = 'b.test'])", ["domain a.test", "domain b.test"]),
    ("[network-traffic:dst_ref.value = '203.0.113.9']", ["address 203.0.113.9"]),
    (
      "[network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' = 'evil agent/1']",
      ["user-agent evil agent/1"]
    ),
    (
      "[(domain-name:value = 'a.test' OR domain-name:value = 'b.test') AND ipv4-addr:value = '203.0.113.9']",
      ["domain a.test and 203.0.113.9", "domain b.test and 203.0.113.9"]
    ),
  ])
  func patternIsRead(pattern: String, told: [String]) {
    let feed = bundle(pattern)
    #expect(feed.told == told, "\(feed.refused)")
    #expect(feed.format == .stix && feed.refusedCount == 0)
  }

  @Test(arguments: [
    ("[file:name LIKE '%.aspx']", "the comparison LIKE is not used"),
    ("[file:name MATCHES 'a.*']", "the comparison MATCHES is not used"),
    ("[file:name != 'a.aspx']", "the comparison ! is not used"),
    ("[file:size > 3]", "the comparison > is not used"),
    ("[process:command_line = 'x']", "process:command_line is not looked for"),
    ("[file:hashes.'SHA-512' = 'x']", "file:hashes.'SHA-512' is not looked for"),
    ("[file:name = 'a.aspx'] FOLLOWEDBY [file:name = 'b.aspx']", "FOLLOWEDBY between or behind observations"),
    ("[file:name = 'a.aspx'] AND [file:name = 'b.aspx']", "AND between or behind observations"),
    ("[file:name = 'a.aspx'] REPEATS 5 TIMES", "REPEATS between or behind observations"),
    ("[file:name NOT = 'a.aspx']", "the comparison NOT is not used"),
    ("[file:name = 'a.aspx'", "expected ], found the end"), ("file:name = 'a'", "expected [, found file:name"),
    ("[file:name = 'a.aspx]", "without its closing quote"), ("", "expected [, found the end"),
    ("[ipv4-addr:value = '10.0.0.1']", "a private network"),
  ])
  func patternIsRefusedByName(pattern: String, reason: String) {
    let feed = bundle(pattern)
    #expect(feed.told == [])
    #expect(
      feed.refused.count == 1 && feed.refused.allSatisfy { $0.hasPrefix("objects[1]: ") && $0.contains(reason) },
      "\(feed.refused)")
  }

  @Test func judgmentIsTold() throws {
    let feed = bundle(
      "[file:name = 'a.aspx']",
      #","created_by_ref":"identity--1","pattern_type":"stix","valid_from":"2021-03-01T00:00:00Z","#
        + #""valid_until":"2021-06-01T00:00:00.000Z","confidence":75,"revoked":true"#)
    let indicator = try #require(feed.indicators.first)
    #expect(indicator.feed == "Feed One" && indicator.confidence == .high && indicator.isRevoked)
    #expect(indicator.validFrom?.description == "2021-03-01T00:00:00Z")
    #expect(indicator.validUntil?.ticks == Timestamp("2021-06-01")?.ticks)
  }

  @Test func otherLanguagesAreRefusedByName() {
    #expect(bundle("rule x {}", #","pattern_type":"yara""#).refused == ["objects[1]: a pattern in yara is not used"])
  }

  @Test func alternativesAreBounded() {
    let pair = "(file:name = 'aaaa.aspx' OR file:name = 'bbbb.aspx')"
    let feed = bundle("[" + Array(repeating: pair, count: 20).joined(separator: " AND ") + "]")
    #expect(feed.indicators.isEmpty && feed.refused.first?.contains("more than 1000 alternatives") == true)
    let wide = bundle("[" + Array(repeating: "file:name = 'aaaa.aspx'", count: 40).joined(separator: " AND ") + "]")
    #expect(wide.refused.first?.contains("more than 32 parts") == true)
    let deep = bundle(String(repeating: "(", count: 500) + "[file:name = 'a.aspx']")
    #expect(deep.refused.first?.contains("too deep") == true)
  }

  @Test func anAlternativeThatCannotBeUsedCostsItselfAlone() {
    let first = "[domain-name:value = 'a.test' AND ipv4-addr:value = '10.0.0.1']"
    let second = "[domain-name:value = 'b.test' AND ipv4-addr:value = '203.0.113.9']"
    for pattern in ["\(first) OR \(second)", "\(second) OR \(first)"] {
      let feed = bundle(pattern)
      #expect(feed.indicators.count == 1 && feed.refusedCount == 1, "\(feed.refused)")
    }
  }
}
