internal import Model

/// What a rule says for Postern's findings: the map under the key `postern`.
///
/// `detection` is a number in a catalogue, `stage`, `confidence` and `activity` are words of `Model`. Unknown keys are a warning,
/// unknown words are refused.
struct PosternKeys {
  var detection: String?
  var stage: Stage?
  var confidence: Confidence?
  var activity: Activity.Kind?

  /// Longer numbers would spoil every list of findings.
  static let detectionLimit = 64
  static let knownKeys = ["detection", "stage", "confidence", "activity"]

  init(_ value: YAMLValue, _ context: inout RuleContext) throws(RuleFault) {
    guard let entries = value.map else {
      throw RuleFault("'postern' must be a map, found \(value.kindInWords)", at: value.place)
    }
    for entry in entries {
      switch entry.key {
      case "detection": detection = try Self.detection(entry.value)
      case "stage":
        let words = Stage.allCases.map(\.rawValue)
        stage = try RuleHeader.choice(entry.value, "stage", of: words).flatMap { Stage(rawValue: $0) }
      case "confidence":
        let words = Confidence.allCases.map(\.rawValue)
        confidence = try RuleHeader.choice(entry.value, "confidence", of: words).flatMap { Confidence(rawValue: $0) }
      case "activity":
        let words = Activity.Kind.allCases.map(\.rawValue)
        activity = try RuleHeader.choice(entry.value, "activity", of: words).flatMap { Activity.Kind(rawValue: $0) }
      default:
        let near = NearWord.suggestion(for: entry.key, among: Self.knownKeys)
        context.warn("unknown key '\(entry.key)' in 'postern'", at: entry.keyPlace, suggestion: near)
      }
    }
  }

  private static func detection(_ value: YAMLValue) throws(RuleFault) -> String {
    let text = try RuleHeader.text(value, "detection")
    let scalars = text.unicodeScalars
    guard !text.isEmpty, scalars.count <= detectionLimit, !scalars.contains(where: \.isUnprintable) else {
      throw RuleFault("the detection is empty, too long or has control characters", at: value.place)
    }
    return text
  }
}

extension RuleDetails {
  mutating func read(_ keys: PosternKeys) {
    detection = keys.detection
    stage = keys.stage
    confidence = keys.confidence
    activity = keys.activity
  }
}
