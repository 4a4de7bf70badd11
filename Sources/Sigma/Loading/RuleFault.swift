/// What is wrong with a rule, at a place of its file.
struct RuleFault: Error {
  var place: TextPlace
  /// One lower-case clause.
  var reason: String
  /// The near word or the remedy, as in "did you mean 'startswith'?".
  var suggestion: String?
  /// Whether the rule is sound and merely cannot be run here.
  var isSound = false

  init(_ reason: String, at place: TextPlace, suggestion: String? = nil, isSound: Bool = false) {
    self.reason = reason
    self.place = place
    self.suggestion = suggestion
    self.isSound = isSound
  }
}
