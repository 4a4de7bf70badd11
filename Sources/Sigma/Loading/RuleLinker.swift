internal import Model

/// Follows the references between documents: filters into rules, correlations to what they look at.
struct RuleLinker {
  private var drafts: [DocumentDraft] = []
  private var byID: [String: [Int]] = [:]
  private var byName: [String: [Int]] = [:]
  private var outcomes: [Outcome] = []
  /// Warnings found while linking, by document.
  private var linkWarnings: [Int: [RuleProblem]] = [:]
  /// Expressions of filters, by the rule that they are joined to.
  private var filters: [Int: [Expression]] = [:]
  private var filterCount = 0

  /// Filters of one run; each may be joined to every rule.
  private static let filterLimit = 500
  /// Words that are searched for near ones: names of rules are many.
  private static let suggestionLimit = 50
  private var suggestionCount = 0

  /// What became of a document.
  private enum Outcome {
    case open
    case following
    case rule(Rule)
    case correlation(Correlation)
    case filter
    case failed(RuleProblem)
    case notRunnable(RuleProblem)
  }

  mutating func add(_ added: [DocumentDraft]) {
    for draft in added {
      let index = drafts.count
      drafts.append(draft)
      guard let twin = draft.id.flatMap({ byID[$0]?.first }), drafts[twin].origin.file != draft.origin.file else {
        if let id = draft.id { byID[id, default: []].append(index) }
        if let name = draft.name { byName[name, default: []].append(index) }
        continue
      }
      // The documents of one collection may share an id; those of two files may not.
      let first = drafts[twin].origin
      let reason = "the id is that of \(first.file):\(first.line) already, which is the one that is used"
      if case .failed = draft.content { continue }
      drafts[index].content = .failed(problem(draft, reason))
    }
  }

  mutating func link() -> RuleSet {
    outcomes = drafts.map(firstOutcome)
    applyFilters()
    joinFilters()
    for index in drafts.indices { follow(index) }
    return collected()
  }

  private func firstOutcome(_ draft: DocumentDraft) -> Outcome {
    switch draft.content {
    case .failed(let problem): .failed(problem)
    case .rule(let rule): draft.obstacle.map { .notRunnable($0) } ?? .rule(rule)
    case .filter: draft.obstacle.map { .notRunnable($0) } ?? .filter
    case .correlation: .open
    }
  }

  private func problem(
    _ draft: DocumentDraft, _ reason: String, at place: TextPlace? = nil, suggestion: String? = nil
  ) -> RuleProblem {
    let place = place ?? TextPlace(line: draft.origin.line, column: 1)
    let fault = RuleFault(reason, at: place, suggestion: suggestion)
    return RuleProblem(fault, in: draft.source, of: draft.origin.file, title: draft.title)
  }

  // MARK: Names

  private enum Target {
    case documents([Int])
    case unknown
    case ambiguous(String, String)
  }

  /// By id first, then by name: in the same file, then among all.
  private func target(_ reference: String, from file: String) -> Target {
    if let found = byID[reference.lowercased()] { return .documents(found) }
    guard let named = byName[reference] else { return .unknown }
    let near = named.filter { drafts[$0].origin.file == file }
    let candidates = near.isEmpty ? named : near
    if candidates.count > 1, Set(candidates.map { drafts[$0].id }).count > 1 || near.isEmpty {
      let places = candidates.prefix(2).map { "\(drafts[$0].origin.file):\(drafts[$0].origin.line)" }
      return .ambiguous(places[0], places[1])
    }
    return .documents(candidates)
  }

  private mutating func suggestion(for reference: String) -> String? {
    suggestionCount += 1
    if suggestionCount > Self.suggestionLimit { return nil }
    return NearWord.suggestion(for: reference, among: byName.keys.sorted())
  }

  // MARK: Filters

  private mutating func applyFilters() {
    for (index, draft) in drafts.enumerated() {
      guard case .filter = outcomes[index], case .filter(let filter) = draft.content else { continue }
      filterCount += 1
      if filterCount > Self.filterLimit {
        outcomes[index] = .failed(problem(draft, "there are more than \(Self.filterLimit) filters"))
        continue
      }
      guard let references = filter.rules else {
        for rule in drafts.indices { apply(filter, to: rule) }
        continue
      }
      for reference in references { apply(filter, to: reference, of: index) }
    }
  }

  private mutating func apply(_ filter: FilterDraft, to reference: CorrelationDraft.Reference, of index: Int) {
    switch target(reference.text, from: drafts[index].origin.file) {
    case .documents(let found):
      let applied = found.map { apply(filter, to: $0) }
      let couldBe = found.contains { if case .rule = outcomes[$0] { true } else { false } }
      if couldBe, !applied.contains(true) {
        warn(index, "the rule '\(reference.text)' has another log source than the filter", reference)
      }
    case .unknown:
      let problem = problem(
        drafts[index], "no rule is called '\(reference.text)'", at: reference.place,
        suggestion: suggestion(for: reference.text))
      linkWarnings[index, default: []].append(problem)
    case .ambiguous(let one, let other):
      warn(index, "'\(reference.text)' may be \(one) or \(other)", reference)
    }
  }

  private mutating func warn(_ index: Int, _ reason: String, _ reference: CorrelationDraft.Reference) {
    linkWarnings[index, default: []].append(problem(drafts[index], reason, at: reference.place))
  }

  /// Notes that the filter's condition is to be joined to the rule's; false where it is no rule, or of another log source.
  @discardableResult
  private mutating func apply(_ filter: FilterDraft, to index: Int) -> Bool {
    guard case .rule(let rule) = outcomes[index], filter.logSource.covers(rule.logSource) else { return false }
    filters[index, default: []].append(filter.expression)
    return true
  }

  private mutating func joinFilters() {
    for (index, expressions) in filters {
      guard case .rule(var rule) = outcomes[index] else { continue }
      // Kept flat, so that many filters make no deep expression.
      if case .all(let parts) = rule.expression {
        rule.expression = .all(parts + expressions)
      } else {
        rule.expression = .all([rule.expression] + expressions)
      }
      outcomes[index] = .rule(rule)
    }
  }

  // MARK: Correlations

  /// How many correlations may refer to each other in a chain.
  private static let chainLimit = 32

  private mutating func follow(_ index: Int, depth: Int = 0) {
    guard case .open = outcomes[index], case .correlation(let draft) = drafts[index].content else { return }
    if let obstacle = drafts[index].obstacle {
      outcomes[index] = .notRunnable(obstacle)
      return
    }
    if depth > Self.chainLimit {
      outcomes[index] = .failed(problem(drafts[index], "more than \(Self.chainLimit) correlations refer to each other"))
      return
    }
    outcomes[index] = .following
    do throws(RuleFault) {
      outcomes[index] = .correlation(try resolved(draft, index, depth: depth))
    } catch {
      let problem = problem(drafts[index], error.reason, at: error.place, suggestion: error.suggestion)
      outcomes[index] = error.isSound ? .notRunnable(problem) : .failed(problem)
    }
  }

  private mutating func resolved(
    _ draft: CorrelationDraft, _ index: Int, depth: Int
  ) throws(RuleFault) -> Correlation {
    var correlation = draft.correlation
    var known: [String: [String]] = [:]
    for reference in draft.rules {
      let ids = try identifiers(reference, index, depth: depth)
      known[reference.text] = ids
      correlation.rules += ids.filter { !correlation.rules.contains($0) }
    }
    for (alias, rule, field) in draft.aliases {
      for id in try identifiers(rule, index, depth: depth) {
        if !correlation.rules.contains(id) {
          throw RuleFault("the alias names '\(rule.text)', which is not among the rules", at: rule.place)
        }
        correlation.aliases[alias, default: [:]][id] = field
      }
    }
    correlation.condition.expression = draft.expression.map { Self.resolved($0, known) }
    return correlation
  }

  private static func resolved(
    _ expression: CorrelationDraft.ReferenceExpression, _ known: [String: [String]]
  ) -> Correlation.RuleExpression {
    switch expression {
    case .all(let parts): return .all(parts.map { resolved($0, known) })
    case .any(let parts): return .any(parts.map { resolved($0, known) })
    case .not(let part): return .not(resolved(part, known))
    case .rule(let reference):
      let ids = known[reference.text] ?? []
      return ids.count == 1 ? .rule(ids[0]) : .any(ids.map { .rule($0) })
    }
  }

  /// The ids that a reference means, once what it means is followed itself.
  private mutating func identifiers(
    _ reference: CorrelationDraft.Reference, _ index: Int, depth: Int
  ) throws(RuleFault) -> [String] {
    let text = reference.text
    switch target(text, from: drafts[index].origin.file) {
    case .unknown:
      throw RuleFault("no rule is called '\(text)'", at: reference.place, suggestion: suggestion(for: text))
    case .ambiguous(let one, let other):
      throw RuleFault("'\(text)' may be \(one) or \(other)", at: reference.place)
    case .documents(let found):
      var ids: [String] = []
      for other in found {
        follow(other, depth: depth + 1)
        let id = try identifier(of: other, reference)
        if !ids.contains(id) { ids.append(id) }
      }
      return ids
    }
  }

  private func identifier(
    of index: Int, _ reference: CorrelationDraft.Reference
  ) throws(RuleFault) -> String {
    let text = reference.text
    switch outcomes[index] {
    case .rule(let rule): return rule.id
    case .correlation(let correlation): return correlation.id
    case .filter: throw RuleFault("'\(text)' is a filter, no rule", at: reference.place)
    case .open, .following: throw RuleFault("'\(text)' refers back to this correlation", at: reference.place)
    case .failed: throw RuleFault("the rule '\(text)' that it needs is refused itself", at: reference.place)
    case .notRunnable(let problem):
      throw RuleFault(
        "the rule '\(text)' that it needs cannot be run: \(problem.reason)", at: reference.place, isSound: true)
    }
  }

  // MARK: The result

  private func collected() -> RuleSet {
    var set = RuleSet()
    for (index, outcome) in outcomes.enumerated() {
      switch outcome {
      case .rule(let rule): set.rules.append(rule)
      case .correlation(let correlation): set.correlations.append(correlation)
      case .filter: set.filterCount += 1
      case .failed(let problem): set.failed.append(problem)
      case .notRunnable(let problem): set.notRunnable.append(problem)
      case .open, .following: set.failed.append(problem(drafts[index], "its references were not followed"))
      }
      set.warnings += drafts[index].warnings
      set.warnings += linkWarnings[index] ?? []
    }
    return set
  }
}

extension LogSource {
  /// Whether every rule of `other` is one of this: what it names, the other names too.
  func covers(_ other: LogSource) -> Bool {
    (category == nil || category == other.category) && (product == nil || product == other.product)
      && (service == nil || service == other.service)
  }
}
