import Sigma
import Testing

/// Sigma Rules Specification 2.1.0, "Condition".
@Suite struct ConditionTests {
  static func rule(_ condition: String) -> String {
    RuleText.rule(
      """
      a: {A: 1}
      b: {B: 1}
      c: {C: 1}
      sel_1: {S: 1}
      sel_2: {S: 2}
      _hidden: {H: 1}
      notepad: {N: 1}
      order: {O: 1}
      condition: \(condition)
      """)
  }

  @Test(arguments: [
    ("a", "A='1'"),
    ("a and b", "(A='1' and B='1')"),
    ("a and b and c", "(A='1' and B='1' and C='1')"),
    ("a or b and c", "(A='1' or (B='1' and C='1'))"),
    ("not a and b", "(not A='1' and B='1')"),
    ("not not a", "not not A='1'"),
    ("not (a or b)", "not (A='1' or B='1')"),
    ("(a or b) and c", "((A='1' or B='1') and C='1')"),
    ("((a))", "A='1'"),
    ("(a)and(b)", "(A='1' and B='1')"),
    ("a AND NOT b", "(A='1' and not B='1')"),
    ("1 of sel_*", "(S='1' or S='2')"),
    ("any of sel_*", "(S='1' or S='2')"),
    ("all of sel_*", "(S='1' and S='2')"),
    ("all of *_1", "S='1'"),
    ("1 of s*_*2", "S='2'"),
    ("1 of sel_1", "S='1'"),
    ("1 of sel_1*", "S='1'"),
    ("a and not 1 of sel_*", "(A='1' and not (S='1' or S='2'))"),
    ("not all of sel_*", "not (S='1' and S='2')"),
    ("1 of _*", "H='1'"),
    ("notepad and order", "(N='1' and O='1')"),
    ("_hidden", "H='1'"),
    ("1 of them", "(A='1' or B='1' or C='1' or S='1' or S='2' or N='1' or O='1')"),
    ("all of them", "(A='1' and B='1' and C='1' and S='1' and S='2' and N='1' and O='1')"),
    ("[a, b and c]", "(A='1' or (B='1' and C='1'))"),
    ("1 of *", "(A='1' or B='1' or C='1' or S='1' or S='2' or N='1' or O='1')"),
  ])
  func condition(_ text: String, _ expected: String) {
    #expect(RuleText.expression(Self.rule(text))?.short == expected)
  }

  @Test(arguments: [
    ("a and absent", "14:22 unknown selection 'absent'"),
    ("a and sel_3", "14:22 unknown selection 'sel_3' (did you mean 'sel_1'?)"),
    ("'a and notepda'", "14:23 unknown selection 'notepda' (did you mean 'notepad'?)"),
    ("1 of nothing*", "14:21 no selection fits 'nothing*'"),
    ("1 of thme", "14:21 no selection fits 'thme' (did you mean 'them'?)"),
    ("2 of sel_*", "14:16 '2 of' is not known; Sigma has '1 of' and 'all of'"),
    ("a nad b", "14:18 expected 'and' or 'or', found 'nad' (did you mean 'and'?)"),
    ("a b", "14:18 expected 'and' or 'or', found 'b'"),
    ("(a", "14:16 '(' without ')'"),
    ("a)", "14:17 ')' without '('"),
    ("a and", "14:21 the condition ends where a name is expected"),
    ("and a", "14:16 expected a name, found 'and'"),
    ("1 of", "14:20 '1 of' needs a pattern of names or 'them'"),
    ("''", "14:17 the condition is empty"),
    ("a | frobnicate", "14:18 '|' is not known in conditions"),
    ("'a |'", "14:19 the condition ends with '|'"),
    ("[]", "14:16 the list of conditions is empty"),
    ("{a: b}", "14:16 a condition must be text, found a map"),
  ])
  func refused(_ text: String, _ expected: String) {
    #expect(RuleText.failure(Self.rule(text)) == expected)
  }

  @Test func conditionIsMandatory() {
    #expect(RuleText.failure(RuleText.rule("a: {A: 1}"))?.hasSuffix("'detection' has no condition") == true)
  }

  @Test(arguments: ["count() by A > 3", "count(B) by A >= 10", "near b", "sum(x) > 5", "min(x) < 1"])
  func oldAggregationIsNotRunnable(_ aggregation: String) {
    let set = RuleText.load(Self.rule("a | \(aggregation)"))
    #expect(set.failed.isEmpty && set.rules.isEmpty)
    let name = aggregation.prefix { $0.isLetter }
    #expect(
      set.notRunnable.map(\.reason) == ["it uses the old aggregation '| \(name)', which correlations replaced"])
  }

  @Test func unsoundRuleWithOldAggregationIsRefused() {
    #expect(RuleText.load(Self.rule("absent | count() > 3")).failed.count == 1)
  }

  @Test func deepNestingIsRefused() throws {
    let deep = String(repeating: "(", count: 100) + "a" + String(repeating: ")", count: 100)
    #expect(try #require(RuleText.failure(Self.rule(deep))).contains("nested more than 64 deep"))
    let negated = String(repeating: "not ", count: 5000) + "a"
    #expect(try #require(RuleText.failure(Self.rule(negated))).contains("nested more than 64 deep"))
  }

  @Test func unusedSelectionIsAWarning() {
    let set = RuleText.load(RuleText.rule("a: {A: 1}\nb: {B: 1}\ncondition: a"))
    #expect(set.warnings.map(\.reason) == ["selection 'b' is not used by the condition"])
  }

  @Test func selectionsAreNotMultipliedWithoutEnd() throws {
    let values = (0..<5000).map { "v\($0)" }.joined(separator: ", ")
    let condition = Array(repeating: "a", count: 100).joined(separator: " or ")
    let failure = RuleText.failure(RuleText.rule("a: {A: [\(values)]}\ncondition: \(condition)"))
    #expect(try #require(failure).contains("more than 200000 tests"))
  }
}
