internal import Model

/// A correlation document.
///
/// Source: Sigma Correlation Rules Specification 2.1.0, with the seven types of its schema.
struct CorrelationParser {
  let header: RuleHeader
  let id: String
  let origin: Origin

  /// Rules, and fields of aliases, of one correlation or filter.
  static let referenceLimit = 1000

  static let keys = ["type", "rules", "group-by", "timespan", "condition", "aliases", "generate"]

  func parse(_ document: YAMLValue, _ context: inout RuleContext) throws(RuleFault) -> CorrelationDraft {
    guard let section = document["correlation"], let entries = section.map else {
      throw RuleFault("'correlation' must be a map", at: document["correlation"]?.place ?? document.place)
    }
    for entry in entries where !Self.keys.contains(entry.key) {
      throw RuleFault(
        "unknown key '\(entry.key)' in the correlation", at: entry.keyPlace,
        suggestion: NearWord.suggestion(for: entry.key, among: Self.keys))
    }
    let kind = try kind(section)
    let condition = try CorrelationConditionParser(kind: kind, section: section).parse(&context)
    let correlation = Correlation(
      id: id, name: header.name, title: header.title, status: header.status, level: header.level,
      author: header.author, description: header.description, references: header.references, tags: header.tags,
      falsePositives: header.falsePositives, kind: kind, rules: [],
      groupBy: try section["group-by"].map { value throws(RuleFault) in try RuleHeader.texts(value, "group-by") } ?? [],
      timespan: try timespan(section), condition: condition.condition, generate: try generate(document, section),
      details: header.details, origin: origin)
    return CorrelationDraft(
      correlation: correlation, rules: try rules(section, condition.expression, &context),
      aliases: try aliases(section), expression: condition.expression)
  }

  private func kind(_ section: YAMLValue) throws(RuleFault) -> Correlation.Kind {
    guard let value = section["type"] else { throw RuleFault("the correlation has no type", at: section.place) }
    let word = try RuleHeader.text(value, "type").lowercased()
    guard let kind = Correlation.Kind(rawValue: word) else {
      let known = Correlation.Kind.allCases.map(\.rawValue)
      throw RuleFault(
        "unknown type of correlation '\(word)'", at: value.place,
        suggestion: NearWord.suggestion(for: word, among: known) ?? "it is one of \(known.joined(separator: ", "))")
    }
    return kind
  }

  /// Number and one of s, m, h, d; in 100-nanosecond steps.
  private func timespan(_ section: YAMLValue) throws(RuleFault) -> Int64 {
    guard let value = section["timespan"] else {
      throw RuleFault("the correlation has no timespan", at: section.place)
    }
    let text = try RuleHeader.text(value, "timespan")
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    guard let unit = text.last.flatMap({ units[$0] }), (2...10).contains(text.utf8.count),
      text.dropLast().utf8.allSatisfy({ $0 &- 0x30 < 10 }), let count = Int64(text.dropLast()), count > 0
    else {
      throw RuleFault(
        "the timespan '\(text)' is not a number above 0 with s, m, h or d", at: value.place,
        suggestion: "90 minutes are '90m'")
    }
    // At most 999,999,999 days: 8.6e20 steps do not fit, so the product is checked.
    let (steps, overflows) = count.multipliedReportingOverflow(by: unit * 10_000_000)
    if overflows { throw RuleFault("the timespan '\(text)' is too long", at: value.place) }
    return steps
  }

  private func generate(_ document: YAMLValue, _ section: YAMLValue) throws(RuleFault) -> Bool {
    // The schema has it on the first level, the other tools inside the section.
    guard let value = section["generate"] ?? document["generate"] else { return false }
    guard case .bool(let generate)? = value.scalar?.kind else {
      throw RuleFault("'generate' must be true or false, found \(value.kindInWords)", at: value.place)
    }
    return generate
  }

  private func rules(
    _ section: YAMLValue, _ expression: CorrelationDraft.ReferenceExpression?, _ context: inout RuleContext
  ) throws(RuleFault) -> [CorrelationDraft.Reference] {
    let named = expression?.references ?? []
    guard let value = section["rules"] else {
      if !named.isEmpty { return named.unique }
      throw RuleFault("the correlation names no rules", at: section.place)
    }
    let rules = try Self.references(value, "rules")
    if let stranger = named.first(where: { name in !rules.contains { $0.text == name.text } }) {
      throw RuleFault(
        "the condition names '\(stranger.text)', which is not among the rules", at: stranger.place,
        suggestion: NearWord.suggestion(for: stranger.text, among: rules.map(\.text)))
    }
    if expression != nil, let idle = rules.first(where: { rule in !named.contains { $0.text == rule.text } }) {
      context.warn("the rule '\(idle.text)' is not used by the condition", at: idle.place)
    }
    return rules
  }

  /// A list of ids and names, or one.
  static func references(_ value: YAMLValue, _ key: String) throws(RuleFault) -> [CorrelationDraft.Reference] {
    let items = value.list ?? (value.isNull ? [] : [value])
    if items.isEmpty { throw RuleFault("'\(key)' is empty", at: value.place) }
    if items.count > referenceLimit {
      throw RuleFault("'\(key)' names more than \(referenceLimit) rules", at: value.place)
    }
    var references: [CorrelationDraft.Reference] = []
    for item in items {
      references.append(.init(text: try RuleHeader.text(item, key), place: item.place))
    }
    return references
  }

  private func aliases(
    _ section: YAMLValue
  ) throws(RuleFault) -> [(alias: String, rule: CorrelationDraft.Reference, field: String)] {
    guard let value = section["aliases"], !value.isNull else { return [] }
    guard let entries = value.map else {
      throw RuleFault("'aliases' must be a map, found \(value.kindInWords)", at: value.place)
    }
    var result: [(alias: String, rule: CorrelationDraft.Reference, field: String)] = []
    for alias in entries {
      guard let fields = alias.value.map else {
        throw RuleFault("the alias '\(alias.key)' must be a map of rules to fields", at: alias.value.place)
      }
      for field in fields {
        if result.count == Self.referenceLimit {
          throw RuleFault("the aliases have more than \(Self.referenceLimit) fields", at: field.keyPlace)
        }
        let reference = CorrelationDraft.Reference(text: field.key, place: field.keyPlace)
        result.append((alias.key, reference, try RuleHeader.text(field.value, "alias")))
      }
    }
    return result
  }
}

extension CorrelationDraft.ReferenceExpression {
  /// All references, in the order written.
  var references: [CorrelationDraft.Reference] {
    switch self {
    case .all(let parts), .any(let parts): parts.flatMap(\.references)
    case .not(let part): part.references
    case .rule(let reference): [reference]
    }
  }
}

extension [CorrelationDraft.Reference] {
  fileprivate var unique: [CorrelationDraft.Reference] {
    var seen: Set<String> = []
    return filter { seen.insert($0.text).inserted }
  }
}
