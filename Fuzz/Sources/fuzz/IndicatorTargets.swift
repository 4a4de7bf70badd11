import Bytes

@testable import Detection

/// Feeds of indicators.
enum IndicatorTargets {
  /// A file as it is given.
  ///
  /// Every entry is used or named, and what is used is found in the file itself as the plain search finds it.
  static func feed(_ input: [UInt8]) {
    let feed = IndicatorFeed(file: "feed", bytes: input.rawSpan)
    require(feed.problems.count == min(feed.refusedCount, IndicatorFeed.mostProblems), "problems without a name")
    require(!feed.isBroken || feed.indicators.isEmpty, "a broken file gave indicators")
    let set = IndicatorSet([feed])
    // The plain search looks at every place for each of them.
    search(Array(set.indicators.prefix(40)), Array(input.prefix(2000)))
  }

  /// Indicators of each kind, looked for in a text.
  ///
  /// An input is the text.
  static func search(_ input: [UInt8]) { search(known, input) }

  /// A pattern of STIX alone.
  static func pattern(_ input: [UInt8]) {
    guard let parts = try? STIXPattern.alternatives(String(decoding: input, as: UTF8.self)) else { return }
    require(parts.count <= STIXPattern.mostAlternatives, "\(parts.count) alternatives")
    require(parts.allSatisfy { !$0.isEmpty }, "an alternative without parts")
  }

  private static let known: [Indicator] = {
    let texts = """
      1.2.3.4
      1.2.3.0/25
      11.0.0.0/9
      2001:db8::/32
      evil.test
      http://evil.test/a.php
      0123456789abcdef0123456789abcdef
      shell.aspx
      a.ps1
      c:\\temp\\shell.aspx
      x@evil.test
      Mozilla/5.0 (evil)
      """
    let bytes = Array(texts.utf8)
    return IndicatorFeed(file: "known", bytes: bytes.rawSpan).indicators
  }()

  private static func search(_ indicators: [Indicator], _ input: [UInt8]) {
    let text = LetterCase.folded(String(decoding: input, as: UTF8.self))
    var found: Set<Int> = []
    var agent = NormalizedAgent()
    IndicatorIndex(indicators).search(text.rawSpan, &agent) { found.insert($0) }
    for (number, indicator) in indicators.enumerated() {
      var other = NormalizedAgent()
      let holds = indicator.tests[0].holds(in: text.rawSpan, &other)
      require(holds == found.contains(number), "\(indicator.value): \(holds), the fast search otherwise")
    }
  }
}

/// Feeds and texts to begin with.
enum IndicatorSeeds {
  static func feeds(_ data: String?) -> [Seed] {
    Seed.made([
      "# list\n1.2.3[.]4\nhxxp://evil[.]test/a.php\nshell.aspx\n10.0.0.1\nevil.test # why\n",
      "type,value,valid_until,confidence,source\nip,1.2.3.4,2021-06-01,85,Feed\ndomain,\"evil.test\",,low,\n",
      #"{"type":"bundle","id":"bundle--1","objects":[{"type":"indicator","id":"indicator--1","pattern":"[ipv4-addr:value = '1.2.3.4' OR file:hashes.'SHA-256' = 'x']","valid_until":"2021-06-01T00:00:00Z","confidence":85,"revoked":false}]}"#,
      #"{"Event":{"info":"A","Attribute":[{"type":"domain|ip","value":"evil.test|1.2.3.4","to_ids":true,"timestamp":"1614748761"}],"Object":[{"Attribute":[{"type":"filename|md5","value":"a.aspx|0123456789abcdef0123456789abcdef"}]}]}}"#,
    ])
  }

  static func texts(_ data: String?) -> [Seed] {
    Seed.made([
      "GET http://evil.test/a.php?x=1.2.3.4 c:/temp/shell.aspx", "x@evil.test 2001:db8::9 11.2.3.4 a.ps1",
      "MD5=0123456789ABCDEF0123456789ABCDEF", "Mozilla/5.0+(evil)",
    ])
  }

  static func patterns(_ data: String?) -> [Seed] {
    Seed.made([
      "[ipv4-addr:value = '1.2.3.4']",
      "[file:name IN ('a.aspx','b.aspx') AND (url:value = 'http://e.test/' OR domain-name:value = 'e.test')] OR [file:hashes.'SHA-256' = 'x']",
      "([file:name = 'a\\'b']) OR [ipv6-addr:value ISSUBSET '2001:db8::/32']",
    ])
  }
}
