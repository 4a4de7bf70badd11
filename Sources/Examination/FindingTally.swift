internal import CaseStore
internal import Model
internal import Records
internal import Sigma

/// Puts matches that belong together into findings: one for each rule and host.
struct FindingTally {
  private let rules: [Rule]
  private var keys: [Place: Int] = [:]
  private var tallies: [Tally] = []

  private struct Place: Hashable {
    var rule: Int
    var host: String
  }

  private struct Tally {
    var place: Place
    var count = 0
    var first: Int64 = .max
    var last: Int64 = .min
    var sample: Event?
  }

  init(_ rules: [Rule]) { self.rules = rules }

  /// The key of the finding that the match belongs to.
  mutating func add(_ match: BlockResult.Match, _ artifact: Artifact) -> Int {
    let host = match.host.isEmpty ? artifact.host ?? "unknown" : match.host
    let place = Place(rule: match.rule, host: host)
    let key = keys[place] ?? tallies.count
    if key == tallies.count {
      keys[place] = key
      tallies.append(Tally(place: place))
    }
    tallies[key].count += 1
    if match.head.ticks != RecordHead.noTime {
      tallies[key].first = min(tallies[key].first, match.head.ticks)
      tallies[key].last = max(tallies[key].last, match.head.ticks)
    }
    if tallies[key].sample == nil { tallies[key].sample = match.event }
    return key
  }

  /// The findings, gravest first, then by time, rule and host; numbered in that order.
  func drafts() -> [FindingDraft] {
    let drafts = tallies.indices.map { FindingDraft(key: $0, finding: finding(tallies[$0])) }
    let sorted = drafts.sorted { one, other in
      let (a, b) = (one.finding, other.finding)
      if a.severity != b.severity { return a.severity > b.severity }
      let (first, second) = (a.first?.ticks ?? .max, b.first?.ticks ?? .max)
      return (first, a.rule.id, a.host) < (second, b.rule.id, b.host)
    }
    return sorted.enumerated().map { number, draft in
      var numbered = draft
      let digits = String(number + 1)
      numbered.finding.id = "F-" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits
      return numbered
    }
  }

  private func finding(_ tally: Tally) -> Finding {
    let rule = rules[tally.place.rule]
    let severity = rule.level ?? .medium
    let first = tally.count > 0 && tally.first != .max ? Timestamp(ticks: tally.first) : nil
    return Finding(
      id: "", host: tally.place.host,
      rule: RuleReference(
        id: rule.details.detection ?? rule.id, title: rule.title, kind: .sigma, author: rule.author),
      severity: severity, confidence: rule.details.confidence ?? Self.confidence(rule),
      stage: rule.details.stage ?? (severity >= .medium ? .post : .context), techniques: rule.techniques,
      cves: rule.cves, first: first, last: first == nil ? nil : Timestamp(ticks: tally.last), count: tally.count,
      summary: FindingSentence.text(rule, tally.sample, count: tally.count, host: tally.place.host),
      observables: FindingSentence.observables(tally.sample), notes: rule.falsePositives.map { "benign where: " + $0 })
  }

  /// How well tried the rule is: Sigma's own status.
  private static func confidence(_ rule: Rule) -> Confidence {
    switch rule.status {
    case "stable": .high
    case "test", nil: .moderate
    default: .low
    }
  }
}
