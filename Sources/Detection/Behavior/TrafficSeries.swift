/// The requests of one series of logs, those of one site or one protocol of one host, from its first to its last.
///
/// Memory is bounded by the limits below; what found no room is counted and told.
struct TrafficSeries: Sendable {
  let key: Key
  var pages = Bounded<PageProfile>(limit: 16_384)
  var accounts = Bounded<AccountProfile>(limit: 16_384)
  var uses = Bounded<AccountUse>(limit: 32_768)
  var clients = Bounded<Trace>(limit: 65_536)
  var agents = Bounded<Trace>(limit: 16_384)
  /// Of all hours of all accounts.
  var hourlyBytes = LogHistogram()
  var hourlyMailboxes = LogHistogram()
  var hours = HourLine()
  /// Whether clients were forgotten to make room.
  private(set) var forgotClients = false

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
    var isServed = false
    /// Accounts that were served; not beyond 16.
    var accounts: [String] = []
    /// The first account and agent that a client was served with.
    var firstUse = ""
  }

  init(_ key: Key) { self.key = key }

  var entryCount: Int {
    pages.entries.count + accounts.entries.count + uses.entries.count + clients.entries.count + agents.entries.count
  }

  /// Entries that every series may have, however many others there are.
  var hasRoom: Bool { entryCount < 256 }

  /// `mayGrow`: whether there is room for pages, accounts and clients that are not known yet.
  mutating func add(_ tally: TrafficTally, artifact: Int, mayGrow: Bool) {
    let number = Int32(clamping: artifact)
    for hour in tally.hours { hours.add(hour, artifact: number) }
    for page in tally.pages where page.answered > 0 || page.bareCount > 0 {
      let page = page.placed(number)
      guard let place = pages.place(of: page.name, mayGrow: mayGrow, make: { PageProfile(page.empty) }) else {
        continue
      }
      pages[place].add(page)
    }
    for visitor in tally.visitors { add(visitor.placed(number), mayGrow) }
  }

  private mutating func add(_ visit: TrafficTally.Visitor, _ mayGrow: Bool) {
    trace(visit, mayGrow)
    guard !visit.account.isEmpty, visit.served > 0 else { return }
    let account = accounts.place(of: visit.account, mayGrow: mayGrow) { AccountProfile(visit.account) }
    guard let account else { return }
    let (before, hoursBefore) = (accounts[account].served, accounts[account].hoursOfDay)
    let use = uses.place(of: visit.account + "\u{0}" + visit.agent, mayGrow: mayGrow) {
      AccountUse(visit, servedBefore: before, hoursBefore: hoursBefore.map { $0 > 0 })
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
    hours.close()
    for place in accounts.entries.indices {
      var ended: [AccountProfile.Hour] = []
      accounts[place].close { ended.append($0) }
      for hour in ended { count(hour) }
    }
  }

  // MARK: Clients and agents

  private mutating func trace(_ visit: TrafficTally.Visitor, _ mayGrow: Bool) {
    // Strangers who were never let in come by thousands.
    if clients.entries.count >= 60_000 {
      clients.keep { $0.isServed || $0.refusedFirst >= 10 }
      if clients.entries.count >= 50_000 { clients.keep { $0.refusedFirst >= 10 } }
      forgotClients = true
    }
    if let place = clients.place(of: visit.client, mayGrow: mayGrow, make: { Trace() }) {
      clients[place].add(visit, refused: visit.refusedFirstOfClient)
    }
    if let place = agents.place(of: visit.agent, mayGrow: mayGrow, make: { Trace() }) {
      agents[place].add(visit, refused: visit.refusedFirstOfAgent)
    }
  }
}

extension TrafficSeries.Trace {
  fileprivate mutating func add(_ visit: TrafficTally.Visitor, refused: UInt64) {
    if !isServed { refusedFirst += refused }
    guard !visit.account.isEmpty, visit.served > 0 else { return }
    if !isServed { firstUse = visit.account + "\u{0}" + visit.agent }
    isServed = true
    if accounts.count < 16, !accounts.contains(visit.account) { accounts.append(visit.account) }
  }
}

extension TrafficTally.Page {
  fileprivate func placed(_ artifact: Int32) -> Self {
    var page = self
    for at in page.places.indices { page.places[at].artifact = artifact }
    return page
  }

  /// The same page, of which nothing is counted yet.
  fileprivate var empty: Self { Self(name: name, isScript: isScript, isForPhones: isForPhones) }
}

extension TrafficTally.Visitor {
  fileprivate func placed(_ artifact: Int32) -> Self {
    var visitor = self
    for at in visitor.places.indices { visitor.places[at].artifact = artifact }
    return visitor
  }
}
