internal import Model

/// What one document of a file came to, before references between documents are followed.
struct DocumentDraft: Sendable {
  enum Content: Sendable {
    case rule(Rule)
    case correlation(CorrelationDraft)
    case filter(FilterDraft)
    case failed(RuleProblem)
  }

  var content: Content
  /// Why it cannot be run, sound as it is.
  var obstacle: RuleProblem?
  var warnings: [RuleProblem] = []
  /// How others refer to it; nil where even that could not be read.
  var id: String?
  var name: String?
  var title: String?
  var origin: Origin
  /// Its text, for messages about its references.
  var source: YAMLDocuments.Part?
  /// The selections by name, and the conditions as they are written.
  var selections: [RuleOutline.Selection] = []
  var conditions: [String] = []
}

/// A correlation whose references are still words.
struct CorrelationDraft: Sendable {
  struct Reference: Sendable {
    var text: String
    var place: TextPlace
  }

  indirect enum ReferenceExpression: Sendable {
    case all([ReferenceExpression])
    case any([ReferenceExpression])
    case not(ReferenceExpression)
    case rule(Reference)
  }

  /// Complete but for `rules`, `aliases` and the condition's expression.
  var correlation: Correlation
  var rules: [Reference]
  var aliases: [(alias: String, rule: Reference, field: String)]
  var expression: ReferenceExpression?
}

/// A filter whose references are still words.
struct FilterDraft: Sendable {
  /// Nil: any rule of its log source.
  var rules: [CorrelationDraft.Reference]?
  var logSource: LogSource
  var expression: Expression
}
