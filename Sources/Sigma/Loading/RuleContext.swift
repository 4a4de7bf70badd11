/// What is learned of one document beside its content: warnings, and why it cannot be run.
struct RuleContext {
  let options: RuleLoadingOptions
  var warnings: [RuleFault] = []
  /// The first reason why the rule, sound as it is, cannot be run here.
  var obstacle: RuleFault?

  init(options: RuleLoadingOptions) { self.options = options }

  mutating func warn(_ reason: String, at place: TextPlace, suggestion: String? = nil) {
    warnings.append(RuleFault(reason, at: place, suggestion: suggestion))
  }

  /// Notes that the rule cannot be run; parsing goes on, since it may be unsound as well.
  mutating func hinder(_ reason: String, at place: TextPlace) {
    if obstacle == nil { obstacle = RuleFault(reason, at: place, isSound: true) }
  }
}
