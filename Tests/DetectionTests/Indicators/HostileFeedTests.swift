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
    #expect(feed("{\"a\":1,\n\n\"b\" 2}").refused.first?.hasPrefix("line 3: ") == true)
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
    let row = "\"" + String(repeating: "x\n", count: 50_000)
    let feed = feed("value,type\nevil.test,domain\n" + row + "\nother.test,domain\n")
    #expect(feed.told == ["domain evil.test", "domain other.test"])
  }

  @Test func bytesThatAreNoTextAreRefusedOneByOne() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let bytes = (0..<300).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let feed = IndicatorFeed(file: "x", bytes: bytes.rawSpan)
      #expect(feed.indicators.count + feed.refusedCount > 0 || bytes.first == UInt8(ascii: "#"), "\(bytes)")
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
