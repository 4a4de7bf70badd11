import Detection
import Records
import Sigma
import Testing

@Suite("Correlations: windows, groups and counts")
struct CorrelatorTests {
  @Test func windowsSlideOverFullHours() {
    var scene = CorrelationScene(.make(.eventCount, within: 300, when: [.init(.gte, 3)]))
    for second in [3480.0, 3540, 3660] { scene.event(second, "a") }
    #expect(scene.events == [[0, 1, 2]])
  }

  @Test(arguments: [(59.9999999, 1), (60, 1), (60.0000001, 0)])
  func anEventExactlyAtTheEndOfTheTimespanBelongsToIt(second: Double, count: Int) {
    var scene = CorrelationScene(.make(.eventCount, within: 60, when: [.init(.gte, 2)]))
    scene.event(0, "a")
    scene.event(second, "a")
    #expect(scene.events.count == count)
  }

  @Test func aBurstIsOneResult() {
    var scene = CorrelationScene(.make(.eventCount, within: 60, when: [.init(.gte, 3)]))
    for number in 0..<500 { scene.event(Double(number) * 10, "a") }
    scene.event(9000, "a")
    for number in 0..<3 { scene.event(20_000 + Double(number), "a") }
    #expect(scene.events == [Array(0..<500), [501, 502, 503]])
    #expect(scene.outcome().results.map(\.measure) == [7, 3])
  }

  @Test func eventsThatMadeNoWindowAreLeftOut() {
    var scene = CorrelationScene(.make(.eventCount, within: 60, when: [.init(.gte, 3)]))
    for second in [0.0, 100, 110, 120, 300] { scene.event(second, "a") }
    #expect(scene.events == [[1, 2, 3]])
  }

  @Test(arguments: 1...20)
  func orderOfAddingMakesNoDifference(seed: UInt64) {
    var scene = CorrelationScene(
      .make(.temporalOrdered, ["a", "b"], by: ["user"], within: 5),
      .make(.eventCount, by: ["user"], when: [.init(.gte, 4)], id: "n"))
    var random = Seeded(state: seed)
    for _ in 0..<200 {
      scene.event(
        Double(Int.random(in: 0..<300, using: &random)), Bool.random(using: &random) ? "a" : "b",
        fields: ["user": ["al", "bob", "eve"].randomElement(using: &random) ?? ""])
    }
    let (one, other) = (scene.outcome(), scene.outcome(shuffledBy: seed))
    #expect(!one.results.isEmpty)
    #expect(one.results.map { one.events(of: $0) } == other.results.map { other.events(of: $0) })
  }

  @Test func groupsAreSeparateAndCompareWithoutCase() {
    var scene = CorrelationScene(.make(.eventCount, by: ["user", "host"], when: [.init(.gte, 2)]))
    scene.event(0, "a", fields: ["user": "Émile", "host": "m"])
    scene.event(1, "a", fields: ["user": "bob", "host": "m"])
    scene.event(2, "a", fields: ["user": "éMILE", "host": "M"])
    scene.event(3, "a", fields: ["user": "émile", "host": "x"])
    #expect(scene.events == [[0, 2]])
    #expect(scene.groups == [["Émile", "m"]])
  }

  @Test func matchWithoutAValueOfTheGroupTakesNoPart() {
    var scene = CorrelationScene(.make(.eventCount, by: ["user"], when: [.init(.gte, 2)]))
    for second in 0..<3 { scene.event(Double(second), "a") }
    scene.event(4, "a", fields: ["user": ""])
    scene.event(5, "a", fields: ["user": ""])
    #expect(scene.events == [[3, 4]])
  }

  @Test func eventThatTwoRulesMatchCountsOnce() {
    var scene = CorrelationScene(.make(.eventCount, ["a", "b"], when: [.init(.gte, 3)]))
    scene.event(0, "a", "b")
    scene.event(1, "a", "b")
    #expect(scene.events.isEmpty)
    scene.event(2, "b")
    #expect(scene.events == [[0, 1, 2]])
  }

  @Test(arguments: [(2, 0), (3, 1), (5, 1), (6, 0), (40, 0)])
  func aRangeIsJudgedByTheFullestWindow(count: Int, results: Int) {
    var scene = CorrelationScene(.make(.eventCount, when: [.init(.gt, 2), .init(.lte, 5)]))
    for number in 0..<count { scene.event(Double(number), "a") }
    #expect(scene.events.count == results)
  }

  @Test(arguments: [
    (Correlation.Criterion.Relation.gt, [4, 5]), (.gte, [3, 4, 5]), (.lt, [1, 2]), (.lte, [1, 2, 3]), (.eq, [3]),
    (.neq, [1, 2, 4, 5]),
  ])
  func everyRelationHoldsWhereItShould(relation: Correlation.Criterion.Relation, expected: [Int]) {
    let holding = (1...5).filter { count in
      var scene = CorrelationScene(.make(.eventCount, when: [.init(relation, 3)]))
      for number in 0..<count { scene.event(Double(number), "a") }
      return scene.events.map(\.count) == [count]
    }
    #expect(holding == expected)
  }

  @Test func differentValuesCountAndCompareWithoutCase() {
    var scene = CorrelationScene(.make(.valueCount, by: ["ip"], when: [.init(.gte, 3)], field: "user"))
    for (second, user) in ["a", "A", "b", "b"].enumerated() {
      scene.event(Double(second), "a", fields: ["ip": "192.0.2.1", "user": user])
    }
    scene.event(5, "a", fields: ["ip": "192.0.2.1"])
    #expect(scene.events.isEmpty)
    scene.event(59, "a", fields: ["ip": "192.0.2.1", "user": "c"])
    #expect(scene.events == [[0, 1, 2, 3, 5]])
  }

  @Test func severalFieldsCountAsOneValue() {
    var scene = CorrelationScene(.make(.valueCount, when: [.init(.gte, 3)], fields: ["x", "y"]))
    scene.event(0, "a", fields: ["x": "1", "y": "1"])
    scene.event(1, "a", fields: ["x": "1", "y": "2"])
    scene.event(2, "a", fields: ["x": "1", "y": "1"])
    #expect(scene.events.isEmpty)
    scene.event(3, "a", fields: ["x": "2", "y": "1"])
    #expect(scene.events == [[0, 1, 2, 3]])
  }

  @Test func valuesThatLeftTheWindowNoLongerCount() {
    var scene = CorrelationScene(.make(.valueCount, within: 10, when: [.init(.gte, 3)], field: "x"))
    for (second, value) in [(0.0, "1"), (4, "2"), (8, "2"), (14, "3"), (20, "1")] {
      scene.event(second, "a", fields: ["x": value])
    }
    #expect(scene.events.isEmpty)
  }

  @Test func sumsAndAveragesOfAWindow() {
    func scene(_ kind: Correlation.Kind, _ criterion: Correlation.Criterion) -> CorrelationScene {
      var scene = CorrelationScene(.make(kind, within: 10, when: [criterion], field: "bytes"))
      for (second, value) in [
        (0.0, "1e3"), (1, "-200.5"), (5, "none"), (6, "nan"), (7, "400"), (30, "900"), (31, "0x10"),
      ] {
        scene.event(second, "a", fields: ["bytes": value])
      }
      return scene
    }
    #expect(scene(.valueSum, .init(.gte, 1199.5)).events == [[0, 1, 4]])
    #expect(scene(.valueSum, .init(.gt, 1199.5)).events.isEmpty)
    #expect(scene(.valueAverage, .init(.gte, 900)).events == [[0], [5]])
    #expect(scene(.valueAverage, .init(.lt, 400)).events == [[0, 1, 4]])
  }

  @Test func aSumForgetsGreatNumbersThatLeft() {
    var scene = CorrelationScene(.make(.valueSum, within: 1, when: [.init(.eq, 0.3)], field: "n"))
    for (second, value) in [(0.0, "1e300"), (10, "0.1"), (10.5, "0.2")] {
      scene.event(second, "a", fields: ["n": value])
    }
    #expect(scene.events.isEmpty)  // 0.1 + 0.2 is not 0.3
    scene.correlations[0].condition.criteria = [.init(.eq, 0.1 + 0.2)]
    #expect(scene.events == [[1, 2]])
  }

  @Test(arguments: [(0.0, 1.0), (10, 1), (10.1, 2), (50, 5), (95, 10), (100, 10)])
  func percentileIsTheNearestRank(percentile: Double, value: Double) {
    var scene = CorrelationScene(
      .make(.valuePercentile, when: [.init(.eq, value)], field: "n", percentile: percentile))
    // Ten numbers, greatest first, so that only the window of all ten has these percentiles.
    for number in 1...10 { scene.event(Double(number), "a", fields: ["n": "\(11 - number)"]) }
    #expect(scene.outcome().results.contains { $0.last == 100_000_000 && $0.measure == value })
  }

  @Test func percentilesOfSlidingWindowsAreThoseOfSorting() {
    var random = Seeded(state: 5)
    let numbers = (0..<300).map { _ in Int.random(in: 0..<40, using: &random) }
    let median = numbers.indices.map { at in
      let window = numbers[max(0, at - 9)...at].sorted()
      return window[Int((Double(window.count) * 0.5).rounded(.up)) - 1]
    }
    var scene = CorrelationScene(
      .make(.valuePercentile, within: 9, when: [.init(.gte, 30)], field: "n", percentile: 50))
    for (second, number) in numbers.enumerated() { scene.event(Double(second), "a", fields: ["n": "\(number)"]) }
    var expected: Set<UInt64> = []
    for (at, value) in median.enumerated() where value >= 30 {
      expected.formUnion((max(0, at - 9)...at).map { UInt64($0) })
    }
    #expect(!expected.isEmpty)
    #expect(Set(scene.events.joined()) == expected)
  }

  @Test func matchesWithoutTimeAreCounted() {
    var correlator = Correlator([.make(.eventCount, when: [.init(.gte, 1)])])
    correlator.add(rule: "a", ticks: RecordHead.noTime, sequence: 0, values: [])
    correlator.add(rule: "other", ticks: 1, sequence: 1, values: [])
    let outcome = correlator.finish()
    #expect(outcome.results.isEmpty)
    #expect(outcome.notes == ["1 matches say no time and could not be correlated"])
  }

  @Test func whatGoesBeyondTheLimitsIsSaid() {
    var scene = CorrelationScene(.make(.eventCount, by: ["user"], when: [.init(.gte, 2)]))
    for number in 0..<10 { scene.event(Double(number), "a", fields: ["user": "al"]) }
    scene.limits.matches = 4
    #expect(scene.events == [[0, 1, 2, 3]])
    #expect(scene.outcome().notes.count == 1)
    #expect(scene.outcome().notes[0].hasPrefix("6 matches of rule a were left out"))
    scene.limits = Correlator.Limits()
    scene.limits.textBytes = 1
    #expect(scene.outcome().notes[0].hasPrefix("9 matches of rule a were left out"))
  }

  @Test func extremeTimesDoNotOverflow() {
    var correlator = Correlator([.make(.eventCount, within: 1, when: [.init(.gte, 2)])])
    for (number, ticks) in [Int64.min + 1, -1, 0, Int64.max].enumerated() {
      correlator.add(rule: "a", ticks: ticks, sequence: UInt64(number), values: [])
    }
    let outcome = correlator.finish()
    #expect(outcome.results.map { outcome.events(of: $0).map(\.sequence) } == [[1, 2]])
  }
}
