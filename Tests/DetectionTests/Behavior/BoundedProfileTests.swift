import Testing

@testable import Detection

/// What profiles keep is bounded, and they say what they left out.
@Suite struct BoundedProfileTests {
  @Test func pagesBeyondTheLimitAreCountedAndSaid() {
    var site = MadeTraffic(hours: 2)
    for number in 0..<17_000 {
      site.add(0, number % 60, client: "203.0.113.9", page: "/made/page\(number).aspx")
    }
    var profiles = site.profiles(blockLines: 3000)
    #expect(profiles.findings(of: Behavior.all, after: []).isEmpty)
    #expect(profiles.notes.count == 1)
    #expect(profiles.notes.first?.contains("profiles are kept for") == true, "\(profiles.notes)")
  }

  /// Quantiles are upper ends of steps: not below the value, and less than half above it.
  @Test func histogramsAreRightWithinAHalf() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<50 {
      let values = (0..<200).map { _ in UInt64.random(in: 0...(1 << UInt64.random(in: 1...40)), using: &generator) }
      var histogram = LogHistogram()
      for value in values.shuffled(using: &generator) { histogram.add(value) }
      for share in [0.1, 0.5, 0.99] {
        let exact = values.sorted()[max(1, Int((200 * share).rounded(.up))) - 1]
        let told = histogram.quantile(share)
        #expect(told >= exact && Double(told) <= Double(max(exact, 1)) * 1.5 + 1, "\(exact) \(told)")
      }
    }
  }

  @Test func emptyHistogramSaysNothing() {
    #expect(LogHistogram().quantile(0.5) == 0 && LogHistogram().count(from: 3) == 0)
  }

  @Test(arguments: [
    ("/a/b.aspx/c", "/a/b.aspx"), ("/a/b.aspx", "/a/b.aspx"), ("/a/.aspx/c", "/a/.aspx/c"), ("", ""),
    ("/x.json/y.aspx/z", "/x.json"), ("/owa/ev.owa2", "/owa/ev.owa2"), ("/a/b.aspxx/c", "/a/b.aspxx/c"),
    ("/(s(abc))/a/b.aspx", "/a/b.aspx"), ("//a///b.aspx//c", "/a/b.aspx"), ("/a/(x)/b.aspx", "/a/(x)/b.aspx"),
    ("/a.vbhtml/b", "/a.vbhtml"),
  ])
  func pagesEndWithTheirScript(_ path: String, _ name: String) { #expect(PageName.name(path) == name) }

  @Test func longPathsAreCut() {
    let name = PageName.name("/" + String(repeating: "a", count: 10_000) + ".aspx")
    #expect(name.count == PageName.longest && PageName.isScript(name))
  }
}
