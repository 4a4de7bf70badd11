/// The condition of a correlation.
struct CorrelationConditionParser {
  let kind: Correlation.Kind
  let section: YAMLValue

  typealias Result = (condition: Correlation.Condition, expression: CorrelationDraft.ReferenceExpression?)

  private var isTemporal: Bool { kind == .temporal || kind == .temporalOrdered }
  private var needsField: Bool { !isTemporal && kind != .eventCount }

  func parse(_ context: inout RuleContext) throws(RuleFault) -> Result {
    guard let value = section["condition"], !value.isNull else {
      if isTemporal { return (Correlation.Condition(criteria: []), nil) }
      throw RuleFault("the correlation has no condition", at: section.place)
    }
    switch value.content {
    case .map(let entries): return (try criteria(entries, at: value.place, &context), nil)
    case .scalar(let scalar):
      guard isTemporal else {
        throw RuleFault("a condition over rules is for temporal correlations only", at: value.place)
      }
      return (Correlation.Condition(criteria: []), try expression(scalar.text, value))
    case .list: throw RuleFault("the condition must be a map or text, found a list", at: value.place)
    }
  }

  private func criteria(
    _ entries: [YAMLEntry], at place: TextPlace, _ context: inout RuleContext
  ) throws(RuleFault) -> Correlation.Condition {
    var condition = Correlation.Condition(criteria: [])
    let known = Correlation.Criterion.Relation.allCases.map(\.rawValue) + ["field", "percentile"]
    for entry in entries {
      if let relation = Correlation.Criterion.Relation(rawValue: entry.key) {
        condition.criteria.append(.init(relation, try number(entry)))
      } else if entry.key == "field" {
        condition.fields = try RuleHeader.texts(entry.value, "field")
      } else if entry.key == "percentile" {
        condition.percentile = try percentile(entry)
      } else {
        throw RuleFault(
          "unknown key '\(entry.key)' in the condition", at: entry.keyPlace,
          suggestion: NearWord.suggestion(for: entry.key, among: known))
      }
    }
    try check(&condition, at: place, &context)
    return condition
  }

  private func check(
    _ condition: inout Correlation.Condition, at place: TextPlace, _ context: inout RuleContext
  ) throws(RuleFault) {
    if condition.criteria.isEmpty {
      throw RuleFault("the condition has none of gt, gte, lt, lte, eq, neq", at: place)
    }
    if condition.criteria.count > 2 {
      throw RuleFault("the condition has more than two criteria; two make a range", at: place)
    }
    if needsField, condition.fields.isEmpty {
      throw RuleFault("a \(kind.rawValue) condition needs a field", at: place)
    }
    if !needsField, !condition.fields.isEmpty {
      throw RuleFault("a \(kind.rawValue) condition has no field", at: place)
    }
    if kind != .valueCount, condition.fields.count > 1 {
      throw RuleFault("a \(kind.rawValue) condition has one field, not several", at: place)
    }
    if kind == .valuePercentile, condition.percentile == nil {
      context.warn("no percentile is given; the median is taken", at: place, suggestion: "add 'percentile: 50'")
      condition.percentile = 50
    }
    if kind != .valuePercentile, condition.percentile != nil {
      throw RuleFault("a \(kind.rawValue) condition has no percentile", at: place)
    }
  }

  private func number(_ entry: YAMLEntry) throws(RuleFault) -> Double {
    guard let number = entry.value.scalar?.number else {
      throw RuleFault("'\(entry.key)' needs a number, found \(entry.value.kindInWords)", at: entry.value.place)
    }
    return number
  }

  private func percentile(_ entry: YAMLEntry) throws(RuleFault) -> Double {
    let number = try number(entry)
    guard (0...100).contains(number) else {
      throw RuleFault("'percentile' must be between 0 and 100", at: entry.value.place)
    }
    return number
  }

  // MARK: Over rules

  private func expression(
    _ text: String, _ value: YAMLValue
  ) throws(RuleFault) -> CorrelationDraft.ReferenceExpression {
    do throws(ConditionFault) {
      let result = try ConditionParser.parse(text)
      if result.aggregation != nil { throw ConditionFault(reason: "'|' is not known here", offset: 0) }
      return try converted(result.tree, value)
    } catch {
      throw RuleFault(error.reason, at: value.place(inConditionAt: error.offset), suggestion: error.suggestion)
    }
  }

  private func converted(
    _ tree: ConditionTree, _ value: YAMLValue
  ) throws(ConditionFault) -> CorrelationDraft.ReferenceExpression {
    switch tree {
    case .all(let parts): return .all(try converted(parts, value))
    case .any(let parts): return .any(try converted(parts, value))
    case .not(let part): return .not(try converted(part, value))
    case .name(let name, let offset):
      return .rule(.init(text: name, place: value.place(inConditionAt: offset)))
    case .quantified(_, _, let offset):
      throw ConditionFault(reason: "'1 of' and 'all of' are for selections, not for rules", offset: offset)
    }
  }

  private func converted(
    _ trees: [ConditionTree], _ value: YAMLValue
  ) throws(ConditionFault) -> [CorrelationDraft.ReferenceExpression] {
    var parts: [CorrelationDraft.ReferenceExpression] = []
    for tree in trees { parts.append(try converted(tree, value)) }
    return parts
  }
}
