/// A condition as written: words and operators.
indirect enum ConditionTree {
  case all([ConditionTree])
  case any([ConditionTree])
  case not(ConditionTree)
  /// A name, and its place in the condition.
  case name(String, at: Int)
  /// `1 of` or `all of` a pattern of names or `them`.
  case quantified(isAll: Bool, pattern: String, at: Int)
}

/// Something wrong in a condition, at a distance from its start.
struct ConditionFault: Error {
  var reason: String
  /// In scalars from the start of the condition.
  var offset: Int
  var suggestion: String?
}

/// Reads a condition.
///
/// Source: Sigma Rules Specification 2.1.0, "Condition". From loosest to tightest: `or`, `and`, `not`, `x of`,
/// brackets. Operators are whole words in any case of letters, so names may begin with them.
struct ConditionParser {
  /// Brackets and `not` inside each other.
  static let depthLimit = 64
  /// Words and brackets of one condition.
  static let tokenLimit = 10_000

  private struct Token {
    var text: String
    var offset: Int
    var lowered: String { text.lowercased() }
  }

  /// The condition before any `|`, and the old aggregation behind it.
  struct Result {
    var tree: ConditionTree
    var aggregation: String?
  }

  private var tokens: [Token]
  private var position = 0
  private var depth = 0
  private let end: Int

  static func parse(_ text: String) throws(ConditionFault) -> Result {
    var parser = try ConditionParser(text)
    let tree = try parser.disjunction()
    guard let token = parser.peek else { return Result(tree: tree) }
    guard token.text == "|" else {
      let known = ["and", "or"]
      throw ConditionFault(
        reason: token.text == ")" ? "')' without '('" : "expected 'and' or 'or', found '\(token.text)'",
        offset: token.offset, suggestion: NearWord.suggestion(for: token.text, among: known))
    }
    return Result(tree: tree, aggregation: try parser.aggregation())
  }

  private init(_ text: String) throws(ConditionFault) {
    tokens = []
    var word = ""
    var offset = 0
    func flush(_ tokens: inout [Token], _ word: inout String) {
      if !word.isEmpty { tokens.append(Token(text: word, offset: offset - word.unicodeScalars.count)) }
      word = ""
    }
    for scalar in text.unicodeScalars {
      if scalar == "(" || scalar == ")" || scalar == "|" {
        flush(&tokens, &word)
        tokens.append(Token(text: String(scalar), offset: offset))
      } else if scalar.properties.isWhitespace {
        flush(&tokens, &word)
      } else {
        word.unicodeScalars.append(scalar)
      }
      offset += 1
      if tokens.count > Self.tokenLimit {
        throw ConditionFault(reason: "the condition has more than \(Self.tokenLimit) words", offset: 0)
      }
    }
    flush(&tokens, &word)
    end = offset
    if tokens.isEmpty { throw ConditionFault(reason: "the condition is empty", offset: 0) }
  }

  private var peek: Token? { position < tokens.count ? tokens[position] : nil }

  private mutating func take(_ word: String) -> Bool {
    guard let token = peek, token.lowered == word else { return false }
    position += 1
    return true
  }

  private mutating func disjunction() throws(ConditionFault) -> ConditionTree {
    var parts = [try conjunction()]
    while take("or") { parts.append(try conjunction()) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func conjunction() throws(ConditionFault) -> ConditionTree {
    var parts = [try negation()]
    while take("and") { parts.append(try negation()) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func negation() throws(ConditionFault) -> ConditionTree {
    let offset = peek?.offset ?? end
    guard take("not") else { return try operand() }
    try deepen(at: offset)
    defer { depth -= 1 }
    return .not(try negation())
  }

  private mutating func deepen(at offset: Int) throws(ConditionFault) {
    depth += 1
    if depth > Self.depthLimit {
      throw ConditionFault(reason: "the condition is nested more than \(Self.depthLimit) deep", offset: offset)
    }
  }

  private mutating func operand() throws(ConditionFault) -> ConditionTree {
    guard let token = peek else {
      throw ConditionFault(reason: "the condition ends where a name is expected", offset: end)
    }
    position += 1
    switch token.lowered {
    case "(":
      try deepen(at: token.offset)
      defer { depth -= 1 }
      let inner = try disjunction()
      guard take(")") else { throw ConditionFault(reason: "'(' without ')'", offset: token.offset) }
      return inner
    case ")", "|", "and", "or":
      throw ConditionFault(reason: "expected a name, found '\(token.text)'", offset: token.offset)
    default:
      return peek?.lowered == "of" ? try quantified(token) : .name(token.text, at: token.offset)
    }
  }

  private mutating func quantified(_ quantifier: Token) throws(ConditionFault) -> ConditionTree {
    position += 1
    let isAll = quantifier.lowered == "all"
    guard isAll || quantifier.lowered == "1" || quantifier.lowered == "any" else {
      throw ConditionFault(
        reason: "'\(quantifier.text) of' is not known; Sigma has '1 of' and 'all of'", offset: quantifier.offset)
    }
    guard let pattern = peek, !["(", ")", "|"].contains(pattern.text) else {
      throw ConditionFault(
        reason: "'\(quantifier.text) of' needs a pattern of names or 'them'", offset: peek?.offset ?? end)
    }
    position += 1
    return .quantified(isAll: isAll, pattern: pattern.text, at: pattern.offset)
  }

  /// The aggregations of Sigma before correlations: `| count() by x > 3`, `| near a`.
  private mutating func aggregation() throws(ConditionFault) -> String {
    let bar = position
    guard tokens.count > bar + 1 else {
      throw ConditionFault(reason: "the condition ends with '|'", offset: tokens[bar].offset)
    }
    let name = tokens[bar + 1]
    guard ["count", "min", "max", "avg", "sum", "near"].contains(name.lowered) else {
      throw ConditionFault(reason: "'|' is not known in conditions", offset: tokens[bar].offset)
    }
    return name.lowered
  }
}
