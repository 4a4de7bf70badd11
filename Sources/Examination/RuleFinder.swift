internal import Bytes
public import Sigma

/// Finds one rule among rule files, by its id or its unique name.
public enum RuleFinder {
  public enum Found: Sendable {
    /// Documents of one collection may share an id.
    case rules([RuleQuestion])
    case correlation(Correlation)
    /// Sound, but not for what can be read here.
    case notRunnable(RuleOutline, RuleProblem)
    case refused(RuleProblem)
    /// The id of no rule; perhaps the near one was meant.
    case nothing(near: String?)
  }

  public static func find(_ wanted: String, in files: [RuleFile]) -> Found {
    let set = RuleSet.load(files)
    let id = wanted.lowercased()
    let rules = set.rules.filter { $0.id == id || $0.name == wanted }
    if !rules.isEmpty { return .rules(rules.map { question($0, files) }) }
    if let correlation = set.correlations.first(where: { $0.id == id || $0.name == wanted }) {
      return .correlation(correlation)
    }
    for file in files where file.bytes.rawSpan.text.lowercased().contains(id) {
      for outline in RuleOutline.all(in: file) where outline.id == id {
        switch outline.standing {
        case .failed(let problem): return .refused(problem)
        case .notRunnable(let problem): return .notRunnable(outline, problem)
        case .rule, .correlation, .filter: break
        }
      }
    }
    let linked = (set.failed + set.notRunnable).first { $0.title == wanted }
    if let linked { return .refused(linked) }
    return .nothing(near: set.rules.map(\.id).first { $0.hasPrefix(id) && !id.isEmpty })
  }

  private static func question(_ rule: Rule, _ files: [RuleFile]) -> RuleQuestion {
    let file = files.first { $0.name == rule.origin.file }
    let outline = file.flatMap { RuleOutline.all(in: $0).first { $0.origin == rule.origin } }
    return RuleQuestion(rule, outline)
  }
}
