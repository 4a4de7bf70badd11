import Sigma
import Testing

/// Sigma Filters Specification 2.1.0.
@Suite struct FilterTests {
  private static let rules = [CorrelationTests.base("one", 1), CorrelationTests.base("two", 2)]

  private static func filter(
    _ section: String, logSource: String = "{product: windows, service: security}"
  ) -> String {
    """
    title: A filter
    name: a_filter
    logsource: \(logSource)
    filter:
    \(section.indented(4))
    """
  }

  private static func load(_ filter: String) -> RuleSet {
    RuleText.load((rules + [filter]).joined(separator: "\n---\n"))
  }

  @Test func conditionIsJoinedAsWritten() {
    let set = Self.load(Self.filter("rules: [one]\nselection: {User: adm}\ncondition: not selection"))
    #expect(set.filterCount == 1)
    #expect(set.rules.map(\.expression.short) == ["(EventID='4621' and not User='adm')", "EventID='4622'"])
  }

  @Test func anyIsEveryRuleOfTheLogSource() {
    let set = Self.load(Self.filter("rules: any\nselection: {User: adm}\ncondition: not selection"))
    #expect(set.rules.allSatisfy { $0.expression.short.hasSuffix(" and not User='adm')") })
  }

  @Test func ruleMayBeNamedByID() {
    let set = Self.load(
      Self.filter("rules: \(CorrelationTests.second)\nselection: {User: adm}\ncondition: not selection"))
    #expect(set.rules.last?.expression.short == "(EventID='4622' and not User='adm')")
  }

  @Test func identifiersDoNotClashAndTheRuleIsBracketed() {
    let rule = CorrelationTests.base("three", 3).replacing(
      "condition: selection", with: "condition: selection or other"
    )
    .replacing("detection:\n", with: "detection:\n    other: {B: 2}\n")
    let set = RuleText.load(
      rule + "\n---\n" + Self.filter("rules: three\nselection: {User: adm}\ncondition: not selection"))
    #expect(set.rules.first?.expression.short == "((EventID='4623' or B='2') and not User='adm')")
  }

  @Test func filtersOfARuleStandSideBySide() {
    let one = Self.filter("rules: one\nselection: {User: a}\ncondition: not selection")
    let other = Self.filter("rules: one\nselection: {User: b}\ncondition: not 1 of selection*")
    let set = RuleText.load([Self.rules[0], one, other].joined(separator: "\n---\n"))
    #expect(set.filterCount == 2)
    #expect(set.rules.first?.expression.short == "(EventID='4621' and not User='a' and not User='b')")
  }

  @Test func widerLogSourceCoversNarrower() {
    let text = Self.filter(
      "rules: any\nselection: {User: a}\ncondition: not selection", logSource: "{product: windows}")
    #expect(Self.load(text).rules.allSatisfy { $0.expression.atomCountForTests == 2 })
  }

  @Test func otherLogSourceIsAWarning() {
    let text = Self.filter(
      "rules: [one]\nselection: {User: a}\ncondition: not selection",
      logSource: "{product: windows, category: process_creation}")
    let set = Self.load(text)
    #expect(set.rules.first?.expression.short == "EventID='4621'")
    #expect(set.warnings.map(\.reason) == ["the rule 'one' has another log source than the filter"])
  }

  @Test func unknownRuleIsAWarning() {
    let set = Self.load(Self.filter("rules: [oen]\nselection: {User: a}\ncondition: not selection"))
    #expect(set.warnings.map(\.reason) == ["no rule is called 'oen'"])
    #expect(set.warnings.first?.suggestion == "did you mean 'one'?")
    #expect(set.filterCount == 1)
  }

  @Test(arguments: [
    ("selection: {User: a}\ncondition: not selection", "the filter names no rules"),
    ("rules: []\nselection: {User: a}\ncondition: not selection", "'rules' is empty"),
    ("rules: any\nselection: {User: a}", "'filter' has no condition"),
    ("rules: any\ncondition: x", "'filter' has no selection"),
    ("rules: any\nselection: {User: a}\ncondition: absent", "unknown selection 'absent'"),
  ])
  func refused(_ section: String, _ reason: String) {
    #expect(Self.load(Self.filter(section)).failed.map(\.reason) == [reason])
  }

  @Test func logSourceIsMandatory() {
    let text = "title: f\nfilter: {rules: any, selection: {A: b}, condition: not selection}"
    #expect(Self.load(text).failed.map(\.reason) == ["the log source is missing"])
  }
}

extension Expression {
  var atomCountForTests: Int {
    switch self {
    case .all(let parts), .any(let parts): parts.reduce(0) { $0 + $1.atomCountForTests }
    case .not(let part): part.atomCountForTests
    case .atom: 1
    }
  }
}
