/// One rule that is to be explained, made ready: shared by all workers of a run.
public final class RuleQuestion: Sendable {
  public let rule: Rule
  let conditions: [String]
  let selections: [RuleOutline.Selection]
  let sources: [LogSourceMap.Variant]
  let logSources: LogSourceMap
  let fields: [String]
  /// The rule itself, then its selections, each followed by its parts; their numbers are those of `index`.
  let index: RuleIndex

  /// The rule as it runs, with its filters, and the outline of the document that it comes from, if it is at hand.
  public init(_ rule: Rule, _ outline: RuleOutline?, logSources: LogSourceMap = .builtIn) {
    self.rule = rule
    conditions = outline?.conditions ?? []
    selections = outline?.selections ?? []
    sources = logSources.variants(for: rule.logSource)
    self.logSources = logSources
    fields = rule.expression.fieldNames
    let tests = selections.flatMap { [$0.expression] + $0.expression.countableParts }
    // A selection is judged as a rule of the same log source would be.
    let rules = [rule.expression] + tests
    index = RuleIndex(
      rules.map { expression in
        var part = rule
        part.expression = expression
        return part
      }, logSources: logSources)
  }
}
