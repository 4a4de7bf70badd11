internal import CaseStore
internal import Detection
internal import Model
internal import Records
internal import Sigma

/// The matches that correlations look at, host by host.
struct CorrelatedMatches {
  private let set: RuleSet
  private var hosts: [String: Host] = [:]
  private var total = 0
  private var leftOut = 0
  /// Matches that are kept over all hosts, so that memory stays bounded.
  private static let most = 1_000_000
  /// Hosts that are told apart: evidence can name as many as it has lines.
  static let mostHosts = 10_000

  private struct Host {
    var correlator: Correlator
    /// Where the event with that sequence number stands.
    var places: [StoredMatch] = []
  }

  /// Something that a correlation saw on a host.
  struct Sighting {
    /// The place of the correlation in the rule set.
    var correlation: Int
    var host: String
    /// How often it held.
    var resultCount: Int
    /// The values of the first result's group, in the order of `group-by`.
    var group: [String]
    /// Every event that made it, in the order of the evidence.
    var events: [StoredMatch]
  }

  init(_ set: RuleSet) { self.set = set }

  /// Adds a match; those of one record come one after another.
  mutating func add(rule: Int, host: String, _ place: StoredMatch, values: [String?]) {
    guard total < Self.most, hosts.count < Self.mostHosts || hosts[host] != nil else {
      leftOut += 1
      return
    }
    total += 1
    var entry = hosts.removeValue(forKey: host) ?? Host(correlator: Correlator(set.correlations))
    if let last = entry.places.last, last.artifact == place.artifact, last.offset == place.offset {
      // The same event again: correlations count it once.
    } else {
      entry.places.append(place)
    }
    entry.correlator.add(
      rule: set.rules[rule].id, ticks: place.ticks, sequence: UInt64(entry.places.count - 1), values: values)
    hosts[host] = entry
  }

  /// What all of them come to, in the order of hosts and correlations, and what could not be looked at.
  func finish() -> (sightings: [Sighting], notes: [String]) {
    var sightings: [Sighting] = []
    var notes: [String] = []
    for (host, entry) in hosts.sorted(by: { $0.key < $1.key }) {
      let outcome = entry.correlator.finish()
      notes += outcome.notes.map { "\(host): \($0)" }
      var byCorrelation: [Int: [CorrelatorOutcome.Result]] = [:]
      for result in outcome.results { byCorrelation[result.correlation, default: []].append(result) }
      for (correlation, results) in byCorrelation.sorted(by: { $0.key < $1.key }) {
        let numbers = Set(results.flatMap { outcome.events(of: $0).map(\.sequence) })
        sightings.append(
          Sighting(
            correlation: correlation, host: host, resultCount: results.count, group: results[0].group,
            events: numbers.sorted().map { entry.places[Int($0)] }))
      }
    }
    if leftOut > 0 {
      notes.append(
        "\(leftOut) matches beyond the first \(Self.most), or the first \(Self.mostHosts) hosts, were not looked at by correlations"
      )
    }
    return (sightings, notes)
  }
}
