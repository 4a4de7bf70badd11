public import Model

/// A correlation: what many matches together must be.
///
/// Source: Sigma Correlation Rules Specification 2.1.0.
public struct Correlation: Sendable, Hashable {
  public var id: String
  public var name: String?
  public var title: String
  public var status: String?
  public var level: Severity?
  public var author: String?
  public var description: String?
  public var references: [String]
  public var tags: [String]
  public var falsePositives: [String]
  public var kind: Kind
  /// Identifiers (`Rule.id`, `Correlation.id`) of what it looks at, in the order written.
  ///
  /// Names are resolved already.
  public var rules: [String]
  /// In the order written; may be empty: then all matches are one group.
  public var groupBy: [String]
  /// 100-nanosecond steps.
  public var timespan: Int64
  public var condition: Condition
  /// Alias → rule identifier → field.
  public var aliases: [String: [String: String]]
  /// Whether the rules it refers to report on their own as well.
  public var generate: Bool
  /// What else it says of itself.
  public var details: RuleDetails
  public var origin: Origin

  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case eventCount = "event_count", valueCount = "value_count", temporal, temporalOrdered = "temporal_ordered"
    case valueSum = "value_sum", valueAverage = "value_avg", valuePercentile = "value_percentile"
  }

  /// What the count or value must be, or which of the rules must have matched.
  public struct Condition: Sendable, Hashable {
    /// All must hold; two make a range.
    ///
    /// Empty for temporal kinds without a condition: then all rules must have matched.
    public var criteria: [Criterion]
    /// The fields whose values are counted, summed …; several together count as one value.
    public var fields: [String]
    /// For `value_percentile`, 0 to 100.
    public var percentile: Double?
    /// For temporal kinds: a boolean expression over rule identifiers, in place of "all".
    public var expression: RuleExpression?

    public init(
      criteria: [Criterion], fields: [String] = [], percentile: Double? = nil, expression: RuleExpression? = nil
    ) {
      self.criteria = criteria
      self.fields = fields
      self.percentile = percentile
      self.expression = expression
    }
  }

  public struct Criterion: Sendable, Hashable {
    public enum Relation: String, Sendable, Hashable, CaseIterable { case gt, gte, lt, lte, eq, neq }
    public var relation: Relation
    public var value: Double

    public init(_ relation: Relation, _ value: Double) {
      self.relation = relation
      self.value = value
    }
  }

  /// A boolean expression over rules (extended temporal condition).
  public indirect enum RuleExpression: Sendable, Hashable {
    case all([RuleExpression])
    case any([RuleExpression])
    case not(RuleExpression)
    case rule(String)
  }

  public init(
    id: String, name: String? = nil, title: String, status: String? = nil, level: Severity? = nil,
    author: String? = nil, description: String? = nil, references: [String] = [], tags: [String] = [],
    falsePositives: [String] = [], kind: Kind, rules: [String], groupBy: [String], timespan: Int64,
    condition: Condition, aliases: [String: [String: String]] = [:], generate: Bool = false,
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
    self.kind = kind
    self.rules = rules
    self.groupBy = groupBy
    self.timespan = timespan
    self.condition = condition
    self.aliases = aliases
    self.generate = generate
    self.details = details
    self.origin = origin
  }
}
