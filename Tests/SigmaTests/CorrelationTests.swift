import Model
import Sigma
import Testing

/// Sigma Correlation Rules Specification 2.1.0.
@Suite struct CorrelationTests {
  static func base(_ name: String, _ number: Int) -> String {
    """
    title: \(name)
    id: 00000000-0000-4000-8000-00000000000\(number)
    name: \(name)
    logsource: {product: windows, service: security}
    detection:
        selection: {EventID: 462\(number)}
        condition: selection
    """
  }

  static func correlation(_ section: String, extra: String = "level: high") -> String {
    """
    title: Corr
    id: 00000000-0000-4000-8000-000000000099
    name: corr
    correlation:
    \(section.indented(4))
    \(extra)
    """
  }

  static func documents(_ section: String) -> String {
    [base("one", 1), base("two", 2), correlation(section)].joined(separator: "\n---\n")
  }

  static func load(_ section: String) -> Correlation? {
    let set = RuleText.load(documents(section))
    return set.correlations.count == 1 && set.failed.isEmpty ? set.correlations[0] : nil
  }

  static func failure(_ section: String) -> String? {
    let set = RuleText.load(documents(section))
    guard set.failed.count == 1, set.rules.count == 2 else { return nil }
    return set.failed[0].reason + (set.failed[0].suggestion.map { " (\($0))" } ?? "")
  }

  static let first = "00000000-0000-4000-8000-000000000001"
  static let second = "00000000-0000-4000-8000-000000000002"

  @Test func eventCount() throws {
    let found = try #require(
      Self.load("type: event_count\nrules: [one]\ngroup-by: [User]\ntimespan: 5m\ncondition: {gte: 3}"))
    #expect(found.kind == .eventCount)
    #expect(found.rules == [Self.first])
    #expect(found.groupBy == ["User"])
    #expect(found.timespan == 5 * 60 * 10_000_000)
    #expect(found.condition.criteria == [.init(.gte, 3)])
    #expect(found.level == .high)
    #expect(!found.generate)
  }

  @Test(arguments: [
    ("value_count", "field: User"), ("value_sum", "field: Bytes"), ("value_avg", "field: Bytes"),
    ("value_percentile", "field: Bytes, percentile: 95"),
  ])
  func valueKinds(_ type: String, _ fields: String) throws {
    let found = try #require(
      Self.load("type: \(type)\nrules: [one, two]\ntimespan: 1h\ncondition: {\(fields), gt: 10, lte: 20}"))
    #expect(found.kind.rawValue == type)
    #expect(found.condition.fields.count == 1)
    #expect(found.condition.criteria == [.init(.gt, 10), .init(.lte, 20)])
    #expect(found.groupBy.isEmpty)
    #expect(found.condition.percentile == (type == "value_percentile" ? 95 : nil))
  }

  @Test func severalFieldsAreCountedTogether() throws {
    let section = "type: value_count\nrules: one\ntimespan: 1d\ncondition: {field: [User, Host], eq: 2}"
    #expect(try #require(Self.load(section)).condition.fields == ["User", "Host"])
  }

  @Test func percentileIsTheMedianWhereNoneIsGiven() {
    let set = RuleText.load(
      Self.documents("type: value_percentile\nrules: one\ntimespan: 1d\ncondition: {field: B, lte: 1}"))
    #expect(set.correlations.first?.condition.percentile == 50)
    #expect(set.warnings.map(\.reason) == ["no percentile is given; the median is taken"])
  }

  @Test(arguments: ["temporal", "temporal_ordered"])
  func temporalNeedsNoCondition(_ type: String) throws {
    let found = try #require(Self.load("type: \(type)\nrules: [two, one]\ngroup-by: User\ntimespan: 30s"))
    #expect(found.rules == [Self.second, Self.first])
    #expect(found.condition.criteria.isEmpty)
    #expect(found.condition.expression == nil)
  }

  @Test func temporalConditionCountsRules() throws {
    let found = try #require(
      Self.load("type: temporal\nrules: [one, two]\ntimespan: 30s\ncondition: {gte: 1}"))
    #expect(found.condition.criteria == [.init(.gte, 1)])
  }

  @Test func extendedCondition() throws {
    let found = try #require(
      Self.load("type: temporal\nrules: [one, two]\ntimespan: 30s\ncondition: one AND NOT two"))
    #expect(found.condition.expression == .all([.rule(Self.first), .not(.rule(Self.second))]))
  }

  @Test func extendedConditionNamesTheRules() throws {
    let found = try #require(Self.load("type: temporal\ntimespan: 30s\ncondition: two or (one and two)"))
    #expect(found.rules == [Self.second, Self.first])
  }

  @Test func aliases() throws {
    let section = """
      type: temporal
      rules: [one, two]
      group-by: [address]
      timespan: 10s
      aliases:
          address:
              one: IpAddress
              two: SourceIp
      """
    let found = try #require(Self.load(section))
    #expect(found.aliases == ["address": [Self.first: "IpAddress", Self.second: "SourceIp"]])
  }

  @Test func referencesMayBeIdsInAnyOrderOfDocuments() {
    let section = "type: event_count\nrules: [\(Self.first.uppercased())]\ntimespan: 1m\ncondition: {gte: 1}"
    let set = RuleText.load(Self.correlation(section) + "\n---\n" + Self.base("one", 1))
    #expect(set.correlations.first?.rules == [Self.first])
  }

  @Test func chains() {
    let outer = """
      title: Outer
      id: 00000000-0000-4000-8000-000000000098
      correlation: {type: temporal_ordered, rules: [corr, two], timespan: 1h, generate: true}
      """
    let inner = "type: event_count\nrules: [one]\ntimespan: 5m\ncondition: {gte: 3}"
    let set = RuleText.load(outer + "\n---\n" + Self.documents(inner))
    #expect(set.correlations.map(\.title) == ["Outer", "Corr"])
    #expect(set.correlations.first?.rules == ["00000000-0000-4000-8000-000000000099", Self.second])
    #expect(set.correlations.first?.generate == true)
  }

  @Test func generateMayStandOutside() {
    let section = "type: event_count\nrules: [one]\ntimespan: 5m\ncondition: {gte: 3}"
    let set = RuleText.load(Self.base("one", 1) + "\n---\n" + Self.correlation(section, extra: "generate: true"))
    #expect(set.correlations.first?.generate == true)
  }

  @Test(arguments: [
    (
      "type: event_cuont\nrules: one\ntimespan: 1m\ncondition: {gte: 1}",
      "unknown type of correlation 'event_cuont' (did you mean 'event_count'?)"
    ),
    ("rules: one\ntimespan: 1m\ncondition: {gte: 1}", "the correlation has no type"),
    ("type: event_count\nrules: one\ntimespan: 1m", "the correlation has no condition"),
    ("type: event_count\nrules: one\ncondition: {gte: 1}", "the correlation has no timespan"),
    ("type: event_count\ntimespan: 1m\ncondition: {gte: 1}", "the correlation names no rules"),
    ("type: event_count\nrules: []\ntimespan: 1m\ncondition: {gte: 1}", "'rules' is empty"),
    (
      "type: event_count\nrules: one\ntimespan: 1m\ncondition: {}",
      "the condition has none of gt, gte, lt, lte, eq, neq"
    ),
    ("type: event_count\nrules: one\ntimespan: 1m\ncondition: {gte: x}", "'gte' needs a number, found text"),
    (
      "type: event_count\nrules: one\ntimespan: 1m\ncondition: {gt: 1, lt: 5, neq: 3}",
      "the condition has more than two criteria; two make a range"
    ),
    (
      "type: event_count\nrules: one\ntimespan: 1m\ncondition: {gt: 1, field: A}",
      "a event_count condition has no field"
    ),
    (
      "type: event_count\nrules: one\ntimespan: 1m\ncondition: one",
      "a condition over rules is for temporal correlations only"
    ),
    (
      "type: event_count\nrules: one\ntimespan: 1m\ncondition: {gte: 1, feild: A}",
      "unknown key 'feild' in the condition (did you mean 'field'?)"
    ),
    ("type: value_count\nrules: one\ntimespan: 1m\ncondition: {gte: 1}", "a value_count condition needs a field"),
    (
      "type: value_percentile\nrules: one\ntimespan: 1m\ncondition: {gte: 1, field: A, percentile: 101}",
      "'percentile' must be between 0 and 100"
    ),
    ("type: temporal\nrules: [one, thre]\ntimespan: 1m", "no rule is called 'thre'"),
    ("type: temporal\nrules: [one, towo]\ntimespan: 1m", "no rule is called 'towo' (did you mean 'two'?)"),
    (
      "type: temporal\nrules: [one]\ntimespan: 1m\ncondition: one and two",
      "the condition names 'two', which is not among the rules"
    ),
    (
      "type: temporal\nrules: [one]\ntimespan: 1m\naliases: {a: {two: F}}",
      "the alias names 'two', which is not among the rules"
    ),
    ("type: temporal\nrules: [corr]\ntimespan: 1m", "'corr' refers back to this correlation"),
    (
      "type: temporal\nrules: [one]\ntimespan: 1m\ngroupby: x",
      "unknown key 'groupby' in the correlation (did you mean 'group-by'?)"
    ),
    ("type: temporal\nrules: [one]\ntimespan: 1m\ngenerate: maybe", "'generate' must be true or false, found text"),
  ])
  func refused(_ section: String, _ reason: String) {
    #expect(Self.failure(section) == reason)
  }

  @Test(arguments: ["5", "m", "5M", "1w", "1y", "0s", "-5m", "5 m", "1h30m", "1.5h", "9999999999d", "12345678901s"])
  func refusedTimespan(_ text: String) throws {
    let failure = Self.failure("type: temporal\nrules: [one]\ntimespan: '\(text)'")
    #expect(try #require(failure).hasPrefix("the timespan '\(text)' is "))
  }

  @Test(arguments: [("1s", 1), ("90m", 5400), ("24h", 86_400), ("7d", 604_800)] as [(String, Int64)])
  func timespan(_ text: String, _ seconds: Int64) {
    #expect(Self.load("type: temporal\nrules: [one]\ntimespan: \(text)")?.timespan == seconds * 10_000_000)
  }

  @Test func whatItNeedsDecidesWhatBecomesOfIt() {
    let linux = Self.base("one", 1).replacing("product: windows, service: security", with: "product: linux")
    let broken = Self.base("one", 1).replacing("condition: selection", with: "condition: absent")
    let section = Self.correlation("type: event_count\nrules: [one]\ntimespan: 5m\ncondition: {gte: 3}")
    let unserved = RuleText.load(linux + "\n---\n" + section)
    #expect(unserved.failed.isEmpty)
    #expect(unserved.notRunnable.count == 2)
    #expect(unserved.notRunnable.last?.reason.hasPrefix("the rule 'one' that it needs cannot be run: ") == true)
    let refused = RuleText.load(broken + "\n---\n" + section)
    #expect(refused.failed.map(\.reason).last == "the rule 'one' that it needs is refused itself")
  }

  @Test func circlesAreRefused() {
    func member(_ name: String, _ other: String, _ number: Int) -> String {
      """
      title: \(name)
      id: 00000000-0000-4000-8000-00000000001\(number)
      name: \(name)
      correlation: {type: temporal, rules: [\(other)], timespan: 1m}
      """
    }
    let set = RuleText.load(
      [member("a", "b", 1), member("b", "c", 2), member("c", "a", 3)].joined(separator: "\n---\n"))
    #expect(set.correlations.isEmpty)
    #expect(set.failed.count == 3)
  }

  @Test func nameInTheSameFileComesFirst() {
    let section = "type: event_count\nrules: [one]\ntimespan: 5m\ncondition: {gte: 3}"
    let other = Self.base("one", 5)
    let set = RuleSet.load([
      RuleFile(name: "a.yml", bytes: Array(other.utf8)),
      RuleFile(name: "b.yml", bytes: Array(Self.documents(section).utf8)),
    ])
    #expect(set.correlations.first?.rules == [Self.first])
    let apart = RuleSet.load([
      RuleFile(name: "a.yml", bytes: Array(other.utf8)),
      RuleFile(name: "b.yml", bytes: Array(Self.base("one", 1).utf8)),
      RuleFile(name: "c.yml", bytes: Array(Self.correlation(section).utf8)),
    ])
    #expect(apart.failed.map(\.reason) == ["'one' may be a.yml:1 or b.yml:1"])
  }
}
