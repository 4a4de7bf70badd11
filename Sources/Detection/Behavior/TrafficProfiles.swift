internal import Model

/// The profiles of all web traffic of a run, built block by block in the order of the evidence.
public struct TrafficProfiles: Sendable {
  private var series: [TrafficSeries.Key: Int] = [:]
  private var all: [TrafficSeries] = []
  /// Series beyond these are counted and not profiled: a server has some dozens, and evidence can have any number.
  private static let mostSeries = 512
  /// Pages, accounts and clients that all series hold together.
  private static let mostEntries = 200_000
  private var unprofiledCount = 0

  public init() {}

  /// Adds a block's traffic; `folder` is that of the log, `artifact` its number.
  public mutating func add(_ tally: TrafficTally, host: String, folder: String, artifact: Int) {
    guard !tally.isEmpty else { return }
    let key = TrafficSeries.Key(host: host, channel: tally.channel, folder: folder)
    var place = series[key]
    if place == nil, all.count < Self.mostSeries {
      place = all.count
      series[key] = all.count
      all.append(TrafficSeries(key))
    }
    guard let place else { return unprofiledCount += 1 }
    let mayGrow = all[place].hasRoom || entryCount < Self.mostEntries
    all[place].add(tally, artifact: artifact, mayGrow: mayGrow)
  }

  private var entryCount: Int { all.reduce(0) { $0 + $1.entryCount } }

  /// What was not profiled, for the person who runs it.
  public var notes: [String] {
    var notes: [String] = []
    if unprofiledCount > 0 {
      notes.append("\(unprofiledCount) blocks of web logs were left out of the profiles of behavior: too many logs")
    }
    for series in all {
      let refused = series.pages.refusedCount + series.accounts.refusedCount + series.uses.refusedCount
      guard refused > 0 else { continue }
      notes.append(
        "\(BehaviorText.series(series.key)): more pages or accounts than profiles are kept for; \(refused) counts left out"
      )
    }
    return notes
  }

  /// What the profiles show; to be called once.
  ///
  /// `exploits` are the findings that say that a break-in succeeded.
  public mutating func findings(of behaviors: [Behavior], after exploits: [Exploit]) -> [BehaviorFinding] {
    for place in all.indices { all[place].close() }
    var found: [BehaviorFinding] = []
    var places: [String: Int] = [:]
    for series in all {
      for finding in behaviors.flatMap({ $0.findings(series, exploits) }) {
        let key = "\(finding.rule.id)\u{0}\(finding.host)\u{0}\(finding.subject)"
        if let known = places[key] {
          found[known].merge(finding)
        } else {
          places[key] = found.count
          found.append(finding)
        }
      }
    }
    return found
  }
}
