/// A detection section: its selections put into its condition, as one expression.
///
/// Source: Sigma Rules Specification 2.1.0, "Detection".
struct DetectionParser {
  /// Tests of one rule after its selections were put in place; a condition may name a selection many times.
  static let atomLimit = 200_000
  /// Selections of one rule; each pattern in the condition looks at all of them.
  static let selectionLimit = 1000

  private struct Selection {
    var name: String
    var place: TextPlace
    var expression: Expression
    var atomCount: Int
  }

  private var selections: [Selection] = []
  private var used: Set<String> = []
  private var atomCount = 0

  /// Parses the section; `reserved` are keys that are no selections.
  static func parse(
    _ section: YAMLValue, sectionName: String, reserved: Set<String>, _ context: inout RuleContext
  ) throws(RuleFault) -> Expression {
    guard let entries = section.map else {
      throw RuleFault("'\(sectionName)' must be a map, found \(section.kindInWords)", at: section.place)
    }
    var parser = DetectionParser()
    for entry in entries where !reserved.contains(entry.key) {
      if parser.selections.count == selectionLimit {
        throw RuleFault("'\(sectionName)' has more than \(selectionLimit) selections", at: entry.keyPlace)
      }
      parser.selections.append(try parser.selection(entry, &context))
    }
    guard let condition = section["condition"] else {
      throw RuleFault("'\(sectionName)' has no condition", at: section.place)
    }
    if parser.selections.isEmpty { throw RuleFault("'\(sectionName)' has no selection", at: section.place) }
    let expression = try parser.expression(of: condition, &context)
    context.selections = parser.selections.map { .init(name: $0.name, expression: $0.expression) }
    for selection in parser.selections where !parser.used.contains(selection.name) {
      context.warn("selection '\(selection.name)' is not used by the condition", at: selection.place)
    }
    if let timeframe = section["timeframe"] {
      // It belongs to the old aggregations: alone it says that the rule means more than its condition.
      context.hinder("it has a 'timeframe', which only the old aggregations have", at: timeframe.place)
    }
    return expression
  }

  // MARK: Selections

  private func selection(_ entry: YAMLEntry, _ context: inout RuleContext) throws(RuleFault) -> Selection {
    let expression = try Self.selection(entry.value, name: entry.key, &context)
    return Selection(
      name: entry.key, place: entry.keyPlace, expression: expression, atomCount: expression.atomCount)
  }

  private static func selection(
    _ value: YAMLValue, name: String, _ context: inout RuleContext
  ) throws(RuleFault) -> Expression {
    switch value.content {
    case .map(let entries): return try fields(entries, name: name, at: value.place, &context)
    case .scalar: return try keyword(value, name: name, &context)
    case .list(let items):
      if items.isEmpty { throw RuleFault("selection '\(name)' is an empty list", at: value.place) }
      var parts: [Expression] = []
      for item in items {
        switch item.content {
        case .map(let entries): parts.append(try fields(entries, name: name, at: item.place, &context))
        case .scalar: parts.append(try keyword(item, name: name, &context))
        case .list: throw RuleFault("a list inside the list of selection '\(name)'", at: item.place)
        }
      }
      return .joined(any: parts)
    }
  }

  private static func keyword(
    _ value: YAMLValue, name: String, _ context: inout RuleContext
  ) throws(RuleFault) -> Expression {
    if value.isNull { throw RuleFault("selection '\(name)' is empty", at: value.place) }
    let key = FieldKey(keywordsAt: value.place)
    return try ModifierChain(key: key).expression(of: [value], &context)
  }

  private static func fields(
    _ entries: [YAMLEntry], name: String, at place: TextPlace, _ context: inout RuleContext
  ) throws(RuleFault) -> Expression {
    if entries.isEmpty { throw RuleFault("selection '\(name)' is an empty map", at: place) }
    var parts: [Expression] = []
    for entry in entries {
      let chain = ModifierChain(key: try FieldKey(entry))
      parts.append(try chain.expression(of: try values(entry), &context))
    }
    return .joined(all: parts)
  }

  private static func values(_ entry: YAMLEntry) throws(RuleFault) -> [YAMLValue] {
    guard let list = entry.value.list else {
      if entry.value.map != nil {
        throw RuleFault("the value of '\(entry.key)' is a map", at: entry.value.place)
      }
      return [entry.value]
    }
    if list.isEmpty { throw RuleFault("the list of values of '\(entry.key)' is empty", at: entry.value.place) }
    if let null = list.first(where: { $0.isNull }) {
      throw RuleFault(
        "null inside a list of values", at: null.place, suggestion: "write a selection of its own for it")
    }
    return list
  }

  // MARK: Condition

  private mutating func expression(
    of condition: YAMLValue, _ context: inout RuleContext
  ) throws(RuleFault) -> Expression {
    guard let list = condition.list else { return try single(condition, &context) }
    if list.isEmpty { throw RuleFault("the list of conditions is empty", at: condition.place) }
    var parts: [Expression] = []
    for item in list { parts.append(try single(item, &context)) }
    return .joined(any: parts)
  }

  private mutating func single(_ value: YAMLValue, _ context: inout RuleContext) throws(RuleFault) -> Expression {
    guard let scalar = value.scalar, !value.isNull else {
      throw RuleFault("a condition must be text, found \(value.kindInWords)", at: value.place)
    }
    context.conditions.append(scalar.text)
    do throws(ConditionFault) {
      let result = try ConditionParser.parse(scalar.text)
      if let aggregation = result.aggregation {
        markUsedByAggregation(scalar.text)
        context.hinder("it uses the old aggregation '| \(aggregation)', which correlations replaced", at: value.place)
      }
      return try resolved(result.tree)
    } catch {
      throw RuleFault(error.reason, at: value.place(inConditionAt: error.offset), suggestion: error.suggestion)
    }
  }

  /// `near` names selections too.
  private mutating func markUsedByAggregation(_ text: String) {
    for word in text.split(whereSeparator: { " ()|".contains($0) }) { used.insert(String(word)) }
  }

  private mutating func resolved(_ tree: ConditionTree) throws(ConditionFault) -> Expression {
    switch tree {
    case .all(let parts): return .all(try resolved(parts))
    case .any(let parts): return .any(try resolved(parts))
    case .not(let part): return .not(try resolved(part))
    case .name(let name, let offset): return try named(name, at: offset)
    case .quantified(let isAll, let pattern, let offset):
      let found = selections.filter { Self.fits($0.name, pattern) }
      if found.isEmpty { throw unknown(pattern, at: offset, isPattern: true) }
      var parts: [Expression] = []
      for selection in found { parts.append(try use(selection, at: offset)) }
      return isAll ? .joined(all: parts) : .joined(any: parts)
    }
  }

  private mutating func resolved(_ trees: [ConditionTree]) throws(ConditionFault) -> [Expression] {
    var parts: [Expression] = []
    for tree in trees { parts.append(try resolved(tree)) }
    return parts
  }

  private mutating func named(_ name: String, at offset: Int) throws(ConditionFault) -> Expression {
    guard let selection = selections.first(where: { $0.name == name }) else {
      throw unknown(name, at: offset, isPattern: false)
    }
    return try use(selection, at: offset)
  }

  private mutating func use(_ selection: Selection, at offset: Int) throws(ConditionFault) -> Expression {
    used.insert(selection.name)
    atomCount += selection.atomCount
    if atomCount > Self.atomLimit {
      throw ConditionFault(reason: "the rule comes to more than \(Self.atomLimit) tests", offset: offset)
    }
    return selection.expression
  }

  private func unknown(_ name: String, at offset: Int, isPattern: Bool) -> ConditionFault {
    let reason = isPattern ? "no selection fits '\(name)'" : "unknown selection '\(name)'"
    let names = selections.map(\.name) + (isPattern ? ["them"] : [])
    return ConditionFault(
      reason: reason, offset: offset, suggestion: NearWord.suggestion(for: name, among: names))
  }

  /// Names that begin with an underscore are left out of `them`, and of patterns that do not begin with one too.
  static func fits(_ name: String, _ pattern: String) -> Bool {
    if name.hasPrefix("_"), !pattern.hasPrefix("_") { return false }
    if pattern == "them" { return true }
    return matches(Array(name.utf8)[...], Array(pattern.utf8)[...])
  }

  private static func matches(_ name: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
    let star = UInt8(ascii: "*")
    let parts = pattern.split(separator: star, omittingEmptySubsequences: false)
    guard parts.count > 1 else { return name == pattern }
    guard let first = parts.first, let last = parts.last, name.count >= first.count + last.count,
      name.starts(with: first), name.suffix(last.count) == last
    else { return false }
    var rest = name.dropFirst(first.count).dropLast(last.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let start = rest.indices.first(where: { rest[$0...].starts(with: part) }) else { return false }
      rest = rest[(start + part.count)...]
    }
    return true
  }
}

extension FieldKey {
  /// The key of keywords without modifiers.
  init(keywordsAt place: TextPlace) {
    field = nil
    steps = []
    self.place = place
  }
}

extension Expression {
  /// How many tests it holds.
  var atomCount: Int {
    switch self {
    case .all(let parts), .any(let parts): parts.reduce(0) { $0 + $1.atomCount }
    case .not(let part): part.atomCount
    case .atom: 1
    }
  }
}

extension YAMLValue {
  /// The place of a character of a condition; the value's own where it spans lines.
  func place(inConditionAt offset: Int) -> TextPlace {
    guard let scalar, scalar.style != .block, !scalar.text.contains("\n") else { return place }
    return place.moved(by: scalar.style == .quoted ? offset + 1 : offset)
  }
}
