internal import Model

/// The profiles of all web traffic of a run, built block by block in the order of the evidence.
public struct TrafficProfiles: Sendable {
  private var series: [TrafficSeries.Key: Int] = [:]
  private var all: [TrafficSeries] = []
  /// Series beyond these are counted and not profiled: a server has some dozens, and evidence can have any number.
  private static let mostSeries = 512
  /// What all series hold together: about 150 MB.
  private static let mostWeight = 1_500_000
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
    let mayGrow = all[place].hasRoom || weight < Self.mostWeight
    all[place].add(tally, artifact: artifact, mayGrow: mayGrow)
  }

  private var weight: Int { all.reduce(0) { $0 + $1.weight } }

  /// What was not profiled, for the person who runs it.
  public var notes: [String] {
    var notes: [String] = []
    if unprofiledCount > 0 {
      notes.append("\(unprofiledCount) blocks of web logs were left out of the profiles of behavior: too many logs")
    }
    for series in all {
      if series.refusedCount > 0 {
        notes.append(
          "\(BehaviorText.series(series.key)): more pages, accounts, clients or agents than profiles are kept for; "
            + "\(series.refusedCount) counts left out")
      }
      if series.forgotClients {
        notes.append("\(BehaviorText.series(series.key)): clients to which no account was served were forgotten")
      }
      if !series.hours.isWhole {
        notes.append("\(BehaviorText.series(series.key)): more hours than are kept; missing hours are not looked for")
      }
    }
    return notes
  }

  /// Tells each page when any log of its host first has it answered.
  private mutating func tellFirstUse() {
    var firsts: [String: Int64] = [:]
    for series in all {
      for page in series.pages.entries {
        firsts["\(series.key.host)\u{0}\(page.total.name)", default: .max].lower(to: page.total.first)
      }
    }
    for series in all.indices {
      for page in all[series].pages.entries.indices {
        let key = "\(all[series].key.host)\u{0}\(all[series].pages[page].total.name)"
        all[series].pages[page].firstAnywhere = firsts[key] ?? .max
      }
    }
  }

  /// What the profiles show; to be called once.
  ///
  /// `exploits` are the findings that say that a break-in succeeded; `host` is the name that stands for all of a host's.
  public mutating func findings(
    of behaviors: [Behavior], after exploits: [Exploit], host: (String) -> String = { $0 }
  ) -> [BehaviorFinding] {
    for place in all.indices {
      all[place].close()
      all[place].key.host = host(all[place].key.host)
    }
    tellFirstUse()
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
    return found.map { $0.noted() }
  }
}

extension Int64 {
  fileprivate mutating func lower(to other: Int64) { self = Swift.min(self, other) }
}
