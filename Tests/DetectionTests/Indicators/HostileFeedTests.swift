import Bytes
import Model
import Testing

@testable import Detection

/// Feeds that are broken or mean ill cost themselves alone.
@Suite struct HostileFeedTests {
  @Test(arguments: [
    ("", "an empty file"), ("   \n", "an empty file"), ("{", "no JSON: expected a name in quotes"),
    ("{\"a\":1}", "neither a STIX bundle nor MISP events"), ("[1,2]", "neither a STIX bundle nor MISP events"),
    ("{\"a\":\n\n\"x", "no JSON: a text without its closing quote"), ("[\"\\q\"]", "a character that may not stand"),
    ("{\"a\":1}x", "expected the end of the document"), ("[1, tru]", "expected a value"),
  ])
  func brokenFileIsNamed(text: String, reason: String) {
    let feed = feed(text)
    #expect(feed.isBroken && feed.indicators.isEmpty && feed.refusedCount == 1)
    #expect(feed.refused.first?.contains(reason) == true, "\(feed.refused)")
  }

  @Test func lineOfTheFaultIsTold() {
    #expect(feed("{\"a\":1,\n\n\"b\" 2}").refused.first == "line 3, column 5: no JSON: expected a colon")
    #expect(feed("{\"é\":\n [\"éé\", x]}").refused.first == "line 2, column 9: no JSON: expected a value")
    #expect(feed("{").refused.first?.hasPrefix("line 1, column 2: ") == true)
  }

  @Test(arguments: ["[", "{\"a\":"]) func depthIsBounded(opening: String) {
    let feed = feed(String(repeating: opening, count: 100_000))
    #expect(feed.isBroken && feed.refused.first?.contains("more than 64 deep") == true, "\(feed.refused)")
  }

  @Test func longValuesAndLinesAreRefused() {
    let feed = feed(
      String(repeating: "a", count: 3000) + ".test\n" + String(repeating: "b", count: 10_000) + "\nevil.test")
    #expect(feed.told == ["domain evil.test"] && feed.refusedCount == 2)
  }

  @Test func problemsAreCountedAndTheFirstKept() {
    let feed = feed(String(repeating: "word\n", count: 5000))
    #expect(feed.refusedCount == 5000 && feed.problems.count == IndicatorFeed.mostProblems)
  }

  @Test func quoteThatIsNeverClosedCostsItsRow() {
    let behind = (0..<20_000).map { "evil\($0).test,domain,\n" }.joined()
    let feed = feed("value,type,comment\nevil.test,domain,\nlost.test,domain,\"never closed\n" + behind)
    #expect(feed.indicators.count == 20_001 && feed.told.first == "domain evil.test")
    #expect(feed.told.last == "domain evil19999.test")
    #expect(feed.refusedCount == 1 && feed.problems.first?.origin.place == "line 3", "\(feed.refused)")
  }

  @Test func quotesBehindBlanksCostNoMoreThanOthers() {
    let line = String(repeating: " ", count: 60_000) + "x" + String(repeating: "\"", count: 2_000_000)
    let clock = ContinuousClock()
    var told: [String] = []
    let time = clock.measure { told = feed("value,type\n\(line),domain\nevil.test,domain\n").told }
    #expect(told.contains("domain evil.test"))
    #expect(time < .seconds(60), "\(time)")
  }

  @Test func networksThatAreManyTextsAreBounded() {
    let text = (0..<20_000).map { "9.\($0 / 256 % 256).\($0 % 256).1/8\n" }.joined()
    let feed = feed(text + "9.9.9.9\n")
    #expect(feed.refused.contains { $0.contains("MiB in one file") }, "\(feed.refused.prefix(3))")
  }

  @Test func bytesThatAreNoTextAreRefusedOneByOne() {
    var generator = Seeded(state: 7)
    for _ in 0..<200 {
      // No quotes, separators or comments: a list with an entry in each line.
      let bytes = (0..<300).map { _ in UInt8.random(in: 0x80...0xFF, using: &generator) }
      let lines: [UInt8] = bytes.enumerated().flatMap { $0.offset % 10 == 9 ? [$0.element, 0x0A] : [$0.element] }
      let feed = IndicatorFeed(file: "x", bytes: lines.rawSpan)
      #expect(feed.indicators.count + feed.refusedCount == 30, "\(feed.refused.prefix(3))")
    }
  }

  @Test func sameValueOfOneFeedIsOneIndicator() {
    let set = IndicatorSet([
      feed("value,valid_until,confidence\nevil.test,2021-01-01,low\nevil.test,2021-06-01,high\n"),
      feed("evil.test", file: "other.txt"),
    ])
    #expect(set.indicators.count == 2)
    #expect(
      set.indicators[0].confidence == .high && set.indicators[0].validUntil?.description.hasPrefix("2021-06-01") == true
    )
    #expect(set.indicators[1].id == "indicator:other.txt:evil.test")
  }
}
