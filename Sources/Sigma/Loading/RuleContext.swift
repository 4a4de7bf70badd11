/// What is learned of one document beside its content: warnings, and why it cannot be run.
struct RuleContext {
  let options: RuleLoadingOptions
  private var warnings: [RuleFault] = []
  private var furtherWarnings = 0
  /// The first reason why the rule, sound as it is, cannot be run here.
  var obstacle: RuleFault?
  /// The selections by name, and the conditions as they are written.
  var selections: [RuleOutline.Selection] = []
  var conditions: [String] = []

  /// Warnings of one document that are shown one by one: each searches the document for its line.
  static let warningLimit = 20

  init(options: RuleLoadingOptions) { self.options = options }

  /// The warnings, and how many more there are.
  func allWarnings(at place: TextPlace) -> [RuleFault] {
    if furtherWarnings == 0 { return warnings }
    return warnings + [RuleFault("\(furtherWarnings) more warnings about this document", at: place)]
  }

  mutating func warn(_ reason: String, at place: TextPlace, suggestion: String? = nil) {
    if warnings.count < Self.warningLimit {
      warnings.append(RuleFault(reason, at: place, suggestion: suggestion))
    } else {
      furtherWarnings += 1
    }
  }

  /// Notes that the rule cannot be run; parsing goes on, since it may be unsound as well.
  mutating func hinder(_ reason: String, at place: TextPlace) {
    if obstacle == nil { obstacle = RuleFault(reason, at: place, isSound: true) }
  }
}
