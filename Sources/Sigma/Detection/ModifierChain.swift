/// The modifiers of one field applied to its values, in the order written.
///
/// Source: Sigma Modifiers Appendix 2.1.0. Each written value becomes one or more alternatives, any of which will do.
struct ModifierChain {
  let key: FieldKey
  /// Values that expand to more than this are refused: lists of placeholders multiply.
  static let alternativesLimit = 100_000

  /// All values as one expression.
  func expression(of values: [YAMLValue], _ context: inout RuleContext) throws(RuleFault) -> Expression {
    var items: [Expression] = []
    for value in values {
      guard let scalar = value.scalar else {
        throw RuleFault("a value must be text or a number, found \(value.kindInWords)", at: value.place)
      }
      let alternatives = try alternatives(of: scalar, at: value.place, &context)
      var atoms: [Expression] = []
      for alternative in alternatives { atoms.append(try finished(alternative, at: value.place, context)) }
      items.append(.joined(any: atoms))
    }
    let isAll = key.steps.contains { $0.modifier == .all }
    if isAll, values.count == 1, let step = key.steps.first(where: { $0.modifier == .all }) {
      context.warn("modifier 'all' has no effect on a single value", at: step.place)
    }
    let joined = isAll ? Expression.joined(all: items) : .joined(any: items)
    return key.steps.contains { $0.modifier == .neq } ? .not(joined) : joined
  }

  private func alternatives(
    of scalar: YAMLScalar, at place: TextPlace, _ context: inout RuleContext
  ) throws(RuleFault) -> [ModifierValue] {
    var values = [ModifierValue(scalar)]
    for (index, step) in key.steps.enumerated() where !step.modifier.isForWholeList {
      var next: [ModifierValue] = []
      for value in values {
        next += try ModifierStep(step: step, key: key, index: index, valuePlace: place).apply(to: value, &context)
        if next.count > Self.alternativesLimit {
          throw RuleFault("the value expands to more than \(Self.alternativesLimit) texts", at: place)
        }
      }
      values = next
    }
    return values
  }

  // MARK: The finished test

  private func finished(
    _ value: ModifierValue, at place: TextPlace, _ context: RuleContext
  ) throws(RuleFault) -> Expression {
    switch value {
    case .null:
      try needField("null", at: place)
      return atom(.null)
    case .exists(let expected):
      return expected ? atom(.exists) : .not(atom(.exists))
    case .regex(let regex): return atom(.regex(try checked(regex, at: place, context)))
    case .network(let network): return atom(.network(network))
    case .comparison(let comparison, let number): return atom(.number(comparison, number))
    case .reference(let name, let relation, let isCased):
      return atom(.field(named: name, relation, isCased: isCased))
    case .time(let part, let number): return atom(.time(part, number))
    case .text, .number, .bool: return try finishedText(value, at: place, context)
    }
  }

  private func finishedText(
    _ value: ModifierValue, at place: TextPlace, _ context: RuleContext
  ) throws(RuleFault) -> Expression {
    guard var text = value.asText else { throw RuleFault("a value is missing", at: place) }
    if key.field == nil {
      if text.pieces.isEmpty { throw RuleFault("an empty keyword is in every event", at: place) }
      // A keyword is looked for anywhere, a value is the whole field.
      text = text.open(atStart: true, atEnd: true)
    }
    if text.dashCount > 0, let regex = text.regex { return atom(.regex(try checked(regex, at: place, context))) }
    guard let pattern = text.pattern else {
      throw RuleFault(
        "UTF-16 of this text is no text by itself", at: place, suggestion: "encode it further, with 'base64offset'")
    }
    return atom(.text(pattern))
  }

  private func checked(
    _ regex: RegexPattern, at place: TextPlace, _ context: RuleContext
  ) throws(RuleFault) -> RegexPattern {
    if let problem = context.options.regexProblem(regex) {
      throw RuleFault("the regular expression does not compile: \(problem)", at: place)
    }
    return regex
  }

  private func needField(_ what: String, at place: TextPlace) throws(RuleFault) {
    if key.field == nil { throw RuleFault("\(what) needs a field", at: place) }
  }

  private func atom(_ test: Test) -> Expression { .atom(Atom(field: key.field, test: test)) }
}

extension Expression {
  /// All must hold; a single one stands for itself.
  static func joined(all parts: [Expression]) -> Expression { parts.count == 1 ? parts[0] : .all(parts) }

  /// One must hold; a single one stands for itself.
  static func joined(any parts: [Expression]) -> Expression { parts.count == 1 ? parts[0] : .any(parts) }
}
