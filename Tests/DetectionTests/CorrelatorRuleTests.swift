import Detection
import Sigma
import Testing

@Suite("Correlations of several rules")
struct CorrelatorRuleTests {
  @Test func allRulesMustMatchInAnyOrder() {
    var scene = CorrelationScene(.make(.temporal, ["a", "b", "c"], by: ["host"]))
    scene.event(0, "c", fields: ["host": "m"])
    scene.event(10, "a", fields: ["host": "m"])
    scene.event(20, "b", fields: ["host": "x"])
    #expect(scene.events.isEmpty)
    scene.event(60, "b", fields: ["host": "m"])
    #expect(scene.events == [[0, 1, 3]])
    #expect(scene.groups == [["m"]])
  }

  @Test func conditionIsTheNumberOfDifferentRules() {
    var scene = CorrelationScene(.make(.temporal, ["a", "b", "c"], when: [.init(.gte, 2)]))
    scene.event(0, "a")
    scene.event(1, "a")
    #expect(scene.events.isEmpty)
    scene.event(2, "c")
    #expect(scene.events == [[0, 1, 2]])
  }

  @Test func expressionOverRules() {
    let expression = Correlation.RuleExpression.all([.rule("a"), .any([.rule("b"), .rule("c")]), .not(.rule("d"))])
    var scene = CorrelationScene(.make(.temporal, ["a", "b", "c", "d"], within: 10, expression: expression))
    scene.event(0, "a")
    scene.event(5, "c")
    scene.event(100, "a")
    scene.event(105, "b")
    scene.event(110, "d")
    scene.event(200, "b")
    #expect(scene.events == [[0, 1]])
  }

  @Test func orderedNeedsTheOrderOfTheList() {
    var scene = CorrelationScene(.make(.temporalOrdered, ["a", "b", "c"]))
    for (second, rule) in [(0.0, "c"), (1, "a"), (2, "c"), (3, "b"), (4, "a")] { scene.event(second, rule) }
    #expect(scene.events.isEmpty)
    scene.event(5, "c")
    #expect(scene.events == [[1, 3, 5]])
  }

  @Test func orderedStepsMustAllLieInOneTimespan() {
    var scene = CorrelationScene(.make(.temporalOrdered, ["a", "b", "c"], within: 10))
    for (second, rule) in [(0.0, "a"), (6, "b"), (11, "c")] { scene.event(second, rule) }
    #expect(scene.events.isEmpty)
    var other = CorrelationScene(.make(.temporalOrdered, ["a", "b", "c"], within: 10))
    for (second, rule) in [(0.0, "a"), (1, "a"), (6, "b"), (11, "c")] { other.event(second, rule) }
    #expect(other.events == [[1, 2, 3]])
  }

  @Test func orderedStepsNeedEventsOfTheirOwn() {
    var scene = CorrelationScene(.make(.temporalOrdered, ["a", "b"]))
    scene.event(0, "a", "b")
    #expect(scene.events.isEmpty)
    scene.event(1, "b")
    #expect(scene.events == [[0, 1]])
    var twice = CorrelationScene(.make(.temporalOrdered, ["a", "a"]))
    twice.event(0, "a")
    #expect(twice.events.isEmpty)
    twice.event(1, "a")
    #expect(twice.events == [[0, 1]])
  }

  @Test func eventsAtOneTimeAreInTheOrderOfTheEvidence() {
    var scene = CorrelationScene(.make(.temporalOrdered, ["a", "b"]))
    scene.event(7, "b")
    scene.event(7, "a")
    #expect(scene.events.isEmpty)
    scene.event(7, "b")
    #expect(scene.events == [[1, 2]])
  }

  @Test func aLongExchangeIsOneResult() {
    var scene = CorrelationScene(.make(.temporalOrdered, ["a", "b"], within: 10))
    for number in 0..<200 { scene.event(Double(number), number % 2 == 0 ? "a" : "b") }
    #expect(scene.events == [Array(0..<200)])
  }

  @Test func orderedWithANumberOfRules() {
    var scene = CorrelationScene(.make(.temporalOrdered, ["a", "b", "c"], when: [.init(.gte, 2)]))
    scene.event(0, "c")
    scene.event(1, "a")
    #expect(scene.events.isEmpty)
    scene.event(2, "c")
    #expect(scene.events == [[1, 2]])
  }

  @Test func orderedWithAnExpression() {
    let expression = Correlation.RuleExpression.all([.rule("a"), .rule("c")])
    var scene = CorrelationScene(.make(.temporalOrdered, ["a", "b", "c"], within: 10, expression: expression))
    scene.event(0, "c")
    scene.event(1, "a")
    scene.event(50, "a")
    scene.event(55, "c")
    scene.event(100, "b")
    scene.event(101, "a")
    scene.event(102, "c")
    #expect(scene.events == [[2, 3], [5, 6]])
  }

  @Test func aliasesNameTheFieldOfEachRule() {
    let correlation = Correlation.make(
      .temporal, ["a", "b"], by: ["inside", "outside"],
      aliases: [
        "inside": ["a": "destination.ip", "b": "source.ip"], "outside": ["a": "source.ip", "b": "destination.ip"],
      ])
    var scene = CorrelationScene(correlation)
    let correlator = Correlator([correlation])
    #expect(correlator.neededFields(forRule: "a") == ["destination.ip", "source.ip"])
    #expect(correlator.neededFields(forRule: "b") == ["source.ip", "destination.ip"])
    scene.event(0, "a", fields: ["source.ip": "192.0.2.9", "destination.ip": "198.51.100.1"])
    scene.event(1, "b", fields: ["source.ip": "192.0.2.9", "destination.ip": "198.51.100.1"])
    #expect(scene.events.isEmpty)
    scene.event(2, "b", fields: ["source.ip": "198.51.100.1", "destination.ip": "192.0.2.9"])
    #expect(scene.events == [[0, 2]])
    #expect(scene.groups == [["198.51.100.1", "192.0.2.9"]])
  }

  // MARK: Correlations of correlations

  /// Many failed logins on one computer, followed by a good login of one of those users.
  private var chain: CorrelationScene {
    CorrelationScene(
      .make(.temporalOrdered, ["many", "good"], by: ["user"], within: 3600, id: "chain"),
      .make(.eventCount, ["failed"], by: ["computer"], within: 60, when: [.init(.gte, 3)], id: "many"))
  }

  @Test func aChainUsesItsOwnGroupByOnly() {
    var scene = chain
    for (second, user) in ["al", "al", "bob"].enumerated() {
      scene.event(Double(second), "failed", fields: ["user": user, "computer": "m"])
    }
    scene.event(600, "good", fields: ["user": "bob", "computer": "other"])
    scene.event(601, "good", fields: ["user": "eve", "computer": "m"])
    #expect(scene.groups == [["bob"]])
    #expect(scene.events == [[0, 1, 2, 3]])
  }

  @Test func aResultStandsFromWhenItFirstHeld() {
    var scene = chain
    scene.event(0, "failed", fields: ["user": "al", "computer": "m"])
    scene.event(1, "good", fields: ["user": "al", "computer": "m"])
    scene.event(2, "failed", fields: ["user": "al", "computer": "m"])
    scene.event(3, "failed", fields: ["user": "al", "computer": "m"])
    #expect(scene.events.isEmpty)
    scene.event(3602, "good", fields: ["user": "al", "computer": "m"])
    #expect(scene.events == [[0, 2, 3, 4]])
  }

  @Test func countsOfResultsCountEachOnce() {
    var scene = CorrelationScene(
      .make(.eventCount, ["many"], within: 86_400, when: [.init(.gte, 2)], id: "again"),
      .make(.eventCount, ["failed"], within: 60, when: [.init(.gte, 3)], id: "many"))
    for number in 0..<10 { scene.event(Double(number), "failed") }
    #expect(scene.events.isEmpty)
    for number in 0..<3 { scene.event(5000 + Double(number), "failed") }
    #expect(scene.events == [Array(0..<13)])
  }

  @Test func chainsOfThreeAndAliasesThroughThem() {
    var scene = CorrelationScene(
      .make(.eventCount, ["failed"], by: ["computer"], when: [.init(.gte, 2)], id: "many"),
      .make(.temporal, ["many", "scan"], by: ["computer"], id: "both"),
      .make(
        .temporal, ["both", "good"], by: ["who"], aliases: ["who": ["both": "user", "good": "account"]], id: "all"))
    scene.event(0, "failed", fields: ["user": "al", "computer": "m"])
    scene.event(1, "failed", fields: ["user": "al", "computer": "m"])
    scene.event(2, "scan", fields: ["computer": "m"])
    scene.event(3, "good", fields: ["account": "AL"])
    #expect(scene.groups == [["al"]])
    #expect(scene.events == [[0, 1, 2, 3]])
  }

  @Test func referredRulesAreSilentUnlessGenerated() {
    let many = Correlation.make(.eventCount, ["failed"], when: [.init(.gte, 1)], generate: true, id: "many")
    let chain = Correlation.make(.temporal, ["many", "good"], id: "chain")
    let silent = Correlator([many, chain])
    #expect(
      ["failed", "good", "many", "chain", "other"].map { silent.reportsAlone($0) } == [true, false, false, true, true])
    var scene = CorrelationScene(many, chain)
    scene.event(0, "failed")
    #expect(scene.events.isEmpty)
    scene.correlations[1].generate = true
    #expect(scene.events == [[0]])
  }

  @Test func circlesAreNotRunAndSaid() {
    var scene = CorrelationScene(
      .make(.temporal, ["two"], id: "one"), .make(.temporal, ["one"], id: "two"), .make(.temporal, ["a"], id: "sound"))
    scene.event(0, "a")
    #expect(scene.events == [[0]])
    #expect(scene.outcome().notes.count == 2)
  }

  @Test func rulesSayWhichFieldsTheirMatchesMustBring() {
    let correlator = Correlator([
      .make(.valueCount, ["a"], by: ["IpAddress"], when: [.init(.gte, 2)], field: "TargetUserName", id: "n"),
      .make(.temporal, ["n", "b"], by: ["ipaddress", "Computer"], id: "t"),
    ])
    #expect(correlator.neededFields(forRule: "a") == ["IpAddress", "TargetUserName", "Computer"])
    #expect(correlator.neededFields(forRule: "b") == ["ipaddress", "Computer"])
    #expect(correlator.neededFields(forRule: "c") == [])
    #expect(correlator.needsMatches(ofRule: "b"))
    #expect(!correlator.needsMatches(ofRule: "n"))
  }
}
