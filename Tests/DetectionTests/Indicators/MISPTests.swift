import Model
import Testing

@testable import Detection

/// MISP events: attributes, also inside objects.
@Suite struct MISPTests {
  private func event(_ attributes: String, _ more: String = "") -> IndicatorFeed {
    feed(#"{"Event":{"info":"Campaign A","Attribute":[\#(attributes)]\#(more)}}"#)
  }

  @Test(arguments: [
    ("ip-src", "203.0.113.9", ["address 203.0.113.9"]), ("ip-dst|port", "203.0.113.9|443", ["address 203.0.113.9"]),
    ("domain", "evil.test", ["domain evil.test"]), ("hostname", "a.evil.test", ["domain a.evil.test"]),
    ("domain|ip", "evil.test|203.0.113.9", ["domain evil.test", "address 203.0.113.9"]),
    ("url", "hxxp://evil.test/a", ["url http://evil.test/a"]),
    ("uri", "/owa/auth/x.aspx", ["file-path /owa/auth/x.aspx"]),
    ("md5", "0123456789abcdef0123456789abcdef", ["hash 0123456789abcdef0123456789abcdef"]),
    ("filename", "shell.aspx", ["file-name shell.aspx"]), ("user-agent", "evil agent/1", ["user-agent evil agent/1"]),
    ("filename", "%TEMP%\\\\abc.dll", ["file-path %TEMP%\\abc.dll"]),
    ("email-src", "a@evil.test", ["email a@evil.test"]),
    (
      "filename|md5", "shell.aspx|0123456789abcdef0123456789abcdef",
      ["hash 0123456789abcdef0123456789abcdef", "file-name shell.aspx"]
    ),
  ])
  func attributeIsRead(type: String, value: String, told: [String]) {
    let feed = event(#"{"type":"\#(type)","value":"\#(value)","to_ids":true}"#)
    #expect(feed.format == .misp && feed.refusedCount == 0)
    #expect(feed.told == told, "\(feed.refused)")
    #expect(feed.indicators.allSatisfy { $0.feed == "Campaign A" })
  }

  @Test func attributesOfObjectsAreRead() {
    let feed = event(
      "", #","Object":[{"Attribute":[{"type":"filename","value":"shell.aspx"},{"type":"float","value":"1"}]}]"#)
    #expect(feed.told == ["file-name shell.aspx"])
    #expect(feed.refused == ["Event.Object[0].Attribute[1]: type float is not looked for"])
    #expect(feed.indicators.first?.origin.place == "Event.Object[0].Attribute[0]")
  }

  @Test func whatIsNotForDetectionIsRefusedByName() {
    let feed = event(
      #"{"type":"domain","value":"a.test","to_ids":false},{"type":"domain","value":"b.test","deleted":true},"#
        + #"{"type":"link","value":"http://c.test"},{"value":"d.test"}"#)
    #expect(
      feed.refused == [
        "Event.Attribute[0]: domain a.test: to_ids is false", "Event.Attribute[1]: domain b.test: deleted",
        "Event.Attribute[2]: type link is a reference, not an indicator",
        "Event.Attribute[3]: an attribute without a type or a value",
      ])
  }

  @Test func timesAndConfidenceAreTold() throws {
    let feed = event(
      #"{"type":"domain","value":"evil.test","timestamp":"1614748761"}"#,
      #","Tag":[{"name":"misp:confidence-level=\"usually-confident\""}]"#)
    let indicator = try #require(feed.indicators.first)
    #expect(indicator.validFrom?.description == "2021-03-03T05:19:21Z" && indicator.confidence == .high)
  }

  @Test(arguments: [
    #"{"response":[{"Event":{"info":"A","Attribute":[{"type":"domain","value":"evil.test"}]}}]}"#,
    #"[{"Event":{"info":"A","Attribute":[{"type":"domain","value":"evil.test"}]}}]"#,
    #"{"response":{"Attribute":[{"type":"domain","value":"evil.test","Event":{"info":"A"}}]}}"#,
  ])
  func otherWrappingsAreRead(text: String) {
    let feed = feed(text)
    #expect(feed.told == ["domain evil.test"] && feed.format == .misp && feed.indicators.first?.feed == "A")
  }
}
