internal import Bytes
internal import Model

/// Reads what `RuleSetEncoder` wrote.
///
/// Whatever does not fit is thrown as `Truncated` at its offset.
struct RuleSetDecoder: ~Escapable {
  /// Levels of an expression; conditions have 64, each with at most three operators.
  static let depthLimit = 512
  /// Lists reserve room for so many at most before their elements are seen.
  private static let reserveLimit = 8192

  private var cursor: ByteCursor
  private var strings: [String] = []

  @_lifetime(copy bytes)
  init(_ bytes: RawSpan) throws(Truncated) {
    cursor = ByteCursor(bytes)
    let count = try count()
    strings.reserveCapacity(min(count, cursor.remaining))
    for _ in 0..<count { strings.append(try cursor.take(Self.count(&cursor)).text) }
  }

  @_lifetime(self: copy self)
  mutating func ruleSet() throws(Truncated) -> RuleSet {
    var set = RuleSet()
    let rules = try count()
    set.rules.reserveCapacity(min(rules, Self.reserveLimit))
    for _ in 0..<rules { set.rules.append(try rule()) }
    for _ in 0..<(try count()) { set.correlations.append(try correlation()) }
    set.filterCount = try count()
    set.failed = try problems()
    set.notRunnable = try problems()
    set.warnings = try problems()
    if !cursor.isAtEnd { throw invalid }
    return set
  }

  // MARK: Basics

  private var invalid: Truncated { Truncated(offset: cursor.position, needed: 0) }

  @_lifetime(self: copy self)
  private mutating func count() throws(Truncated) -> Int { try Self.count(&cursor) }

  /// A LEB128 number of at most 35 bits.
  @_lifetime(cursor: copy cursor)
  private static func count(_ cursor: inout ByteCursor) throws(Truncated) -> Int {
    var value = 0
    for shift in stride(from: 0, to: 35, by: 7) {
      let byte = try cursor.uint8()
      value |= Int(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    throw Truncated(offset: cursor.position, needed: 0)
  }

  /// A count of things that need a byte each at least.
  @_lifetime(self: copy self)
  private mutating func listCount() throws(Truncated) -> Int {
    let count = try count()
    if count > cursor.remaining { throw invalid }
    return count
  }

  @_lifetime(self: copy self)
  private mutating func flag() throws(Truncated) -> Bool {
    let byte = try cursor.uint8()
    if byte > 1 { throw invalid }
    return byte == 1
  }

  @_lifetime(self: copy self)
  private mutating func double() throws(Truncated) -> Double {
    let number = Double(bitPattern: try cursor.uint64())
    // No rule has such a number, and it would compare unequal to itself.
    if number.isNaN { throw invalid }
    return number
  }

  @_lifetime(self: copy self)
  private mutating func text() throws(Truncated) -> String {
    let number = try count()
    guard number < strings.count else { throw invalid }
    return strings[number]
  }

  @_lifetime(self: copy self)
  private mutating func optionalText() throws(Truncated) -> String? { try flag() ? try text() : nil }

  @_lifetime(self: copy self)
  private mutating func texts() throws(Truncated) -> [String] {
    let count = try listCount()
    var result: [String] = []
    result.reserveCapacity(count)
    for _ in 0..<count { result.append(try text()) }
    return result
  }

  @_lifetime(self: copy self)
  private mutating func choice<Choice: CaseIterable>(
    _: Choice.Type = Choice.self
  ) throws(Truncated) -> Choice where Choice.AllCases == [Choice] {
    let number = Int(try cursor.uint8())
    guard number < Choice.allCases.count else { throw invalid }
    return Choice.allCases[number]
  }

  @_lifetime(self: copy self)
  private mutating func level() throws(Truncated) -> Severity? {
    guard let word = try optionalText() else { return nil }
    guard let level = Severity(rawValue: word) else { throw invalid }
    return level
  }

  @_lifetime(self: copy self)
  private mutating func origin() throws(Truncated) -> Origin { Origin(file: try text(), line: try count()) }

  // MARK: Rules

  @_lifetime(self: copy self)
  private mutating func rule() throws(Truncated) -> Rule {
    // Arguments are evaluated in the order written, which is that of the bytes.
    Rule(
      id: try text(), name: try optionalText(), title: try text(), status: try optionalText(), level: try level(),
      author: try optionalText(), description: try optionalText(), references: try texts(), tags: try texts(),
      falsePositives: try texts(), fields: try texts(),
      logSource: LogSource(category: try optionalText(), product: try optionalText(), service: try optionalText()),
      expression: try expression(0), details: try details(), origin: try origin())
  }

  @_lifetime(self: copy self)
  private mutating func details() throws(Truncated) -> RuleDetails {
    var details = RuleDetails()
    details.license = try optionalText()
    details.date = try optionalText()
    details.modified = try optionalText()
    details.scope = try texts()
    for _ in 0..<(try listCount()) { details.related.append(RelatedRule(id: try text(), kind: try choice())) }
    details.logSourceDefinition = try optionalText()
    details.detection = try optionalText()
    details.stage = try optionalText().flatMap { Stage(rawValue: $0) }
    details.confidence = try optionalText().flatMap { Confidence(rawValue: $0) }
    details.activity = try optionalText().flatMap { Activity.Kind(rawValue: $0) }
    for _ in 0..<(try listCount()) { details.custom.append(.init(key: try text(), value: try text())) }
    return details
  }

  @_lifetime(self: copy self)
  private mutating func expression(_ depth: Int) throws(Truncated) -> Expression {
    if depth > Self.depthLimit { throw invalid }
    switch try cursor.uint8() {
    case 0: return .all(try expressions(depth + 1))
    case 1: return .any(try expressions(depth + 1))
    case 2: return .not(try expression(depth + 1))
    case 3: return .atom(Atom(field: try optionalText(), test: try test()))
    default: throw invalid
    }
  }

  @_lifetime(self: copy self)
  private mutating func expressions(_ depth: Int) throws(Truncated) -> [Expression] {
    let count = try listCount()
    var parts: [Expression] = []
    parts.reserveCapacity(count)
    for _ in 0..<count { parts.append(try expression(depth)) }
    return parts
  }

  @_lifetime(self: copy self)
  private mutating func test() throws(Truncated) -> Test {
    switch try cursor.uint8() {
    case 0: return .text(try pattern())
    case 1:
      return .regex(
        RegexPattern(
          pattern: try text(), ignoresCase: try flag(), isMultiline: try flag(), dotMatchesNewline: try flag()))
    case 2: return .null
    case 3: return .exists
    case 4: return .network(try network())
    case 5: return .number(try choice(), try double())
    case 6: return .field(named: try text(), try choice(), isCased: try flag())
    case 7: return .time(try choice(), try count())
    default: throw invalid
    }
  }

  @_lifetime(self: copy self)
  private mutating func network() throws(Truncated) -> Network {
    let network = Network(high: try cursor.uint64(), low: try cursor.uint64(), prefixLength: try count())
    if network.prefixLength > 128 { throw invalid }
    return network
  }

  @_lifetime(self: copy self)
  private mutating func pattern() throws(Truncated) -> TextPattern {
    let isCased = try flag()
    let count = try listCount()
    var pieces: [TextPattern.Piece] = []
    pieces.reserveCapacity(count)
    for _ in 0..<count {
      switch try cursor.uint8() {
      case 0: pieces.append(.literal(try text()))
      case 1: pieces.append(.anyRun)
      case 2: pieces.append(.anyOne)
      default: throw invalid
      }
    }
    return TextPattern(pieces: pieces, isCased: isCased)
  }

  // MARK: Correlations

  @_lifetime(self: copy self)
  private mutating func correlation() throws(Truncated) -> Correlation {
    Correlation(
      id: try text(), name: try optionalText(), title: try text(), status: try optionalText(), level: try level(),
      author: try optionalText(), description: try optionalText(), references: try texts(), tags: try texts(),
      falsePositives: try texts(), kind: try choice(), rules: try texts(), groupBy: try texts(),
      timespan: Int64(bitPattern: try cursor.uint64()), condition: try condition(), aliases: try aliases(),
      generate: try flag(), details: try details(), origin: try origin())
  }

  @_lifetime(self: copy self)
  private mutating func condition() throws(Truncated) -> Correlation.Condition {
    var condition = Correlation.Condition(criteria: [])
    for _ in 0..<(try listCount()) { condition.criteria.append(.init(try choice(), try double())) }
    condition.fields = try texts()
    if try flag() { condition.percentile = try double() }
    if try flag() { condition.expression = try ruleExpression(0) }
    return condition
  }

  @_lifetime(self: copy self)
  private mutating func ruleExpression(_ depth: Int) throws(Truncated) -> Correlation.RuleExpression {
    if depth > Self.depthLimit { throw invalid }
    switch try cursor.uint8() {
    case 0: return .all(try ruleExpressions(depth + 1))
    case 1: return .any(try ruleExpressions(depth + 1))
    case 2: return .not(try ruleExpression(depth + 1))
    case 3: return .rule(try text())
    default: throw invalid
    }
  }

  @_lifetime(self: copy self)
  private mutating func ruleExpressions(_ depth: Int) throws(Truncated) -> [Correlation.RuleExpression] {
    var parts: [Correlation.RuleExpression] = []
    for _ in 0..<(try listCount()) { parts.append(try ruleExpression(depth)) }
    return parts
  }

  @_lifetime(self: copy self)
  private mutating func aliases() throws(Truncated) -> [String: [String: String]] {
    var aliases: [String: [String: String]] = [:]
    for _ in 0..<(try listCount()) {
      let alias = try text()
      var fields: [String: String] = [:]
      for _ in 0..<(try listCount()) {
        let rule = try text()
        fields[rule] = try text()
      }
      aliases[alias] = fields
    }
    return aliases
  }

  // MARK: Problems

  @_lifetime(self: copy self)
  private mutating func problems() throws(Truncated) -> [RuleProblem] {
    var problems: [RuleProblem] = []
    for _ in 0..<(try listCount()) {
      var problem = RuleProblem(file: try text(), line: try count(), reason: "")
      let column = try count()
      problem.column = column > 0 ? column : nil
      problem.reason = try text()
      problem.suggestion = try optionalText()
      problem.title = try optionalText()
      let excerpt = try optionalText()
      let caret = try count()
      problem.excerpt = excerpt.map { SourceExcerpt(text: $0, caret: caret > 0 ? caret - 1 : nil) }
      problems.append(problem)
    }
    return problems
  }
}
