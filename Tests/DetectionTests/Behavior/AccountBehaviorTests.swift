import Model
import Testing

@testable import Detection

/// Accounts in foreign hands, bursts of reading, and what looks like them.
@Suite struct AccountBehaviorTests {
  private static let program = "ExchangeServicesClient/15.00.0913.015"

  /// Somebody reads a user's mail with a program from outside; `guesses` refusals come before.
  private static func stolen(guesses: Int, requests: Int = 60, bytes: Int = 300_000) -> MadeTraffic {
    var site = MadeTraffic()
    for number in 0..<guesses {
      site.add(
        25, number / 2, number % 2 * 30, client: "203.0.113.20", method: "POST", page: "/EWS/Exchange.asmx",
        agent: program, status: 401)
    }
    for number in 0..<requests {
      site.add(
        27, number % 60, client: "203.0.113.\(20 + number % 3)", method: "POST", page: "/EWS/Exchange.asmx",
        account: "EXAMPLE\\user3", agent: program, bytes: bytes)
    }
    return site
  }

  private static func foreign(_ site: MadeTraffic) -> [BehaviorFinding] {
    site.findings().filter { $0.rule.id == "behavior/foreign-account-use" }
  }

  @Test func accountInForeignHandsIsFoundWithItsNumbers() throws {
    let found = Self.foreign(Self.stolen(guesses: 70))
    let finding = try #require(found.first)
    #expect(found.count == 1 && finding.severity == .high && finding.confidence == .moderate)
    #expect(finding.stage == .success && finding.count == 60)
    let sentence = finding.summary(after: nil)
    #expect(
      sentence.hasPrefix("Account example\\user3 was used with the agent \(Self.program), from 3 clients of its own"))
    #expect(sentence.contains("the agent had been refused 70 times before"), "\(sentence)")
    #expect(sentence.contains("fetched 18.0 MB"), "\(sentence)")
    #expect(sentence.contains("of its 288 requests with other agents 162 came before"), "\(sentence)")
    #expect(finding.observables.map(\.type).contains("user-account"))
  }

  /// A journey with a new computer: nothing was guessed, and little is read.
  @Test func journeyIsNone() { #expect(Self.foreign(Self.stolen(guesses: 2, requests: 20, bytes: 4000)).isEmpty) }

  /// A phone with an old password asks again and again, and then has the new one.
  @Test func phoneWithAnOldPasswordIsNone() {
    var site = MadeTraffic()
    for number in 0..<90 {
      site.add(
        25 + number / 30, number % 30 * 2, client: "203.0.113.40", method: "POST",
        page: "/Microsoft-Server-ActiveSync/default.eas", account: number < 60 ? "-" : "EXAMPLE\\user3",
        agent: "Apple-iPhone13C2/1805.71", status: number < 60 ? 401 : 200, bytes: 9000)
    }
    #expect(Self.foreign(site).isEmpty)
  }

  /// Each connection begins with a challenge, which is a 401 too.
  @Test func challengesAreNoGuesses() {
    var site = MadeTraffic()
    for number in 0..<40 {
      for status in [401, 200] {
        site.add(
          27, number, status / 100, client: "203.0.113.50", method: "POST", page: "/mapi/emsmdb/",
          account: status == 200 ? "EXAMPLE\\user3" : "-", agent: "Microsoft+Office/16.0", status: status, bytes: 9000)
      }
    }
    #expect(Self.foreign(site).isEmpty)
  }

  /// From a client that others use too, a stranger cannot be told.
  @Test func clientOfOthersIsNone() {
    var site = Self.stolen(guesses: 70)
    for client in 20...22 {
      site.add(24, 1, client: "203.0.113.\(client)", page: "/owa/service.svc", account: "EXAMPLE\\user5")
    }
    #expect(Self.foreign(site).isEmpty)
  }

  private static func reading(_ site: MadeTraffic) -> [BehaviorFinding] {
    site.findings().filter { $0.rule.id == "EXD-079" }
  }

  @Test func burstIsFoundAgainstTheAccountsOwnPast() throws {
    var site = MadeTraffic()
    for number in 0..<50 {
      site.add(
        40, number, client: "192.0.2.3", method: "POST", page: "/owa/service.svc", account: "EXAMPLE\\user3",
        agent: MadeTraffic.users[2].agent, bytes: 1_000_000)
    }
    let found = Self.reading(site)
    let finding = try #require(found.first)
    #expect(found.count == 1 && finding.severity == .medium && finding.stage == .post)
    #expect(
      finding.summary(after: nil).contains("fetched 50.0 MB in 56 requests in the hour from 2021-03-02T16:00:00Z"))
    #expect(finding.summary(after: nil).contains("its median hour of 48: at most 24.5 kB"), "\(finding.sentence)")
  }

  /// A backup reads much, night after night.
  @Test func whatIsDoneEveryNightIsNone() {
    var site = MadeTraffic(hours: 24 * 6)
    for night in 0..<6 {
      for number in 0..<50 {
        site.add(
          night * 24 + 2, number, client: "192.0.2.200", method: "POST", page: "/EWS/Exchange.asmx",
          account: "EXAMPLE\\backup", agent: "Backup/1.0", bytes: 1_000_000 + number)
      }
    }
    #expect(site.findings().isEmpty)
  }

  /// Of an account that is seen in one hour only nobody can say what is usual.
  @Test func accountWithoutAPastIsContext() {
    var site = MadeTraffic()
    for number in 0..<50 {
      site.add(
        40, number, client: "192.0.2.201", method: "POST", page: "/EWS/Exchange.asmx", account: "EXAMPLE\\archive",
        agent: "Archive/2.0", bytes: 1_000_000)
    }
    let found = Self.reading(site)
    #expect(found.map(\.stage) == [.context] && found.map(\.confidence) == [.low])
    #expect(found.first?.notes.contains { $0.contains("too few hours") } == true)
  }
}
