internal import Bytes
internal import Model

/// Writes a rule set's lists, and gathers its strings in a table.
struct RuleSetEncoder: ~Copyable {
  private var body = ByteBuffer(capacity: 1 << 20)
  private var table = ByteBuffer(capacity: 1 << 20)
  private var numbers: [String: Int] = [:]

  /// The table of strings, then the lists.
  consuming func finished() -> ByteBuffer {
    var result = ByteBuffer(capacity: table.count + body.count + 10)
    result.append(leb128: UInt64(numbers.count))
    result.append(table.bytes)
    result.append(body.bytes)
    return result
  }

  mutating func append(_ set: RuleSet) {
    append(count: set.rules.count)
    for rule in set.rules { append(rule) }
    append(count: set.correlations.count)
    for correlation in set.correlations { append(correlation) }
    append(count: set.filterCount)
    append(set.failed)
    append(set.notRunnable)
    append(set.warnings)
  }

  // MARK: Basics

  private mutating func append(count: Int) { body.append(leb128: UInt64(count)) }

  private mutating func append(_ flag: Bool) { body.append(flag ? 1 : 0) }

  private mutating func append(_ number: Double) { body.append(littleEndian: number.bitPattern, bytes: 8) }

  private mutating func append(_ text: String) {
    if let number = numbers[text] { return append(count: number) }
    let number = numbers.count
    numbers[text] = number
    table.append(leb128: UInt64(text.utf8.count))
    table.append(text)
    append(count: number)
  }

  private mutating func append(_ text: String?) {
    append(text != nil)
    if let text { append(text) }
  }

  private mutating func append(_ texts: [String]) {
    append(count: texts.count)
    for text in texts { append(text) }
  }

  /// The number of a case in its enumeration.
  private mutating func append<Choice: CaseIterable & Equatable>(_ choice: Choice) {
    for (number, other) in Choice.allCases.enumerated() where other == choice { body.append(UInt8(number)) }
  }

  private mutating func append(_ origin: Origin) {
    append(origin.file)
    append(count: origin.line)
  }

  // MARK: Rules

  private mutating func append(_ rule: Rule) {
    append(rule.id)
    append(rule.name)
    append(rule.title)
    append(rule.status)
    append(rule.level?.rawValue)
    append(rule.author)
    append(rule.description)
    append(rule.references)
    append(rule.tags)
    append(rule.falsePositives)
    append(rule.fields)
    append(rule.logSource.category)
    append(rule.logSource.product)
    append(rule.logSource.service)
    append(rule.expression)
    append(rule.details)
    append(rule.origin)
  }

  private mutating func append(_ details: RuleDetails) {
    append(details.license)
    append(details.date)
    append(details.modified)
    append(details.scope)
    append(count: details.related.count)
    for related in details.related {
      append(related.id)
      append(related.kind)
    }
    append(details.logSourceDefinition)
    append(details.detection)
    append(details.stage?.rawValue)
    append(details.confidence?.rawValue)
    append(details.activity?.rawValue)
    append(count: details.custom.count)
    for field in details.custom {
      append(field.key)
      append(field.value)
    }
  }

  private mutating func append(_ expression: Expression) {
    switch expression {
    case .all(let parts):
      body.append(0)
      append(count: parts.count)
      for part in parts { append(part) }
    case .any(let parts):
      body.append(1)
      append(count: parts.count)
      for part in parts { append(part) }
    case .not(let part):
      body.append(2)
      append(part)
    case .atom(let atom):
      body.append(3)
      append(atom.field)
      append(atom.test)
    }
  }

  private mutating func append(_ test: Test) {
    switch test {
    case .text(let pattern):
      body.append(0)
      append(pattern)
    case .regex(let regex):
      body.append(1)
      append(regex.pattern)
      append(regex.ignoresCase)
      append(regex.isMultiline)
      append(regex.dotMatchesNewline)
    case .null: body.append(2)
    case .exists: body.append(3)
    case .network(let network):
      body.append(4)
      body.append(littleEndian: network.high, bytes: 8)
      body.append(littleEndian: network.low, bytes: 8)
      append(count: network.prefixLength)
    case .number(let comparison, let number):
      body.append(5)
      append(comparison)
      append(number)
    case .field(let name, let relation, let isCased):
      body.append(6)
      append(name)
      append(relation)
      append(isCased)
    case .time(let part, let number):
      body.append(7)
      append(part)
      append(count: number)
    }
  }

  private mutating func append(_ pattern: TextPattern) {
    append(pattern.isCased)
    append(count: pattern.pieces.count)
    for piece in pattern.pieces {
      switch piece {
      case .literal(let text):
        body.append(0)
        append(text)
      case .anyRun: body.append(1)
      case .anyOne: body.append(2)
      }
    }
  }

  // MARK: Correlations

  private mutating func append(_ correlation: Correlation) {
    append(correlation.id)
    append(correlation.name)
    append(correlation.title)
    append(correlation.status)
    append(correlation.level?.rawValue)
    append(correlation.author)
    append(correlation.description)
    append(correlation.references)
    append(correlation.tags)
    append(correlation.falsePositives)
    append(correlation.kind)
    append(correlation.rules)
    append(correlation.groupBy)
    body.append(littleEndian: UInt64(bitPattern: correlation.timespan), bytes: 8)
    append(correlation.condition)
    append(count: correlation.aliases.count)
    for (alias, fields) in correlation.aliases.sorted(by: { $0.key < $1.key }) {
      append(alias)
      append(count: fields.count)
      for (rule, field) in fields.sorted(by: { $0.key < $1.key }) {
        append(rule)
        append(field)
      }
    }
    append(correlation.generate)
    append(correlation.details)
    append(correlation.origin)
  }

  private mutating func append(_ condition: Correlation.Condition) {
    append(count: condition.criteria.count)
    for criterion in condition.criteria {
      append(criterion.relation)
      append(criterion.value)
    }
    append(condition.fields)
    append(condition.percentile != nil)
    if let percentile = condition.percentile { append(percentile) }
    append(condition.expression != nil)
    if let expression = condition.expression { append(expression) }
  }

  private mutating func append(_ expression: Correlation.RuleExpression) {
    switch expression {
    case .all(let parts):
      body.append(0)
      append(count: parts.count)
      for part in parts { append(part) }
    case .any(let parts):
      body.append(1)
      append(count: parts.count)
      for part in parts { append(part) }
    case .not(let part):
      body.append(2)
      append(part)
    case .rule(let id):
      body.append(3)
      append(id)
    }
  }

  // MARK: Problems

  private mutating func append(_ problems: [RuleProblem]) {
    append(count: problems.count)
    for problem in problems {
      append(problem.file)
      append(count: problem.line)
      append(count: problem.column ?? 0)
      append(problem.reason)
      append(problem.suggestion)
      append(problem.title)
      append(problem.excerpt?.text)
      append(count: problem.excerpt?.caret.map { $0 + 1 } ?? 0)
    }
  }
}

extension ByteBuffer {
  mutating func append(leb128 value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }
}
