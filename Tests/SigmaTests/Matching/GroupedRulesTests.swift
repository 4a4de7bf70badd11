import Bytes
import Records
import Testing

@testable import Sigma

/// Rules judged together, by groups, triggers, sets and scans, find what each finds alone.
@Suite struct GroupedRulesTests {
  @Test(arguments: 0..<24) func groupsFindWhatANaiveJudgeFinds(seed: UInt64) {
    var made = RandomRules(seed: seed)
    let rules = (0..<40).map { made.rule($0) }
    var block = MadeBlock()
    for _ in 0..<60 { block.add(made.row()) }
    let index = RuleIndex(rules)
    var plain = RowMatcher(index)
    var ranged = RowMatcher(index)
    ranged.beginBlock()
    var total = 0
    block.forEach { row, view in
      let expected = NaiveRules.matches(rules, row.fields)
      total += expected.count
      let found = plain.matches(view, row.schema)
      let foundWithRange = ranged.matches(view, row.schema, in: row.range)
      for number in Set(expected).symmetricDifference(found) {
        Issue.record(
          "seed \(seed): \(rules[number].expression.short) on \(row.fields.map { "\($0.name)=\($0.texts)" })")
      }
      #expect(foundWithRange == found, "seed \(seed): a range changes the answer on \(row.fields)")
    }
    let failures = plain.failures
    #expect(failures.isEmpty)
    #expect(total > 50, "the seed makes rules that hardly match, so the test says little: \(total)")
  }

  /// The note that a log was cleared names that log in a second field `Channel`.
  @Test func aFieldThatIsThereTwiceIsJudgedByBothValues() {
    let fields = [
      MadeRowField("Provider_Name", "Microsoft-Windows-Eventlog"), MadeRowField("EventID", .uint32(104)),
      MadeRowField("Channel", "System"), MadeRowField("Channel", "Microsoft-Windows-PowerShell/Operational"),
    ]
    func rule(_ number: Int, _ expression: Expression) -> Rule {
      Rule(
        id: "\(number)", title: "", logSource: LogSource(product: "windows", service: "system"),
        expression: expression, origin: Origin(file: "", line: number))
    }
    func text(_ field: String, _ text: String) -> Expression {
      .atom(Atom(field: field, test: .text(TextPattern(pieces: [.literal(text)], isCased: false))))
    }
    let second = text("Channel", "microsoft-windows-powershell/operational")
    let rules = [
      rule(0, .all([text("EventID", "104"), second])), rule(1, .all([text("EventID", "104"), .not(second)])),
      rule(2, text("Channel", "system")), rule(3, .all([text("EventID", "104"), text("Channel", "Security")])),
    ]
    let block = MadeBlock([fields])
    block.forEach { row, view in
      var matcher = RowMatcher(RuleIndex(rules))
      let found = matcher.matches(view, row.schema)
      #expect(found == [0, 2])
      #expect(NaiveRules.matches(rules, row.fields) == [0, 2])
    }
  }

  @Test func aSelectionOfPreparedRulesFindsTheSame() {
    for seed in 100..<108 as Range<UInt64> {
      var made = RandomRules(seed: seed)
      var set = RuleSet()
      set.rules = (0..<40).map { made.rule($0) }
      let prepared = PreparedRules(set)
      let selected = set.rules.filter { _ in made.chance(60) }
      var block = MadeBlock()
      for _ in 0..<40 { block.add(made.row()) }
      var one = RowMatcher(RuleIndex(selected))
      var other = RowMatcher(RuleIndex(selected, prepared: prepared))
      var all = RowMatcher(RuleIndex(set.rules, prepared: prepared))
      var total = 0
      block.forEach { row, view in
        let found = one.matches(view, row.schema)
        total += found.count
        let foundPrepared = other.matches(view, row.schema)
        let foundOfAll = all.matches(view, row.schema)
        #expect(found == foundPrepared, "seed \(seed)")
        #expect(NaiveRules.matches(set.rules, row.fields) == foundOfAll, "seed \(seed)")
      }
      #expect(total > 20)
    }
  }

  @Test func rulesOfAnotherSetAreNotTakenForPreparedOnes() {
    var made = RandomRules(seed: 7)
    var set = RuleSet()
    set.rules = (0..<10).map { made.rule($0) }
    let prepared = PreparedRules(set)
    let others = (20..<30).map { made.rule($0) }
    #expect(prepared.places(of: set.rules)?.map(\.program) == Array(0..<10))
    #expect(prepared.places(of: others) == nil)
    #expect(prepared.places(of: Array(others.prefix(5))) == nil)
    #expect(prepared.places(of: [set.rules[3], set.rules[1]]) == nil, "another order is another set")
  }
}

extension RowMatcher {
  /// The numbers of the rules that the row matches.
  mutating func matches(_ row: borrowing Row, _ schema: Schema, in range: Range<Int>? = nil) -> [Int] {
    var result: [Int] = []
    match(row, schema: schema, in: range) { result.append($0) }
    return result
  }
}
