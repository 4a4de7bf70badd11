/// The requests of one series of logs, those of one site or one protocol of one host, from its first to its last.
///
/// Memory is bounded by the limits below; what found no room is counted and told.
struct TrafficSeries: Sendable {
  var key: Key
  var pages = Bounded<String, PageProfile>(limit: 16_384)
  var accounts = Bounded<String, AccountProfile>(limit: 16_384)
  var uses = Bounded<AccountUse.Key, AccountUse>(limit: 65_536)
  var clients = Bounded<String, Trace>(limit: 65_536)
  var agents = Bounded<String, Trace>(limit: 16_384)
  /// By their places in `agents`.
  private(set) var agentNames: [String] = []
  /// Of all hours of all accounts.
  var hourlyBytes = LogHistogram()
  var hourlyMailboxes = LogHistogram()
  var hours = HourLine()
  /// Whether clients were forgotten to make room.
  private(set) var forgotClients = false
  /// Whether there are no more clients that may be forgotten.
  private var isFull = false

  /// Agents that are kept of those to which no account was served when they came.
  private static let mostStrangeAgents = 8192

  struct Key: Hashable, Sendable {
    var host: String
    /// The schema's `Channel`.
    var channel: String
    /// The folder of its files.
    var folder: String
  }

  /// What a client or an agent did before an account was served to it.
  struct Trace: Sendable {
    var refusedFirst: UInt64 = 0
    /// The first account and agent that were served; -1 for one that found no room; nil while none was.
    var firstUse: AccountUse.Key?
    /// Whether other accounts were served too.
    var hasMoreAccounts = false

    var isServed: Bool { firstUse != nil }
  }

  init(_ key: Key) { self.key = key }

  /// What the entries take, in units of about 100 bytes.
  var weight: Int {
    60 * pages.entries.count + 2 * hours.count + 8 * accounts.entries.count + 4 * uses.entries.count
      + clients.entries.count
      + agents.entries.count
  }

  /// What found no room, as often as it came.
  var refusedCount: UInt64 {
    pages.refusedCount + accounts.refusedCount + uses.refusedCount + clients.refusedCount + agents.refusedCount
  }

  /// What every series may hold, however many others there are.
  var hasRoom: Bool { weight < 1024 }

  /// `mayGrow`: whether there is room for pages, accounts and clients that are not known yet.
  mutating func add(_ tally: TrafficTally, artifact: Int, mayGrow: Bool) {
    let number = Int32(clamping: artifact)
    for hour in tally.hours { hours.add(hour, artifact: number, mayGrow: mayGrow) }
    for page in tally.pages where page.isScript && (page.answered > 0 || page.bareCount > 0) {
      let page = page.placed(number)
      guard let place = pages.place(of: page.name, mayGrow: mayGrow, make: { PageProfile(page.empty) }) else {
        continue
      }
      pages[place].add(page)
    }
    for visitor in tally.visitors { add(visitor.placed(number), mayGrow) }
  }

  private mutating func add(_ visit: TrafficTally.Visitor, _ mayGrow: Bool) {
    let isServed = !visit.account.isEmpty && visit.served > 0
    let account =
      isServed ? accounts.place(of: visit.account, mayGrow: mayGrow) { AccountProfile(visit.account) } : nil
    // Whoever was never let in cannot take the places of agents to which accounts are served.
    let hasRoom = isServed || agents.entries.count < Self.mostStrangeAgents
    let agent = agents.place(of: visit.agent, mayGrow: mayGrow && hasRoom) { Trace() }
    if let agent, agent == agentNames.count { agentNames.append(visit.agent) }
    let key = isServed ? AccountUse.Key(account: Int32(account ?? -1), agent: Int32(agent ?? -1)) : nil
    trace(visit, key, agent, mayGrow)
    guard let account, let key else { return }
    let (before, hoursBefore) = (accounts[account].served, accounts[account].hoursOfDay)
    let use = uses.place(of: key, mayGrow: mayGrow) {
      AccountUse(key, servedBefore: before, hoursBefore: hoursBefore)
    }
    if let use { uses[use].add(visit) }
    var ended: [AccountProfile.Hour] = []
    accounts[account].add(visit) { ended.append($0) }
    for hour in ended { count(hour) }
  }

  private mutating func count(_ hour: AccountProfile.Hour) {
    hourlyBytes.add(hour.bytes)
    hourlyMailboxes.add(UInt64(hour.mailboxes.count))
  }

  /// Ends the hours that are open; to be called once, at the end.
  mutating func close() {
    for place in accounts.entries.indices {
      var ended: [AccountProfile.Hour] = []
      accounts[place].close { ended.append($0) }
      for hour in ended { count(hour) }
    }
  }

  // MARK: Clients and agents

  private mutating func trace(_ visit: TrafficTally.Visitor, _ key: AccountUse.Key?, _ agent: Int?, _ mayGrow: Bool) {
    // Strangers who were never let in come by thousands.
    if clients.entries.count >= 60_000, !isFull {
      clients.keep { $0.isServed || $0.refusedFirst >= 10 }
      if clients.entries.count >= 50_000 { clients.keep(\.isServed) }
      // What is left may not be forgotten: a client that was served would be taken for a new one.
      isFull = clients.entries.count >= 50_000
      forgotClients = true
    }
    if let place = clients.place(of: visit.client, mayGrow: mayGrow, make: { Trace() }) {
      clients[place].add(key, refused: visit.refusedFirstOfClient)
    }
    if let agent { agents[agent].add(key, refused: visit.refusedFirstOfAgent) }
  }
}

extension TrafficSeries.Trace {
  /// `key` is the account that was served; nil where none was.
  fileprivate mutating func add(_ key: AccountUse.Key?, refused: UInt64) {
    if !isServed { refusedFirst = refusedFirst.plus(refused) }
    guard let key else { return }
    if firstUse == nil { firstUse = key }
    if firstUse?.account != key.account { hasMoreAccounts = true }
  }
}

extension TrafficTally.Page {
  fileprivate func placed(_ artifact: Int32) -> Self {
    var page = self
    for at in page.places.indices { page.places[at].artifact = artifact }
    return page
  }

  /// The same page, of which nothing is counted yet.
  fileprivate var empty: Self { Self(name: name, shown: shown, isScript: isScript, isForPhones: isForPhones) }
}

extension TrafficTally.Visitor {
  fileprivate func placed(_ artifact: Int32) -> Self {
    var visitor = self
    for at in visitor.places.indices { visitor.places[at].artifact = artifact }
    return visitor
  }
}
