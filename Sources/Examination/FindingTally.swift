internal import Assessment
internal import CaseStore
internal import Detection
internal import Model
internal import Records
internal import Sigma

/// Puts matches that belong together into findings: one for each rule or indicator and host, and for each correlation
/// and host.
struct FindingTally {
  private let set: RuleSet
  private let needs: MatchNeeds
  /// Their numbers follow those of the rules.
  private let indicators: [Indicator]
  private var keys: [FindingPlace: Int] = [:]
  private var tallies: [Tally] = []
  private let ruleNumbers: [String: [Int]]
  private var isCrowded = false
  private var names = HostNames([String]())
  /// Findings that are told apart; evidence can name as many hosts as it has lines.
  static let mostPlaces = 100_000
  private static let furtherHosts = "further hosts"
  /// Findings whose sentence has the facts of an event.
  private static let mostSamples = 20_000
  /// Findings that count what lines tell.
  private static let mostFactTallies = 5000
  /// What workers need not make any more.
  private(set) var enough = EnoughMatches()

  fileprivate struct Tally {
    var place: FindingPlace
    /// Set for findings of correlations; then `place` has no meaning but its host.
    var sighting: CorrelatedMatches.Sighting?
    var count = 0
    var first: Int64 = .max
    var last: Int64 = .min
    /// The artifact with the first event.
    var firstArtifact = -1
    /// Other traces of the requests that it is about, which it cites.
    var traceCount = 0
    /// The first event of which there is the text, and its artifact.
    var sample: Event?
    var sampleArtifact = -1
    var doubtCount = 0
    /// What lines of web and Exchange logs tell, over all of its matches.
    var facts = LogFactTally()
    /// What an indicator's finding tells beside; nil for rules.
    var sightings: IndicatorTally?
    var firstDoubt: String?
    /// Set for what profiles show; then `place` has no meaning but its host.
    var behavior: BehaviorFinding?
  }

  init(_ set: RuleSet, _ needs: MatchNeeds, indicators: [Indicator] = []) {
    self.set = set
    self.indicators = indicators
    self.needs = needs
    ruleNumbers = Dictionary(grouping: set.rules.indices) { set.rules[$0].id }
  }

  /// What was not told apart.
  var notes: [String] {
    isCrowded ? ["beyond \(Self.mostPlaces) findings, hosts are told together as \(Self.furtherHosts)"] : []
  }

  private func indicator(_ rule: Int) -> Indicator? {
    rule >= set.rules.count ? indicators[rule - set.rules.count] : nil
  }

  /// The key of the finding of that rule or indicator and host.
  private mutating func key(_ rule: Int, _ host: String) -> (key: Int, place: FindingPlace) {
    var place = FindingPlace(rule: rule, host: host)
    if tallies.count >= Self.mostPlaces, keys[place] == nil {
      place.host = Self.furtherHosts
      isCrowded = true
    }
    let key = keys[place] ?? tallies.count
    if key == tallies.count {
      keys[place] = key
      tallies.append(Tally(place: place))
      if indicator(rule) != nil { tallies[key].sightings = IndicatorTally() }
    }
    return (key, place)
  }

  /// The key of the finding that the match, in the artifact with this number, belongs to.
  mutating func add(_ match: BlockResult.Match, artifact: Int) -> Int {
    let (key, place) = key(match.rule, match.host)
    tallies[key].count += 1
    tallies[key].add(match.head.ticks, artifact)
    if let indicator = indicator(match.rule) {
      tallies[key].sightings?.add(match.field.map { "in \($0)" }, isStale: indicator.isStale(at: match.head.time))
    }
    if tallies[key].sample == nil, key < Self.mostSamples {
      (tallies[key].sample, tallies[key].sampleArtifact) = (match.event, artifact)
    }
    if let facts = match.facts, key < Self.mostFactTallies { tallies[key].facts.add(facts) }
    note(tallies[key].count, place)
    // More than these may have been looked at, on some runs: what is told must not depend on that.
    if let doubt = match.doubt, needs.looksTwiceAtAll || tallies[key].count <= EnoughMatches.mostShown {
      tallies[key].doubtCount += 1
      if tallies[key].firstDoubt == nil { tallies[key].firstDoubt = doubt }
    }
    return key
  }

  /// What the case keeps of an indicator that is seen in a file as a whole.
  mutating func add(file match: FileSightings.Match, of artifact: Artifact) -> StoredMatch {
    let (key, _) = key(match.rule, artifact.host ?? "unknown")
    tallies[key].count += 1
    let isStale = indicator(match.rule)?.isStale(at: artifact.modified) ?? false
    tallies[key].sightings?.add(match.place, isStale: isStale)
    if indicator(match.rule)?.kind == .hash { tallies[key].sightings?.isFileThere = true }
    return StoredMatch(
      wholeFile: artifact.number, findingKey: key, size: artifact.size, modified: artifact.modified)
  }

  private mutating func note(_ count: Int, _ place: FindingPlace) {
    if count == EnoughMatches.mostShown { enough.shown.insert(place) }
    if count == EnoughMatches.mostEvents { enough.events.insert(place) }
  }

  /// The key of a correlation's finding.
  mutating func add(_ sighting: CorrelatedMatches.Sighting) -> Int {
    var tally = Tally(place: FindingPlace(rule: -1, host: sighting.host), sighting: sighting)
    tally.sample = sample(of: sighting)
    tally.facts = sighting.facts
    tally.count = sighting.events.count
    for event in sighting.events { tally.add(event.ticks, event.artifact) }
    tallies.append(tally)
    return tallies.count - 1
  }

  /// The key of a finding that profiles show.
  mutating func add(_ behavior: BehaviorFinding) -> Int {
    var tally = Tally(place: FindingPlace(rule: -1, host: behavior.host))
    tally.behavior = behavior
    tallies.append(tally)
    return tallies.count - 1
  }

  /// The findings that say that a break-in succeeded, numbered by their keys.
  func exploits(_ names: HostNames) -> [Exploit] {
    tallies.indices.compactMap { key in
      let tally = tallies[key]
      guard tally.first != .max, isReported(tally) else { return nil }
      let rule = tally.sighting.map { FindingRule(set.correlations[$0.correlation]) } ?? rule(tally.place.rule)
      guard let rule, rule.stage == .success, rule.severity >= .high, tally.confidence(rule) >= .moderate else {
        return nil
      }
      return Exploit(finding: key, host: names.full(tally.place.host), first: tally.first)
    }
  }

  /// All that matches and what belongs to them call hosts.
  var hosts: Set<String> { Set(tallies.map(\.place.host)) }

  private func rule(_ number: Int) -> FindingRule? {
    number >= 0 && number < set.rules.count ? FindingRule(set.rules[number]) : nil
  }

  private func isReported(_ tally: Tally) -> Bool {
    tally.sighting != nil || tally.behavior != nil || needs.reportsAlone[tally.place.rule]
  }

  /// An event that the finding cites, and of which there is the text; nil where no rule's sample is among them.
  private func sample(of sighting: CorrelatedMatches.Sighting) -> Event? {
    let cited = Set(sighting.events.map { CitedPlace(artifact: $0.artifact, offset: $0.offset) })
    // Chains go down to rules: all that match on the host are asked, those of the correlation itself first.
    let own = set.correlations[sighting.correlation].rules.flatMap { ruleNumbers[$0] ?? [] }
    for rule in own + Array(set.rules.indices) {
      for host in sighting.hosts {
        guard let key = keys[FindingPlace(rule: rule, host: host)], let sample = tallies[key].sample else { continue }
        let place = CitedPlace(artifact: tallies[key].sampleArtifact, offset: sample.citation.offset)
        if cited.contains(place) { return sample }
      }
    }
    return nil
  }

  private struct CitedPlace: Hashable {
    var artifact: Int
    var offset: UInt64
  }

  /// Whether the finding with that key gets the other traces of its requests: it says that something succeeded.
  func takesTraces(_ key: Int) -> Bool {
    let tally = tallies[key]
    guard tally.sighting != nil || indicator(tally.place.rule) == nil, isReported(tally) else { return false }
    return [.success, .post].contains(rule(of: tally).stage)
  }

  mutating func add(traces: [StoredMatch]) {
    for trace in traces { tallies[trace.findingKey].traceCount += 1 }
  }

  private func rule(of tally: Tally) -> FindingRule {
    tally.sighting.map { FindingRule(set.correlations[$0.correlation]) } ?? FindingRule(set.rules[tally.place.rule])
  }

  /// The findings, gravest first, then by time, rule and host; numbered in that order.
  ///
  /// `names` are those of all hosts: what one is called by its collector and by its records is one. `coverage` tells
  /// which logs' clocks are off: their times count as corrected where findings are put in order.
  mutating func drafts(_ names: HostNames, _ coverage: [SourceCoverage] = []) -> [FindingDraft] {
    self.names = names
    let clocks = Dictionary(coverage.compactMap(\.clock).filter(\.isSignificant).map { ($0.artifact, $0) }) { one, _ in
      one
    }
    let reported = tallies.indices.filter { isReported(tallies[$0]) }
    let drafts = reported.map { key in
      var draft = FindingDraft(key: key, finding: finding(tallies[key]))
      if let clock = clocks[tallies[key].firstArtifact], let first = draft.finding.first {
        draft.finding.notes.append(clock.note(on: first))
      }
      return draft
    }
    func time(_ draft: FindingDraft) -> Int64 {
      guard let first = draft.finding.first?.ticks else { return .max }
      return first &- (clocks[tallies[draft.key].firstArtifact]?.correction ?? 0)
    }
    let sorted = drafts.sorted { one, other in
      let (a, b) = (one.finding, other.finding)
      if a.severity != b.severity { return a.severity > b.severity }
      let (first, second) = (time(one), time(other))
      return (first, a.rule.id, a.host, a.rule.title, one.key) < (second, b.rule.id, b.host, b.rule.title, other.key)
    }
    let ids = Dictionary(
      uniqueKeysWithValues: sorted.enumerated().map { number, draft in
        let digits = String(number + 1)
        return (draft.key, "F-" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits)
      })
    return sorted.map { draft in
      var numbered = draft
      numbered.finding.id = ids[draft.key] ?? ""
      if let behavior = tallies[draft.key].behavior {
        numbered.finding.summary = behavior.summary(after: behavior.after.flatMap { ids[$0.finding] })
      }
      return numbered
    }
  }

  /// With the name that stands for all of its host's.
  private func named(_ sighting: CorrelatedMatches.Sighting?) -> CorrelatedMatches.Sighting? {
    guard var sighting else { return nil }
    sighting.hosts = sighting.hosts.map(names.full)
    return sighting
  }

  private func finding(_ tally: Tally) -> Finding {
    if let behavior = tally.behavior { return Finding(behavior) }
    if tally.sighting == nil, let indicator = indicator(tally.place.rule), let sightings = tally.sightings {
      return finding(tally, indicator, sightings)
    }
    let rule = rule(of: tally)
    let first = tally.first == .max ? nil : Timestamp(ticks: tally.first)
    let summary =
      named(tally.sighting).map { FindingSentence.text(set.correlations[$0.correlation], $0, tally.logSentence) }
      ?? FindingSentence.text(
        set.rules[tally.place.rule], tally.sample, tally.logSentence, count: tally.count,
        host: names.full(tally.place.host))
    return Finding(
      id: "", host: names.full(tally.place.host), rule: rule.reference, severity: rule.severity,
      confidence: tally.confidence(rule), stage: rule.stage,
      techniques: rule.techniques, cves: rule.cves, first: first,
      last: first == nil ? nil : Timestamp(ticks: tally.last), count: tally.count + tally.traceCount, summary: summary,
      observables: tally.observables, activity: rule.activity.flatMap { LogActivity.activity($0, tally.facts) },
      notes: tally.doubtNotes + tally.traceNotes + rule.notes)
  }

  private func finding(_ tally: Tally, _ indicator: Indicator, _ sightings: IndicatorTally) -> Finding {
    let told = IndicatorFinding(indicator, sightings, count: tally.count, host: names.full(tally.place.host))
    let first = tally.first == .max ? nil : Timestamp(ticks: tally.first)
    return Finding(
      id: "", host: names.full(tally.place.host), rule: told.reference, severity: told.severity,
      confidence: tally.doubtCount > 0 ? told.confidence.lowered : told.confidence, stage: told.stage, first: first,
      last: first == nil ? nil : Timestamp(ticks: tally.last), count: tally.count, summary: told.sentence,
      observables: Set(told.observables + tally.observables).sorted(),
      notes: tally.doubtNotes + told.notes)
  }
}

extension Finding {
  /// Its number and its sentence are still to come.
  fileprivate init(_ behavior: BehaviorFinding) {
    self.init(
      id: "", host: behavior.host, rule: behavior.rule, severity: behavior.severity, confidence: behavior.confidence,
      stage: behavior.stage, techniques: behavior.techniques, first: Timestamp(ticks: behavior.first),
      last: Timestamp(ticks: behavior.last), count: Int(clamping: behavior.count), summary: "",
      observables: Set(behavior.observables).sorted(), activity: behavior.activity, notes: behavior.notes)
  }
}

extension FindingTally.Tally {
  fileprivate mutating func add(_ ticks: Int64, _ artifact: Int) {
    guard ticks != RecordHead.noTime else { return }
    if ticks < first { (first, firstArtifact) = (ticks, artifact) }
    last = max(last, ticks)
  }

  /// The rule's, one less where the decoders disagree.
  fileprivate func confidence(_ rule: FindingRule) -> Confidence {
    doubtCount > 0 ? rule.confidence.lowered : rule.confidence
  }

  /// Nil where no log of text tells anything.
  fileprivate var logSentence: String? {
    LogSentence.text(facts, first: first == .max ? nil : first, last: first == .max ? nil : last)
  }

  fileprivate var observables: [Observable] {
    Set(FindingSentence.observables(sample) + LogActivity.observables(facts)).sorted()
  }

  fileprivate var traceNotes: [String] {
    guard traceCount > 0 else { return [] }
    let (what, are) =
      traceCount == 1 ? ("1 citation", "is another trace") : ("\(traceCount) citations", "are other traces")
    return ["\(what) of these \(are) of the same requests, by the number that Exchange gave them"]
  }

  fileprivate var doubtNotes: [String] {
    guard let firstDoubt else { return [] }
    let others = doubtCount > 1 ? ", and \(doubtCount - 1) more likewise" : ""
    return ["the two decoders disagree: \(firstDoubt)\(others)"]
  }
}

extension ClockOffset {
  /// What a finding says whose first event is in a log with that clock.
  fileprivate func note(on first: Timestamp) -> String {
    let corrected = Timestamp(ticks: first.ticks &- correction, digits: first.digits)
    return "times are those of the log \(log), which is \(sentence): the first would be \(corrected)"
  }
}
