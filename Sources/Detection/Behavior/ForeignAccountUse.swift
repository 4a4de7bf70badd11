internal import Model

/// An account that is used with a program and from clients that are not its own, and more speaks for a stranger: the
/// program or client had been refused many times before, fetches far more, comes at a new hour.
enum ForeignAccountUse {
  /// Requests that the account must have had with other agents, to say what is foreign to it.
  static let fewestOthers: UInt64 = 10
  /// Refusals before the first log-on that look like guessing.
  static let fewestRefused: UInt64 = 10
  /// How many times the account's own median hour it fetches.
  static let timesOwn: UInt64 = 10
  static let fewestBytes: UInt64 = 5_000_000

  static func findings(_ series: TrafficSeries) -> [BehaviorFinding] {
    series.uses.entries.compactMap { finding($0, series) }
  }

  private struct Facts {
    var texts: [String] = []
    var weight = 0

    mutating func add(_ text: String, _ weight: Int) {
      texts.append(text)
      self.weight += weight
    }
  }

  private static func finding(_ use: AccountUse, _ series: TrafficSeries) -> BehaviorFinding? {
    guard !use.places.isEmpty, use.key.agent >= 0 else { return nil }
    let account = series.accounts.entries[Int(use.key.account)]
    let agentName = series.agentNames[Int(use.key.agent)]
    guard !agentName.isEmpty else { return nil }
    guard account.served - min(account.served, use.served) >= fewestOthers else { return nil }
    let traces = use.clients.map { client in
      series.clients.place(of: client).map { series.clients.entries[$0] } ?? TrafficSeries.Trace()
    }
    // A client that served others, or this account with another agent, before is no stranger's.
    let newClients = zip(use.clients, traces).filter { $0.1.firstUse == use.key }.map(\.0)
    guard !newClients.isEmpty else { return nil }
    var facts = Facts()
    let agent = series.agents.entries[Int(use.key.agent)]
    let refusedClients = traces.map(\.refusedFirst).reduce(UInt64(0)) { $0.plus($1) }
    if !agent.hasMoreAccounts { facts.add("no other account uses this agent", 1) }
    if agent.refusedFirst >= fewestRefused || refusedClients >= fewestRefused {
      let most = max(agent.refusedFirst, refusedClients)
      let who = agent.refusedFirst >= refusedClients ? "the agent" : "its clients"
      facts.add("\(who) had been refused \(BehaviorText.grouped(most)) times before", 2)
    }
    let median = account.bytes.quantile(0.5)
    if use.bytesOut >= fewestBytes, account.bytes.count >= 3, use.bytesOut.reaches(timesOwn, times: median) {
      facts.add(
        "fetched \(BehaviorText.bytes(use.bytesOut)), the account's median hour: at most \(BehaviorText.bytes(median))",
        2)
    }
    let hour = use.first / TrafficTally.hour
    if use.hoursBefore.count >= 3, !use.hoursBefore.hasAround(hour) {
      facts.add("the account had never been used around \(hour % 24) h UTC", 1)
    }
    guard facts.weight >= 3 else { return nil }
    return made(use, account, agentName, newClients, facts, series)
  }

  private static func made(
    _ use: AccountUse, _ account: AccountProfile, _ agent: String, _ newClients: [String], _ facts: Facts,
    _ series: TrafficSeries
  ) -> BehaviorFinding {
    let own = BehaviorText.list(newClients, hasMore: false, "client of its own", "clients of its own")
    let clients = own + (use.hasMoreClients ? " of the first \(use.clients.count)" : "")
    let others = account.served - min(account.served, use.served)
    let notes = ["benign causes: a new device or program of the user's, a journey, a service that reads for the user"]
    return BehaviorFinding(
      host: series.key.host,
      rule: RuleReference(
        id: "behavior/foreign-account-use", title: "Account used from a foreign place with a foreign program",
        kind: .behavior),
      severity: facts.weight >= 5 ? .high : .medium, confidence: facts.weight >= 4 ? .moderate : .low, stage: .success,
      techniques: ["T1078"], first: use.first, last: use.last, count: use.served,
      sentence: "Account \(BehaviorText.name(account.name)) was used with the agent \(BehaviorText.name(agent)), "
        + "from \(clients): "
        + "\(BehaviorText.count(use.served, "request", "requests")), \(facts.texts.joined(separator: ", ")); of its "
        + "\(BehaviorText.count(others, "request", "requests")) with other agents "
        + "\(BehaviorText.grouped(use.servedBefore)) came before; first "
        + "\(BehaviorText.time(use.first)), last \(BehaviorText.time(use.last)), \(BehaviorText.series(series.key))",
      after: nil,
      observables: newClients.compactMap(BehaviorText.observable) + [
        Observable(type: "user-account", value: account.name), Observable(type: "user-agent", value: agent),
      ],
      notes: notes, places: use.places,
      subject: BehaviorText.shortName(account.name) + "\u{0}" + agent.filter { !" +,".contains($0) })
  }
}
