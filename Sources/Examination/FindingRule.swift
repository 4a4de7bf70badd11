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
  /// What whoever is found has done; nil where the finding is nobody's act, or where the rule cannot tell.
  var activity: Activity.Kind?

  init(_ rule: Rule) {
    self.init(
      id: rule.id, title: rule.title, author: rule.author, level: rule.level, status: rule.status, rule.details,
      rule.falsePositives)
    techniques = rule.techniques
    cves = rule.cves
    activity = rule.details.activity ?? Self.activity(stage, techniques)
  }

  init(_ correlation: Correlation) {
    self.init(
      id: correlation.id, title: correlation.title, author: correlation.author, level: correlation.level,
      status: correlation.status, correlation.details, correlation.falsePositives)
    techniques = correlation.techniques
    cves = correlation.cves
    activity = correlation.details.activity ?? Self.activity(stage, techniques)
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

  /// What the techniques of a rule that does not say come to; the first that is known decides.
  private static func activity(_ stage: Stage, _ techniques: [String]) -> Activity.Kind? {
    let known: [(String, Activity.Kind)] = [
      ("T1190", .exploit), ("T1505.003", .shellAccess), ("T1595", .probe), ("T1059", .command),
    ]
    guard stage != .context else { return nil }
    return known.first { technique, _ in techniques.contains { $0 == technique || $0.hasPrefix(technique + ".") } }?.1
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
