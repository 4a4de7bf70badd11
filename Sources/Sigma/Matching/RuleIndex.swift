internal import Synchronization

/// A rule set made ready for matching: shared by all workers of a run.
public final class RuleIndex: Sendable {
  /// The rules, in the order of the rule set; matches name them by their place here.
  public let rules: [Rule]
  private let sources: [SourceUse]
  private let logSources: LogSourceMap
  private let cache: PatternCache?
  private let shards: [CompiledRules]
  /// For each rule the place of its program.
  private let programs: [PreparedRules.Place]
  private let groups = Mutex<[[Int]: GroupPlace]>([:])
  private let scans = Mutex<[Set<[UInt8]>: KeywordScan]>([:])
  /// Whether rows that say neither channel nor event ID are judged by every rule.
  private let judgesUnknownSources: Bool

  /// Where a group is, once it was made; the first thread that needs it makes it.
  private final class GroupPlace: Sendable {
    let group = Mutex<RuleGroup?>(nil)
  }

  /// One reading of one log source, and the rules that have it.
  struct SourceUse: Sendable {
    var logSource: LogSource
    var variant: LogSourceMap.Variant
    var rules: [Int]
    /// What the reading asks of a row, nil where it asks nothing.
    var condition: PreparedRules.Place?
  }

  /// - Parameters:
  ///   - prepared: what was worked out for a rule set that these rules are from, in its order.
  ///   - cacheFolder: where compiled pattern databases are kept; nil: nowhere.
  ///   - judgesUnknownSources: whether rows that say neither channel nor event ID are judged by every rule, as
  ///     `postern rules test` does with flat events.
  public init(
    _ rules: [Rule], prepared: PreparedRules? = nil, logSources: LogSourceMap = .builtIn, cacheFolder: String? = nil,
    judgesUnknownSources: Bool = false
  ) {
    self.rules = rules
    self.judgesUnknownSources = judgesUnknownSources
    self.logSources = logSources
    cache = cacheFolder.map(PatternCache.init(folder:))
    var bySource: [LogSource: [Int]] = [:]
    for (number, rule) in rules.enumerated() { bySource[rule.logSource, default: []].append(number) }
    let ordered = bySource.sorted { $0.value[0] < $1.value[0] }
    var set = RuleSet()
    set.rules = rules
    let given = prepared.flatMap { prepared in prepared.places(of: rules).map { (prepared.shards, $0) } }
    let (shards, places) = given ?? { made in (made.shards, made.places(of: rules) ?? []) }(PreparedRules(set))
    // What sources ask of a row is a shard of its own.
    var asking = CompiledRules([])
    sources = ordered.flatMap { source, numbers in
      logSources.variants(for: source).map { variant in
        let asked = variant.conditions.map(\.expression)
        var condition: PreparedRules.Place?
        if !asked.isEmpty {
          condition = PreparedRules.Place(shard: shards.count, program: asking.add(.all(asked)))
        }
        return SourceUse(logSource: source, variant: variant, rules: numbers, condition: condition)
      }
    }
    self.programs = places
    self.shards = shards + [asking]
  }

  private static func databases(_ cache: PatternCache?) -> RuleGroup.DatabaseSource {
    { literals, ignoringCase in
      try cache?.database(for: literals, ignoringCase: ignoringCase)
        ?? PatternDatabase(literals: literals, ignoringCase: ignoringCase)
    }
  }

  /// The group for rows with this key; nil where no rule is for them.
  func group(product: String?, _ key: BindingKey) throws -> RuleGroup? {
    let product = logSources.product(ofChannel: key.channel) ?? product
    let applying = sources.indices.filter { applies(sources[$0], product, key) }
    guard !applying.isEmpty else { return nil }
    let place = groups.withLock { groups in
      let place = groups[applying] ?? GroupPlace()
      groups[applying] = place
      return place
    }
    return try place.group.withLock { group in
      if let group { return group }
      let made = try makeGroup(applying)
      group = made
      return made
    }
  }

  private func makeGroup(_ applying: [Int]) throws -> RuleGroup {
    var uses: [GroupBuilder.Use] = []
    for (place, number) in applying.enumerated() {
      uses += sources[number].rules.map { GroupBuilder.Use(rule: $0, program: programs[$0], source: place) }
    }
    uses.sort { ($0.rule, $0.source) < ($1.rule, $1.source) }
    let readings = applying.map {
      GroupBuilder.Source(condition: sources[$0].condition, fieldNames: sources[$0].variant.fieldNames)
    }
    let databases = Self.databases(cache)
    return try RuleGroup(GroupBuilder(uses, readings, shards), database: databases) { parts in
      try scans.withLock { scans in
        if let known = scans[parts] { return known }
        let scan = try KeywordScan(parts, database: databases)
        scans[parts] = scan
        return scan
      }
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
