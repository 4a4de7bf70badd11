import Model
import Sigma
import Testing

@Suite struct SelectionTests {
  private static func rule(
    _ id: String, level: Severity? = .medium, status: String? = "test", tags: [String] = [], file: String = "a.yml"
  ) -> Rule {
    Rule(
      id: id, title: id, status: status, level: level, tags: tags, logSource: LogSource(product: "windows"),
      expression: .all([]), origin: Origin(file: file, line: 1))
  }

  private static let set: RuleSet = {
    var set = RuleSet()
    set.rules = [
      rule("low", level: .low), rule("high", level: .high, status: "stable", tags: ["attack.t1190", "cve.2021-26855"]),
      rule("none", level: nil, status: nil), rule("deep", file: "sigma/rules/windows/builtin/x.yml"),
    ]
    return set
  }()

  private func ids(_ selection: RuleSelection) -> [String] { Self.set.selecting(selection).set.rules.map(\.id) }

  @Test func emptySelectionTakesAll() {
    let selected = Self.set.selecting(RuleSelection())
    #expect(selected.set == Self.set)
    #expect(selected.leftOut.isEmpty)
  }

  @Test func ruleWithoutLevelCountsAsMedium() {
    #expect(ids(RuleSelection(minimumLevel: .medium)) == ["high", "none", "deep"])
    #expect(ids(RuleSelection(minimumLevel: .high)) == ["high"])
  }

  @Test func ruleWithoutStatusFitsNone() {
    #expect(ids(RuleSelection(statuses: ["stable", "test"])) == ["low", "high", "deep"])
  }

  @Test(arguments: [
    ("HIGH", ["high"]), ("attack.t1190", ["high"]), ("attack.*", ["high"]), ("cve.2021-*", ["high"]),
    ("windows/*", ["deep"]), ("rules/windows/builtin/x.yml", ["deep"]), ("x.yml", ["deep"]), ("*/builtin/*", ["deep"]),
    ("indows/*", []), ("?.yml", ["low", "high", "none", "deep"]), ("attack", []),
  ])
  func patterns(_ pattern: String, _ expected: [String]) {
    #expect(ids(RuleSelection(include: [RulePattern(pattern)])) == expected)
    let rest = Self.set.rules.map(\.id).filter { !expected.contains($0) }
    #expect(ids(RuleSelection(exclude: [RulePattern(pattern)])) == rest)
  }

  @Test func theNumberOfADetectionNamesAllItsRules() {
    var set = Self.set
    set.rules[0].details.detection = "EXD-091"
    set.rules[2].details.detection = "EXD-091"
    let selection = RuleSelection(include: [RulePattern("exd-091")])
    #expect(set.selecting(selection).set.rules.map(\.id) == ["low", "none"])
  }

  @Test func leftOutRulesAreNamedWithTheReason() {
    let selected = Self.set.selecting(RuleSelection(minimumLevel: .high, exclude: [RulePattern("none")]))
    #expect(
      selected.leftOut.map(\.reason) == [
        "its level is below high", "excluded by 'none'", "its level is below high",
      ])
  }

  @Test func partsOfASelectedCorrelationStay() {
    var set = Self.set
    set.correlations = [
      Correlation(
        id: "corr", title: "corr", level: .critical, kind: .temporal, rules: ["low", "inner"], groupBy: [], timespan: 1,
        condition: .init(criteria: []), origin: Origin(file: "c.yml", line: 1)),
      Correlation(
        id: "inner", title: "inner", level: .low, kind: .temporal, rules: ["none"], groupBy: [], timespan: 1,
        condition: .init(criteria: []), origin: Origin(file: "c.yml", line: 9)),
    ]
    let selected = set.selecting(RuleSelection(minimumLevel: .high))
    #expect(selected.set.rules.map(\.id) == ["low", "high", "none"])
    #expect(selected.set.correlations.map(\.id) == ["corr", "inner"])
    #expect(selected.partsOnly == ["low", "none", "inner"])
  }

  @Test func starsDoNotBlowUp() {
    let pattern = RulePattern(String(repeating: "*a", count: 40) + "b")
    #expect(ids(RuleSelection(include: [pattern])).isEmpty)
  }
}

@Suite struct TuningTests {
  private static func load(_ text: String) throws -> Tuning {
    try Tuning(yaml: RuleFile(name: "postern.yml", bytes: Array(text.utf8)))
  }

  private static let good = """
    exclusions:
      - id: 6F3E2987-DB24-4C78-A860-B4F4095A7095
        reason: our deployment tool
        until: 2027-03-31
      - path: rules/windows/*
        reason: not ours
        until: '2026-01-01'
    """

  @Test func exclusionsHoldUntilTheirEnd() throws {
    let tuning = try Self.load(Self.good)
    #expect(tuning.exclusions.map(\.id) == ["6f3e2987-db24-4c78-a860-b4f4095a7095", nil])
    #expect(tuning.active(on: "2026-01-01").count == 2)
    #expect(tuning.active(on: "2026-01-02").map(\.reason) == ["our deployment tool"])
    #expect(tuning.expired(on: "2026-01-02").map(\.reason) == ["not ours"])
  }

  @Test func excludedRuleIsLeftOutWithReasonAndEnd() {
    var set = RuleSet()
    set.rules = [
      Rule(
        id: "x", title: "x", logSource: LogSource(product: "windows"), expression: .all([]),
        origin: Origin(file: "z/rules/windows/a.yml", line: 1))
    ]
    let exclusion = Exclusion(path: RulePattern("rules/windows/*"), reason: "noise", until: "2027-01-01")
    let selected = set.selecting(RuleSelection(), excluding: [exclusion])
    #expect(selected.set.rules.isEmpty)
    #expect(selected.leftOut.map(\.reason) == ["excluded until 2027-01-01: noise"])
  }

  @Test(arguments: ["", "# nothing\n", "exclusions:\n"])
  func nothingIsFine(_ text: String) throws {
    #expect(try Self.load(text).exclusions.isEmpty)
  }

  @Test(arguments: [
    ("exclusion: []", "postern.yml:1:1: unknown key 'exclusion'"),
    ("exclusions: 5", "postern.yml:1:13: 'exclusions' must be a list, found a number"),
    ("exclusions:\n  - id: a\n    until: 2027-01-01", "postern.yml:2:5: an exclusion needs a reason"),
    ("exclusions:\n  - id: a\n    reason: b", "postern.yml:2:5: an exclusion needs an end"),
    ("exclusions:\n  - id: a\n    reason: b\n    until: never", "postern.yml:4:12: 'never' is no date as YYYY-MM-DD"),
    ("exclusions:\n  - reason: b\n    until: 2027-01-01", "postern.yml:2:5: an exclusion needs either an id or a path"),
    (
      "exclusions:\n  - id: a\n    path: b\n    reason: c\n    until: 2027-01-01",
      "postern.yml:2:5: an exclusion needs either an id or a path"
    ),
    ("exclusions:\n  - id: a\n    resaon: c", "postern.yml:3:5: unknown key 'resaon' in an exclusion"),
    ("exclusions: [", "postern.yml:"),
  ])
  func refused(_ text: String, _ message: String) {
    let error = #expect(throws: TuningError.self) { try Self.load(text) }
    #expect(error?.description.hasPrefix(message) == true)
  }
}
