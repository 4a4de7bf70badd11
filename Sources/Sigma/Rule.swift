public import Model

/// A detection rule, checked and ready to be bound: what it looks for is one boolean expression over atoms.
///
/// Source: Sigma Rules Specification 2.1.0.
public struct Rule: Sendable, Hashable {
  /// The rule's UUID in lower case; a rule without one has its file and document number in its place.
  public var id: String
  /// The unique name that correlations and filters may use; nil where there is none.
  public var name: String?
  public var title: String
  public var status: String?
  /// Nil where the rule gives none.
  public var level: Severity?
  public var author: String?
  public var description: String?
  public var references: [String]
  /// As the rule writes them, lower case.
  public var tags: [String]
  public var falsePositives: [String]
  /// Fields that the author wants shown with a match.
  public var fields: [String]
  public var logSource: LogSource
  public var expression: Expression
  /// What else the rule says of itself.
  public var details: RuleDetails
  /// Where it was read from.
  public var origin: Origin

  public init(
    id: String, name: String? = nil, title: String, status: String? = nil, level: Severity? = nil,
    author: String? = nil, description: String? = nil, references: [String] = [], tags: [String] = [],
    falsePositives: [String] = [], fields: [String] = [], logSource: LogSource, expression: Expression,
    details: RuleDetails = RuleDetails(), origin: Origin
  ) {
    self.id = id
    self.name = name
    self.title = title
    self.status = status
    self.level = level
    self.author = author
    self.description = description
    self.references = references
    self.tags = tags
    self.falsePositives = falsePositives
    self.fields = fields
    self.logSource = logSource
    self.expression = expression
    self.details = details
    self.origin = origin
  }
}

/// Where a rule was read from.
public struct Origin: Sendable, Hashable {
  /// As given by the user; `!` between an archive and its member.
  public var file: String
  /// The line on which the document begins, counted from 1.
  public var line: Int

  public init(file: String, line: Int) {
    self.file = file
    self.line = line
  }
}

/// Which logs a rule is for.
///
/// All three parts in lower case; at least one is there.
public struct LogSource: Sendable, Hashable {
  public var category: String?
  public var product: String?
  public var service: String?

  public init(category: String? = nil, product: String? = nil, service: String? = nil) {
    self.category = category
    self.product = product
    self.service = service
  }
}

/// What must hold of a row: the condition with its selections put in place.
public indirect enum Expression: Sendable, Hashable {
  /// All hold; true when empty.
  case all([Expression])
  /// At least one holds; false when empty.
  case any([Expression])
  case not(Expression)
  case atom(Atom)
}

/// One test of one field; holds when any of the field's values passes.
public struct Atom: Sendable, Hashable {
  /// The field's name as the rule writes it; nil for a keyword, which is looked for in every field and in the whole
  /// message.
  public var field: String?
  public var test: Test

  public init(field: String?, test: Test) {
    self.field = field
    self.test = test
  }
}

/// What a value must be.
public enum Test: Sendable, Hashable {
  /// The whole value fits the pattern.
  case text(TextPattern)
  /// The expression is found anywhere in the value.
  case regex(RegexPattern)
  /// The field has no value: it is absent, or null.
  case null
  /// The field is there, whatever its value: `exists: true`. `exists: false` is the negation.
  case exists
  /// The value is an address of that network.
  case network(Network)
  /// The value reads as a number and compares so.
  case number(Comparison, Double)
  /// The value compares with the value of another field, without case unless `isCased`.
  case field(named: String, FieldRelation, isCased: Bool)
  /// A part of the time that the value reads as.
  case time(TimePart, Int)
}

/// A text with wildcards.
///
/// `contains: x` is any run, `x`, any run.
public struct TextPattern: Sendable, Hashable {
  public enum Piece: Sendable, Hashable {
    /// Never empty, and no two literals side by side.
    case literal(String)
    /// `*`: any run of characters, also none, across lines. No two side by side.
    case anyRun
    /// `?`: exactly one character.
    case anyOne
  }

  /// Empty: the value is there and empty.
  public var pieces: [Piece]
  public var isCased: Bool

  public init(pieces: [Piece], isCased: Bool) {
    self.pieces = pieces
    self.isCased = isCased
  }
}

/// A regular expression (PCRE) and its flags.
public struct RegexPattern: Sendable, Hashable {
  public var pattern: String
  public var ignoresCase: Bool
  public var isMultiline: Bool
  public var dotMatchesNewline: Bool

  public init(pattern: String, ignoresCase: Bool = false, isMultiline: Bool = false, dotMatchesNewline: Bool = false) {
    self.pattern = pattern
    self.ignoresCase = ignoresCase
    self.isMultiline = isMultiline
    self.dotMatchesNewline = dotMatchesNewline
  }
}

public enum Comparison: String, Sendable, Hashable, CaseIterable {
  case less, lessOrEqual, greater, greaterOrEqual
}

public enum FieldRelation: String, Sendable, Hashable, CaseIterable {
  case equals, startsWith, endsWith, contains
}

public enum TimePart: String, Sendable, Hashable, CaseIterable {
  case minute, hour, day, week, month, year
}

/// An IPv4 or IPv6 network.
///
/// IPv4 addresses stand as ::ffff:a.b.c.d, so that both spellings are one.
public struct Network: Sendable, Hashable {
  /// The address, upper and lower half.
  public var high: UInt64
  public var low: UInt64
  /// How many leading bits of the 128 count.
  public var prefixLength: Int

  public init(high: UInt64, low: UInt64, prefixLength: Int) {
    self.high = high
    self.low = low
    self.prefixLength = prefixLength
  }
}
