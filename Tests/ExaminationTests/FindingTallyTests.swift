import Assessment
import CaseStore
import Model
import Records
import Sigma
import Testing

@testable import Examination

/// What the second look says of a finding's records lowers its confidence and is told.
@Suite struct FindingTallyTests {
  private static let set = RuleSet.load(
    [
      RuleFile(
        name: "r.yml",
        bytes: Array(
          TestRule.file(TestRule.rule(1, "a: b"), TestRule.rule(2, "a: c", extra: "falsepositives: [backup]")).utf8))
    ], options: RuleLoadingOptions())

  private func finding(_ doubts: [String?], all: Bool = false, status: String = "stable", rule: Int = 0) throws
    -> Finding
  {
    var set = Self.set
    for number in set.rules.indices { set.rules[number].status = status }
    var tally = FindingTally(set, MatchNeeds(set, partsOnly: [], looksTwiceAtAll: all))
    for (number, doubt) in doubts.enumerated() {
      let head = RecordHead(offset: UInt64(number), length: 1, number: UInt64(number), isLine: false, ticks: 10)
      var match = BlockResult.Match(rule: rule, head: head, host: "h")
      match.doubt = doubt
      _ = tally.add(match, artifact: 0)
    }
    let drafts = tally.drafts(HostNames([String]()))
    try #require(drafts.count == 1)
    return drafts[0].finding
  }

  @Test(arguments: [
    ("stable", Confidence.high, Confidence.moderate), ("test", .moderate, .low), ("experimental", .low, .low),
  ])
  func aDoubtLowersTheConfidenceByOneStep(_ status: String, _ without: Confidence, _ with: Confidence) throws {
    #expect(try finding([nil, nil], status: status).confidence == without)
    #expect(try finding([nil, "x"], status: status).confidence == with)
    #expect(try finding(["x", "y", "z"], status: status).confidence == with)
  }

  @Test func theDoubtStandsInTheNotesBeforeTheRulesOwn() throws {
    #expect(try finding([nil], rule: 1).notes == ["benign causes: backup"])
    #expect(
      try finding([nil, "this", "that"], rule: 1).notes == [
        "the two decoders disagree: this, and 1 more likewise", "benign causes: backup",
      ])
    #expect(try finding(["this"]).notes == ["the two decoders disagree: this"])
  }

  @Test func beyondTheShownCitationsItCountsOnlyWhereAllAreLookedAt() throws {
    let sound = [String?](repeating: nil, count: EnoughMatches.mostShown)
    #expect(try finding(sound + ["late"]).notes == [])
    #expect(try finding(sound + ["late"]).confidence == .high)
    #expect(try finding(Array(sound.dropLast()) + ["last shown"]).notes == ["the two decoders disagree: last shown"])
    let all = try finding(sound + ["late", "later"], all: true)
    #expect(all.notes == ["the two decoders disagree: late, and 1 more likewise"])
    #expect(all.confidence == .moderate)
    #expect(all.count == EnoughMatches.mostShown + 2)
  }

  @Test func enoughIsNotedPerRuleAndHost() {
    var tally = FindingTally(Self.set, MatchNeeds(Self.set, partsOnly: [], looksTwiceAtAll: false))
    func add(_ rule: Int, _ host: String, _ count: Int) {
      for number in 0..<count {
        let head = RecordHead(offset: UInt64(number), length: 1, number: 1, isLine: false)
        _ = tally.add(BlockResult.Match(rule: rule, head: head, host: host), artifact: 0)
      }
    }
    add(0, "a", EnoughMatches.mostShown - 1)
    add(1, "a", EnoughMatches.mostShown)
    #expect(tally.enough.shown == [FindingPlace(rule: 1, host: "a")])
    add(0, "b", EnoughMatches.mostEvents)
    #expect(tally.enough.shown == [FindingPlace(rule: 1, host: "a"), FindingPlace(rule: 0, host: "b")])
    #expect(tally.enough.events == [FindingPlace(rule: 0, host: "b")])
    add(0, "a", 1)
    #expect(tally.enough.shown.contains(FindingPlace(rule: 0, host: "a")))
  }

  @Test func beyondTheMostFindingsHostsAreToldTogetherAndThatIsSaid() throws {
    var tally = FindingTally(Self.set, MatchNeeds(Self.set, partsOnly: [], looksTwiceAtAll: false))
    func add(_ host: String) {
      let head = RecordHead(offset: 1, length: 1, number: 1, isLine: false)
      _ = tally.add(BlockResult.Match(rule: 0, head: head, host: host), artifact: 0)
    }
    for number in 0..<FindingTally.mostPlaces { add("host\(number)") }
    #expect(tally.notes == [])
    for number in 0..<7 { add("more\(number)") }
    add("host0")
    #expect(tally.notes.count == 1)
    let findings = tally.drafts(HostNames([String]())).map(\.finding)
    #expect(findings.count == FindingTally.mostPlaces + 1)
    #expect(findings.first { $0.host == "further hosts" }?.count == 7)
    #expect(findings.first { $0.host == "host0" }?.count == 2)
  }
}
