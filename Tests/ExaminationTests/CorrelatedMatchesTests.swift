import CaseStore
import Records
import Sigma
import Testing

@testable import Examination

/// More hosts than correlations can tell apart: the first are judged, and the rest is said.
@Suite struct CorrelatedMatchesTests {
  @Test func furtherHostsAreLeftOutAndCounted() {
    let text = TestRule.file(
      TestRule.rule(1, "a: b"),
      TestRule.correlation(2, "type: event_count\nrules: [rule1]\ntimespan: 1m\ncondition:\n  gte: 2"))
    let set = RuleSet.load([RuleFile(name: "r.yml", bytes: Array(text.utf8))], options: RuleLoadingOptions())
    var matches = CorrelatedMatches(set)
    func add(_ host: Int) {
      let place = StoredMatch(
        findingKey: 0, artifact: 0, offset: UInt64(host) * 2, length: 1, number: 1, isLine: false, ticks: 10, digits: 7)
      var next = place
      next.offset += 1
      for place in [place, next] { matches.add(rule: 0, host: "h\(host)", place, values: []) }
    }
    for host in 0..<CorrelatedMatches.mostHosts + 5 { add(host) }
    let (sightings, notes) = matches.finish()
    #expect(sightings.count == CorrelatedMatches.mostHosts)
    #expect(sightings.allSatisfy { $0.events.count == 2 })
    #expect(notes.count == 1 && notes[0].hasPrefix("10 matches "))
  }
}
