/// A rule set of which everything was worked out that does not depend on evidence.
///
/// It takes some milliseconds for thousands of rules and can be done while something else is waited for.
public final class PreparedRules: Sendable {
  public let set: RuleSet
  let compiled: CompiledRules

  public init(_ set: RuleSet) {
    self.set = set
    compiled = CompiledRules(set.rules)
  }

  /// For each of the rules, selected from this set, its place here; nil where they are of another set.
  func places(of rules: [Rule]) -> [Int]? {
    var places: [Int] = []
    var at = 0
    for rule in rules {
      while at < set.rules.count, !Self.areSame(rule, set.rules[at]) { at += 1 }
      guard at < set.rules.count else { return nil }
      places.append(at)
      at += 1
    }
    return places
  }

  /// Two rules of one set that come from one place are one.
  private static func areSame(_ one: Rule, _ other: Rule) -> Bool {
    one.origin == other.origin && one.id == other.id && one.logSource == other.logSource
  }
}
