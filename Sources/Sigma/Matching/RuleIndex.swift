internal import Synchronization

/// A rule set made ready for matching: shared by all workers of a run.
public final class RuleIndex: Sendable {
  /// The rules, in the order of the rule set; matches name them by their place here.
  public let rules: [Rule]
  private let sources: [SourceUse]
  private let cache: PatternCache?
  private let made: Mutex<Made>
  /// Whether rows that say neither channel nor event ID are judged by every rule.
  private let judgesUnknownSources: Bool

  /// What was made ready so far.
  private struct Made {
    var rules: CompiledRules
    var groups: [[Int]: RuleGroup] = [:]
    var scans: [Set<[UInt8]>: KeywordScan] = [:]
  }

  /// One reading of one log source, and the rules that have it.
  struct SourceUse: Sendable {
    var logSource: LogSource
    var variant: LogSourceMap.Variant
    var rules: [Int]
  }

  /// - Parameters:
  ///   - cacheFolder: where compiled pattern databases are kept; nil: nowhere.
  ///   - judgesUnknownSources: whether rows that say neither channel nor event ID are judged by every rule, as
  ///     `postern rules test` does with flat events.
  public init(
    _ rules: [Rule], logSources: LogSourceMap = .builtIn, cacheFolder: String? = nil, judgesUnknownSources: Bool = false
  ) {
    self.rules = rules
    self.judgesUnknownSources = judgesUnknownSources
    cache = cacheFolder.map(PatternCache.init(folder:))
    var bySource: [LogSource: [Int]] = [:]
    for (number, rule) in rules.enumerated() { bySource[rule.logSource, default: []].append(number) }
    let ordered = bySource.sorted { $0.value[0] < $1.value[0] }
    sources = ordered.flatMap { source, numbers in
      logSources.variants(for: source).map { SourceUse(logSource: source, variant: $0, rules: numbers) }
    }
    made = Mutex(Made(rules: CompiledRules(ruleCount: rules.count)))
  }

  private static func databases(_ cache: PatternCache?) -> RuleGroup.DatabaseSource {
    { literals, ignoringCase in
      try cache?.database(for: literals, ignoringCase: ignoringCase)
        ?? PatternDatabase(literals: literals, ignoringCase: ignoringCase)
    }
  }

  /// The group for rows with this key; nil where no rule is for them.
  func group(product: String?, _ key: BindingKey) throws -> RuleGroup? {
    let applying = sources.indices.filter { applies(sources[$0], product, key) }
    guard !applying.isEmpty else { return nil }
    return try made.withLock { made in
      if let known = made.groups[applying] { return known }
      let group = try makeGroup(applying, &made)
      made.groups[applying] = group
      return group
    }
  }

  private func makeGroup(_ applying: [Int], _ made: inout Made) throws -> RuleGroup {
    var uses: [GroupBuilder.Use] = []
    for (place, number) in applying.enumerated() {
      uses += sources[number].rules.map { GroupBuilder.Use(rule: $0, source: place) }
    }
    uses.sort { ($0.rule, $0.source) < ($1.rule, $1.source) }
    let builder = GroupBuilder(uses, applying.map { sources[$0].variant }, rules: rules, compiled: &made.rules)
    let databases = Self.databases(cache)
    return try RuleGroup(builder, database: databases) { parts in
      if let known = made.scans[parts] { return known }
      let scan = try KeywordScan(parts, database: databases)
      made.scans[parts] = scan
      return scan
    }
  }

  private func applies(_ source: SourceUse, _ product: String?, _ key: BindingKey) -> Bool {
    if let wanted = source.logSource.product, let product, wanted != product { return false }
    if judgesUnknownSources, key.channel == nil, key.eventID == nil { return true }
    return source.variant.holds(channel: key.channel, provider: key.provider, eventID: key.eventID)
  }
}

extension LogSourceMap.Variant {
  /// Whether rows of this channel, provider (both in lower case) and event ID belong to it.
  func holds(channel: String?, provider: String?, eventID: UInt32?) -> Bool {
    if !channels.isEmpty, !(channel.map(channels.contains) ?? false) { return false }
    if !providers.isEmpty, !(provider.map(providers.contains) ?? false) { return false }
    if !eventIDs.isEmpty, !(eventID.map(eventIDs.contains) ?? false) { return false }
    return true
  }
}
