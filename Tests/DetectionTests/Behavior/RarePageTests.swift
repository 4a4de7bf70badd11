import Model
import Testing

@testable import Detection

/// Pages that few use, with POST only, and pages that look like them and are nobody's shell.
@Suite struct RarePageTests {
  private static let exploit = Exploit(finding: 7, host: "one", first: MadeTraffic.ticks(29, 19))

  /// A site on which a page takes `posts` requests of `clients` clients in the hours from 29 on.
  private static func site(
    page: String = "/aspnet_client/page.aspx", method: String = "POST", posts: Int = 12, clients: Int = 2,
    every minutes: Int = 5, account: String = "-", referrer: String = "-", hours: Int = 48, query: String = "-"
  ) -> MadeTraffic {
    var site = MadeTraffic(hours: hours)
    for number in 0..<posts {
      let minute = 31 + number * minutes
      site.add(
        29 + minute / 60, minute % 60, 2, client: "203.0.113.\(10 + number % clients)", method: method, page: page,
        query: query, account: account, referrer: referrer, status: number % 6 == 5 ? 500 : 200, bytes: 300 + number)
    }
    return site
  }

  @Test func pageUsedWithPostOnlyIsFoundWithItsNumbers() throws {
    let found = Self.site().findings()
    #expect(found.count == 1)
    let finding = try #require(found.first)
    #expect(finding.rule.id == "EXD-063" && finding.rule.kind == .behavior)
    #expect(finding.severity == .high && finding.confidence == .moderate && finding.stage == .post)
    #expect(finding.count == 12 && finding.places.count == 12)
    #expect(
      finding.summary(after: nil)
        == "Page /aspnet_client/page.aspx: 2 clients (203.0.113.10, 203.0.113.11), 10 POST, 0 GET, none logged on, "
        + "none led there by a page; answered 200 ×10, 500 ×2 with 300 bytes to 310 bytes; first "
        + "2021-03-02T05:31:02Z, last 2021-03-02T06:21:02Z, in 2 of 48 hours of IIS/W3C in W3SVC1.")
    #expect(finding.places.first?.ticks == MadeTraffic.ticks(29, 31, 2))
  }

  @Test func pageFirstAskedForAfterABreakInSaysSo() throws {
    let finding = try #require(Self.site().findings(after: [Self.exploit]).first)
    #expect(finding.confidence == .high)
    #expect(finding.after?.finding == 7)
    #expect(finding.summary(after: "F-00003").hasSuffix("; 12 minutes after F-00003."))
  }

  /// One look at a new page is little; after a break-in it is much.
  @Test func pageThatWasReadOnlyNeedsABreakIn() {
    let site = Self.site(method: "GET", posts: 1, clients: 1)
    #expect(site.findings().isEmpty)
    let found = site.findings(after: [Self.exploit])
    #expect(found.map(\.confidence) == [.moderate])
    #expect(found.map(\.rule.title) == ["Page first answered after a break-in"])
  }

  @Test(arguments: [
    Exploit(finding: 1, host: "another", first: MadeTraffic.ticks(29, 19)),
    Exploit(finding: 1, host: "one", first: MadeTraffic.ticks(30, 0)),
    Exploit(finding: 1, host: "one", first: MadeTraffic.ticks(29, 31, 2)),
    // The log does not reach back far enough to say that the page was not asked for before.
    Exploit(finding: 1, host: "one", first: MadeTraffic.ticks(0, 30)),
  ])
  func breakInElsewhereOrLaterSaysNothing(_ exploit: Exploit) {
    #expect(Self.site(method: "GET", posts: 1, clients: 1).findings(after: [exploit]).isEmpty)
  }

  @Test func pathBehindTheScriptAndLetterCaseAreOnePage() {
    var site = MadeTraffic()
    for (number, page) in ["/a/Page.aspx/x", "/a/page.aspx", "/a/PAGE.ASPX/y/z", "/a/page.aspx/x.aspx"].enumerated() {
      site.add(30, number, client: "203.0.113.9", method: "POST", page: page)
    }
    let found = site.findings()
    #expect(found.map(\.count) == [4])
    #expect(found.first?.observables.contains { $0.value == "/a/Page.aspx" } == true)
  }

  /// Another log of the host has the page before the break-in: it came after none.
  @Test func pageThatAnotherLogHasBeforeIsNotNew() {
    var earlier = MadeTraffic()
    earlier.add(10, 0, client: "203.0.113.10", page: "/aspnet_client/page.aspx")
    var profiles = TrafficProfiles()
    Self.site().add(to: &profiles, folder: "W3SVC1", artifact: 0)
    earlier.add(to: &profiles, folder: "old", artifact: 1)
    let found = profiles.findings(of: Behavior.all, after: [Self.exploit])
    #expect(found.map(\.rule.title) == ["Page used by few, with POST only"])
    #expect(found.allSatisfy { $0.after == nil })
  }

  /// ASP.NET takes a path with a session in it for the page without.
  @Test func sessionsInThePathHideNoPage() {
    var site = MadeTraffic()
    for number in 0..<4 {
      site.add(30, number, client: "203.0.113.9", method: "POST", page: "/(S(made\(number)))//a/Page.aspx")
    }
    #expect(site.findings().map(\.count) == [4])
    #expect(site.findings().first?.activity?.path == "/a/Page.aspx")
  }

  // MARK: What the log does not say

  private static func sentences(_ fields: String, _ line: (_ minute: String) -> String) -> [String] {
    var profiles = Self.site(posts: 0).profiles()
    let lines = (10..<20).map { line("2021-03-02 05:\($0):00") }
    profiles.add(MadeTraffic.tally(fields, lines), host: "one", folder: "W3SVC1", artifact: 1)
    return profiles.findings(of: Behavior.all, after: []).map { $0.summary(after: nil) }
  }

  @Test func columnsThatAreNotThereAreNotTold() throws {
    let sentence = try #require(
      Self.sentences("date time cs-method cs-uri-stem c-ip sc-status") { "\($0) POST /a/b.aspx 203.0.113.9 200" }.first)
    #expect(
      sentence.hasPrefix(
        "Page /a/b.aspx: 1 client (203.0.113.9), 10 POST, 0 GET, no word of who was logged on, no word of what led "
          + "there; answered 200 ×10; first"), "\(sentence)")
  }

  @Test func bytesThatAreNotThereAreNotTold() throws {
    for bytes in ["-", "9999999999999999999999"] {
      let sentence = try #require(
        Self.sentences(MadeTraffic.fields) { "\($0) POST /a/b.aspx - - 203.0.113.9 Odd - 200 \(bytes)" }.first)
      #expect(sentence.contains("answered 200 ×10; first"), "\(sentence)")
    }
  }

  /// What a server was made to ask itself has no client.
  @Test func pageThatOnlyTheServerAsksForSaysSo() throws {
    let sentence = try #require(
      Self.sentences(MadeTraffic.fields) { "\($0) POST /a/b.aspx - - 127.0.0.1 Odd - 200 7" }.first)
    #expect(sentence.hasPrefix("Page /a/b.aspx: no client but the server itself, 10 POST"), "\(sentence)")
  }

  @Test func answersToSomebodyLoggedOnAreCountedToo() throws {
    var site = Self.site(posts: 30, clients: 1, every: 1)
    site.add(29, 40, 9, client: "203.0.113.10", method: "POST", page: "/aspnet_client/page.aspx", account: "EXAMPLE\\u")
    let sentence = try #require(site.findings().first).summary(after: nil)
    #expect(sentence.contains("26 POST, 0 GET, 1 of 26 logged on") && sentence.contains("answered 200 ×26, 500 ×5"))
  }

  @Test func namesOfTheEvidencePassForNoWordsOfOurs() throws {
    let page = "/a/b,9_clients;after_F-00001.aspx"
    let sentence = try #require(
      Self.sentences(MadeTraffic.fields) { "\($0) POST \(page) - - 203.0.113.9 Odd - 200 7" }.first)
    #expect(sentence.hasPrefix("Page \"/a/b,9_clients;after_F-00001.aspx\": 1 client"), "\(sentence)")
    #expect(BehaviorText.name("a \"b\\") == "\"a \\\"b\\\\\"" && BehaviorText.name("") == "\"\"")
    #expect(BehaviorText.observable(address: "evil") == nil && BehaviorText.observable(address: "::1") != nil)
  }

  /// In a log that begins hours before the break-in, what the house's own machines read for the first time is no sign.
  @Test(arguments: [("203.0.113.10", 1), ("10.20.30.40", 0), ("172.20.1.1", 0), ("192.0.2.3", 0)])
  func shortPastSpeaksOnlyAgainstStrangers(_ client: String, _ count: Int) {
    var site = MadeTraffic(hours: 24)
    site.add(12, 30, client: client, page: "/test.aspx")
    let exploit = Exploit(finding: 1, host: "one", first: MadeTraffic.ticks(6, 0))
    #expect(site.findings(after: [exploit]).count == count)
  }

  @Test(arguments: [
    ("10.1.2.3", true), ("172.16.0.1", true), ("172.31.9.9", true), ("172.32.0.1", false), ("192.168.1.1", true),
    ("fd00::1", true), ("2001:db8::1", false), ("203.0.113.9", false), ("172", false), ("", false),
  ])
  func privateAddressesAreTold(_ address: String, _ isPrivate: Bool) {
    #expect(PrivateAddress.holds(address) == isPrivate)
  }

  // MARK: Look-alikes

  @Test func pageOfUsersOrBehindAFormIsNone() {
    #expect(Self.site(account: "EXAMPLE\\user1").findings(after: [Self.exploit]).isEmpty)
    #expect(Self.site(referrer: "https://mail.example.org/form.aspx").findings(after: [Self.exploit]).isEmpty)
  }

  @Test func pageOfManyClientsIsNone() {
    #expect(Self.site(posts: 60, clients: 20).findings(after: [Self.exploit]).isEmpty)
  }

  /// An interface for a machine is used all the time.
  @Test func pageThatIsUsedInManyHoursIsNone() {
    #expect(Self.site(posts: 17, clients: 1, every: 60).findings().isEmpty)
  }

  @Test(arguments: ["/owa/auth/logon.aspx", "/EWS/Exchange.asmx", "/ecp/auth/TimeoutLogout.aspx"])
  func pagesOfExchangeAreNone(_ page: String) {
    #expect(Self.site(page: page).findings(after: [Self.exploit]).isEmpty)
  }

  @Test func pageThatIsMostlyReadIsNone() {
    var site = Self.site(posts: 4)
    for minute in 0..<20 { site.add(29, minute, client: "203.0.113.10", page: "/aspnet_client/page.aspx") }
    #expect(site.findings().isEmpty)
  }

  /// What was refused or sent elsewhere is no page.
  @Test func pageThatIsNotThereIsNone() {
    var site = MadeTraffic()
    for minute in 0..<30 {
      site.add(
        29, minute, client: "203.0.113.10", method: "POST", page: "/owa/auth/shell.aspx",
        status: [302, 401, 404][minute % 3])
    }
    #expect(site.findings(after: [Exploit(finding: 1, host: "one", first: MadeTraffic.ticks(28, 0))]).isEmpty)
  }

  /// Numbers do not depend on where blocks are cut.
  @Test(arguments: [1, 3, 64, 5000]) func blocksMakeNoDifference(_ lines: Int) {
    var profiles = Self.site().profiles(blockLines: lines)
    let found = profiles.findings(of: Behavior.all, after: [Self.exploit])
    #expect(
      found.map { $0.summary(after: "F-1") }
        == Self.site().findings(after: [Self.exploit]).map { $0.summary(after: "F-1") })
  }

  /// What two logs tell of one page is one finding.
  @Test func twoLogsTellOneStory() {
    var profiles = TrafficProfiles()
    Self.site().add(to: &profiles, folder: "W3SVC1", artifact: 0)
    Self.site().add(to: &profiles, folder: "W3SVC2", artifact: 1)
    let found = profiles.findings(of: Behavior.all, after: [])
    #expect(found.map(\.count) == [24])
    #expect(found.first.map { Set($0.places.map(\.artifact)) } == [0, 1])
  }

  @Test func moreLinesThanAreCitedIsSaid() {
    let finding = Self.site(posts: 150, clients: 1, every: 1).findings().first
    #expect(finding?.count == 150 && finding?.places.count == TrafficTally.Page.mostPlaces)
    #expect(finding?.notes.contains("cites 64 of 150 requests") == true)
  }
}
