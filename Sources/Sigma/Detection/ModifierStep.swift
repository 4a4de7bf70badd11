/// One modifier applied to one value.
struct ModifierStep {
  let step: FieldKey.Step
  let key: FieldKey
  /// Where it stands in the chain.
  let index: Int
  let valuePlace: TextPlace

  private var modifier: Modifier { step.modifier }

  /// What the value becomes: one value, or several of which any will do.
  func apply(to value: ModifierValue, _ context: inout RuleContext) throws(RuleFault) -> [ModifierValue] {
    switch modifier {
    case .all, .neq: return [value]
    case .contains, .startswith, .endswith: return [try opened(value)]
    case .cased: return [try cased(value)]
    case .windash: return WindowsDash.expand(try text(value)).map { .text($0) }
    case .re: return [try regex(value)]
    case .i, .m, .s: return [try flagged(value)]
    case .base64, .base64offset: return try base64(try text(value))
    case .utf16, .utf16le, .utf16be, .wide: return try encoded(try text(value))
    case .expand: return try expanded(value, &context)
    case .cidr: return [try network(value)]
    case .lt, .lte, .gt, .gte: return [try comparison(value)]
    case .minute, .hour, .day, .week, .month, .year: return [try time(value)]
    case .exists: return [try exists(value)]
    case .fieldref: return [try reference(value)]
    }
  }

  private func text(_ value: ModifierValue) throws(RuleFault) -> SigmaText {
    guard let text = value.asText else { throw misplaced(value) }
    return text
  }

  private func misplaced(_ value: ModifierValue) -> RuleFault {
    RuleFault("modifier '\(modifier.rawValue)' does not apply to \(value.kindInWords)", at: step.place)
  }

  /// Modifiers that read the value as the rule writes it come before those that change it.
  private func needFirst() throws(RuleFault) {
    guard let earlier = key.steps[..<index].first(where: { !$0.modifier.isForWholeList }) else { return }
    throw RuleFault(
      "modifier '\(modifier.rawValue)' cannot follow '\(earlier.modifier.rawValue)': it needs the value as written",
      at: step.place)
  }

  private func needField() throws(RuleFault) {
    if key.field == nil { throw RuleFault("modifier '\(modifier.rawValue)' needs a field", at: step.place) }
  }

  // MARK: Ends

  private func opened(_ value: ModifierValue) throws(RuleFault) -> ModifierValue {
    let atStart = modifier != .startswith
    let atEnd = modifier != .endswith
    switch value {
    case .regex(var regex):
      if modifier == .startswith { regex.pattern = "\\A(?:" + regex.pattern + ")" }
      if modifier == .endswith { regex.pattern = "(?:" + regex.pattern + ")\\z" }
      return .regex(regex)
    case .reference(let name, let relation, let isCased):
      return .reference(name, relation.opened(by: modifier), isCased: isCased)
    default: return .text(try text(value).open(atStart: atStart, atEnd: atEnd))
    }
  }

  private func cased(_ value: ModifierValue) throws(RuleFault) -> ModifierValue {
    if case .reference(let name, let relation, _) = value { return .reference(name, relation, isCased: true) }
    var text = try text(value)
    text.isCased = true
    return .text(text)
  }

  // MARK: Regular expressions

  private func regex(_ value: ModifierValue) throws(RuleFault) -> ModifierValue {
    try needFirst()
    guard let pattern = try text(value).original else { throw misplaced(value) }
    if pattern.isEmpty { throw RuleFault("an empty regular expression fits everything", at: valuePlace) }
    return .regex(RegexPattern(pattern: pattern))
  }

  private func flagged(_ value: ModifierValue) throws(RuleFault) -> ModifierValue {
    guard case .regex(var regex) = value else {
      throw RuleFault(
        "modifier '\(modifier.rawValue)' belongs to a regular expression", at: step.place,
        suggestion: "write 're|\(modifier.rawValue)'")
    }
    switch modifier {
    case .i: regex.ignoresCase = true
    case .m: regex.isMultiline = true
    default: regex.dotMatchesNewline = true
    }
    return .regex(regex)
  }

  // MARK: Encodings

  private func encoded(_ text: SigmaText) throws(RuleFault) -> [ModifierValue] {
    let isBigEndian = modifier == .utf16be
    var results: [ModifierValue] = []
    for text in try spelledOut(text) {
      var result = try text.mapLiterals { (bytes) throws(RuleFault) in
        guard let literal = String(validating: bytes, as: UTF8.self) else {
          throw RuleFault("modifier '\(modifier.rawValue)' needs text that is not encoded yet", at: step.place)
        }
        return literal.utf16.flatMap { unit in
          let bytes = [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
          return isBigEndian ? bytes.reversed() : bytes
        }
      }
      if modifier == .utf16 { result.hasByteOrderMark = true }
      results.append(.text(result))
    }
    return results
  }

  private func base64(_ text: SigmaText) throws(RuleFault) -> [ModifierValue] {
    var results: [ModifierValue] = []
    for text in try spelledOut(text) {
      guard let bytes = text.plainBytes else {
        throw RuleFault("a text with wildcards has no Base64", at: valuePlace, suggestion: "escape them: '\\*', '\\?'")
      }
      if bytes.isEmpty { throw RuleFault("an empty text has no Base64", at: valuePlace) }
      if modifier == .base64offset, bytes.count < 2 {
        throw RuleFault(
          "one byte leaves nothing that stays the same in Base64; 'base64offset' needs two", at: valuePlace)
      }
      let forms =
        modifier == .base64
        ? [Base64.encode(bytes)] : (0..<3).map { Base64.encodeShifted(bytes, by: $0) }
      for form in forms {
        // Letters of another case are another text in Base64.
        var result = SigmaText(literal: form)
        result.isCased = true
        results.append(.text(result))
      }
    }
    return results
  }

  private func spelledOut(_ text: SigmaText) throws(RuleFault) -> [SigmaText] {
    guard let texts = WindowsDash.permutations(text) else {
      throw RuleFault(
        "the value has \(text.dashCount) dashes; '\(modifier.rawValue)' after 'windash' takes"
          + " \(WindowsDash.encodable) at most", at: valuePlace)
    }
    return texts
  }

  private func expanded(
    _ value: ModifierValue, _ context: inout RuleContext
  ) throws(RuleFault) -> [ModifierValue] {
    let placeholders = Placeholders(place: valuePlace)
    if case .regex(let regex) = value {
      return try placeholders.expand(regex, &context).map { .regex($0) }
    }
    return try placeholders.expand(try text(value), &context).map { .text($0) }
  }

  // MARK: Other kinds of value

  private func network(_ value: ModifierValue) throws(RuleFault) -> ModifierValue {
    try needField()
    try needFirst()
    guard let original = try text(value).original else { throw misplaced(value) }
    guard let network = Network(original) else {
      throw RuleFault("'\(original)' is no network in CIDR notation", at: valuePlace)
    }
    return .network(network)
  }

  private func comparison(_ value: ModifierValue) throws(RuleFault) -> ModifierValue {
    try needField()
    guard let comparison = modifier.comparison, let number = value.asNumber else {
      throw RuleFault("modifier '\(modifier.rawValue)' needs a number, found \(value.kindInWords)", at: valuePlace)
    }
    return .comparison(comparison, number)
  }

  private func time(_ value: ModifierValue) throws(RuleFault) -> ModifierValue {
    try needField()
    guard let (part, range) = modifier.timePart, let number = value.asNumber, let whole = Int(exactly: number) else {
      throw RuleFault(
        "modifier '\(modifier.rawValue)' needs a whole number, found \(value.kindInWords)", at: valuePlace)
    }
    guard range.contains(whole) else {
      throw RuleFault(
        "\(modifier.rawValue) must be between \(range.lowerBound) and \(range.upperBound), found \(whole)",
        at: valuePlace)
    }
    return .time(part, whole)
  }

  private func exists(_ value: ModifierValue) throws(RuleFault) -> ModifierValue {
    try needField()
    try needFirst()
    guard case .bool(let expected) = value else {
      throw RuleFault("modifier 'exists' needs true or false, found \(value.kindInWords)", at: valuePlace)
    }
    return .exists(expected)
  }

  private func reference(_ value: ModifierValue) throws(RuleFault) -> ModifierValue {
    try needField()
    guard case .text(let text) = value, let bytes = text.plainBytes, !bytes.isEmpty else {
      throw RuleFault("modifier 'fieldref' needs the plain name of a field", at: valuePlace)
    }
    return .reference(String(decoding: bytes, as: UTF8.self), .equals, isCased: text.isCased)
  }
}

extension FieldRelation {
  /// `fieldref|startswith` and its siblings.
  fileprivate func opened(by modifier: Modifier) -> FieldRelation {
    switch (self, modifier) {
    case (.equals, .startswith): .startsWith
    case (.equals, .endswith): .endsWith
    case (.startsWith, .startswith): .startsWith
    case (.endsWith, .endswith): .endsWith
    default: .contains
    }
  }
}
