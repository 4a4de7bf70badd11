internal import Model
internal import Sigma

/// What a finding says of the rule or correlation behind it.
struct FindingRule {
  var reference: RuleReference
  var severity: Severity
  var confidence: Confidence
  var stage: Stage
  var techniques: [String]
  var cves: [String]
  var notes: [String]

  init(_ rule: Rule) {
    self.init(
      id: rule.id, title: rule.title, author: rule.author, level: rule.level, status: rule.status, rule.details,
      rule.falsePositives)
    techniques = rule.techniques
    cves = rule.cves
  }

  init(_ correlation: Correlation) {
    self.init(
      id: correlation.id, title: correlation.title, author: correlation.author, level: correlation.level,
      status: correlation.status, correlation.details, correlation.falsePositives)
    techniques = correlation.techniques
    cves = correlation.cves
  }

  private init(
    id: String, title: String, author: String?, level: Severity?, status: String?, _ details: RuleDetails,
    _ falsePositives: [String]
  ) {
    reference = RuleReference(id: details.detection ?? id, title: title, kind: .sigma, author: author)
    severity = level ?? .medium
    confidence = details.confidence ?? Self.confidence(status)
    stage = details.stage ?? (severity >= .medium ? .post : .context)
    techniques = []
    cves = []
    notes = falsePositives.map { "benign causes: " + $0 }
  }

  /// How well tried the rule is: Sigma's own status.
  private static func confidence(_ status: String?) -> Confidence {
    switch status {
    case "stable": .high
    case "test", nil: .moderate
    default: .low
    }
  }
}
