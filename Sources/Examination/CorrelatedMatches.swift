internal import CaseStore
internal import Detection
internal import Model
internal import Records
internal import Sigma

/// The matches that correlations look at, host by host.
struct CorrelatedMatches {
  private let set: RuleSet
  private var hosts: [Host?] = []
  private var names = CorrelatedHosts()
  private var factTexts = LogFactTexts()
  private var total = 0
  private var leftOut = 0
  /// Matches that are kept over all hosts, so that memory stays bounded.
  private static let most = 1_000_000
  /// Hosts that are told apart: evidence can name as many as it has lines.
  static let mostHosts = 10_000

  private struct Host {
    /// The names under which it appears, the fullest first.
    var names: [String]
    var correlator: Correlator
    /// Where the event with that sequence number stands.
    var places: [StoredMatch] = []
    /// What the line there tells.
    var facts: [LogFactNumbers?] = []

    /// A record may name the host as often as it wants to in other letters; a few names are enough.
    mutating func take(_ name: String) {
      guard names.count < 8 else { return }
      if name.contains("."), names.first?.contains(".") == false {
        names.insert(name, at: 0)
      } else {
        names.append(name)
      }
    }
  }

  /// Something that a correlation saw on a host.
  struct Sighting {
    /// The place of the correlation in the rule set.
    var correlation: Int
    /// The names under which the host appears, the fullest first.
    var hosts: [String]
    var host: String { hosts.first ?? "" }
    /// How often it held.
    var resultCount: Int
    /// The values of the first result's group, in the order of `group-by`.
    var group: [String]
    /// Every event that made it, in the order of the evidence.
    var events: [StoredMatch]
    /// What lines of web and Exchange logs tell, over all of them.
    var facts = LogFactTally()
  }

  init(_ set: RuleSet) { self.set = set }

  /// Adds a match; those of one record come one after another.
  mutating func add(rule: Int, host: String, _ place: StoredMatch, values: [String?], facts: LogFacts? = nil) {
    guard total < Self.most, let number = names.number(of: host, limit: Self.mostHosts) else {
      leftOut += 1
      return
    }
    total += 1
    if number == hosts.count { hosts.append(Host(names: [], correlator: Correlator(set.correlations))) }
    // Taken out while it is changed, so that nothing is copied.
    guard var entry = hosts[number] else { return }
    hosts[number] = nil
    if !entry.names.contains(host) { entry.take(host) }
    if let last = entry.places.last, last.artifact == place.artifact, last.offset == place.offset {
      // The same event again: correlations count it once.
    } else {
      entry.places.append(place)
      entry.facts.append(facts.map { factTexts.numbers(of: $0) })
    }
    entry.correlator.add(
      rule: set.rules[rule].id, ticks: place.ticks, sequence: UInt64(entry.places.count - 1), values: values)
    hosts[number] = entry
  }

  /// What all of them come to, in the order of hosts and correlations, and what could not be looked at.
  func finish() -> (sightings: [Sighting], notes: [String]) {
    var sightings: [Sighting] = []
    var notes: [String] = []
    for entry in hosts.compactMap(\.self).sorted(by: { $0.names.lexicographicallyPrecedes($1.names) }) {
      let outcome = entry.correlator.finish()
      notes += outcome.notes.map { "\(entry.names.first ?? ""): \($0)" }
      var byCorrelation: [Int: [CorrelatorOutcome.Result]] = [:]
      for result in outcome.results { byCorrelation[result.correlation, default: []].append(result) }
      for (correlation, results) in byCorrelation.sorted(by: { $0.key < $1.key }) {
        let numbers = Set(results.flatMap { outcome.events(of: $0).map(\.sequence) })
        sightings.append(
          Sighting(
            correlation: correlation, hosts: entry.names, resultCount: results.count, group: results[0].group,
            events: numbers.sorted().map { entry.places[Int($0)] },
            facts: facts(numbers.sorted().compactMap { entry.facts[Int($0)] })))
      }
    }
    if leftOut > 0 {
      notes.append(
        "\(leftOut) matches beyond the first \(Self.most), or the first \(Self.mostHosts) hosts, were not looked at by correlations"
      )
    }
    return (sightings, notes)
  }

  private func facts(_ numbers: [LogFactNumbers]) -> LogFactTally {
    var tally = LogFactTally()
    for number in numbers { tally.add(factTexts.facts(number)) }
    return tally
  }
}
