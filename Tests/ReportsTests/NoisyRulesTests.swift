import Model
import Testing

@testable import Reports

@Suite("Rules by how often they matched")
struct NoisyRulesTests {
  private func finding(_ title: String, _ count: Int) -> Finding {
    Finding(
      id: "F", host: "h", rule: RuleReference(id: "EXD-086", title: title, kind: .sigma), severity: .low,
      confidence: .low, stage: .context, count: count, summary: "")
  }

  @Test func rulesOfOneDetectionAreToldApart() {
    let noisy = NoisyRules([finding("b", 2), finding("a", 5), finding("b", 1), finding("c", 3)])
    #expect(noisy.entries.map(\.rule.title) == ["a", "b", "c"])
    #expect(noisy.entries.map(\.matchCount) == [5, 3, 3])
    #expect(noisy.entries.map(\.findingCount) == [1, 2, 1])
  }
}
