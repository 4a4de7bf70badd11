/// What one account fetched over a whole series of logs, hour by hour.
struct AccountProfile: Sendable {
  /// In lower case, as the log writes it.
  let name: String
  var served: UInt64 = 0
  var first: Int64 = .max
  var last: Int64 = .min
  /// Those in which it was served, up to the hour that is open.
  private(set) var hoursOfDay = HoursOfDay()
  /// Of hours that are over.
  private(set) var bytes = LogHistogram()
  private(set) var mailboxes = LogHistogram()
  /// Those with the most bytes and the most mailboxes, the greatest first; only what may stand far out.
  private(set) var mostBytes: [Hour] = []
  private(set) var mostMailboxes: [Hour] = []
  private var open: Hour?
  private static let mostHours = 4

  /// One hour of an account.
  struct Hour: Sendable {
    /// Since 1601.
    var hour: Int64
    var served: UInt64 = 0
    var bytes: UInt64 = 0
    var first: Int64 = .max
    var last: Int64 = .min
    /// Of the hour that is open; not beyond `TrafficTally.Visitor.mostMailboxes`.
    var mailboxes: [String] = []
    /// Of an hour that is over.
    var mailboxCount = 0
    var hasMoreMailboxes = false
    var clients: [String] = []
    var hasMoreClients = false
    var agents: [String] = []
    var places: [TrafficPlace] = []

    static let mostNames = 6
    static let mostPlaces = 6
  }

  init(_ name: String) { self.name = name }

  /// What it fetched in an hour that is over goes to `ended`, with the hour.
  mutating func add(_ visit: TrafficTally.Visitor, ended: (Hour) -> Void) {
    served += visit.served
    first = min(first, visit.first)
    last = max(last, visit.last)
    if let hour = open, hour.hour != visit.hour { close(ended) }
    var hour = open ?? Hour(hour: visit.hour)
    hour.add(visit)
    open = hour
  }

  /// Ends the hour that is open.
  mutating func close(_ ended: (Hour) -> Void) {
    guard var hour = open else { return }
    open = nil
    hour.mailboxCount = hour.mailboxes.count
    hour.mailboxes = []
    hoursOfDay.insert(hour.hour)
    bytes.add(hour.bytes)
    mailboxes.add(UInt64(hour.mailboxCount))
    if hour.bytes >= MailboxReading.fewestBytes { Self.keep(hour, in: &mostBytes) { $0.bytes } }
    if hour.mailboxCount >= MailboxReading.fewestMailboxes {
      Self.keep(hour, in: &mostMailboxes) { UInt64($0.mailboxCount) }
    }
    ended(hour)
  }

  private static func keep(_ hour: Hour, in hours: inout [Hour], by value: (Hour) -> UInt64) {
    let at = hours.firstIndex { value($0) < value(hour) } ?? hours.count
    guard at < mostHours else { return }
    hours.insert(hour, at: at)
    if hours.count > mostHours { hours.removeLast() }
  }
}

extension AccountProfile.Hour {
  mutating func add(_ visit: TrafficTally.Visitor) {
    served += visit.served
    bytes = bytes.plus(visit.bytesOut)
    first = min(first, visit.first)
    last = max(last, visit.last)
    for mailbox in visit.mailboxes where !mailboxes.contains(mailbox) {
      if mailboxes.count >= TrafficTally.Visitor.mostMailboxes {
        hasMoreMailboxes = true
      } else {
        mailboxes.append(mailbox)
      }
    }
    if visit.hasMoreMailboxes { hasMoreMailboxes = true }
    if !clients.contains(visit.client) {
      if clients.count >= Self.mostNames { hasMoreClients = true } else { clients.append(visit.client) }
    }
    if !agents.contains(visit.agent), agents.count < Self.mostNames { agents.append(visit.agent) }
    places += visit.places.prefix(max(0, Self.mostPlaces - places.count))
  }
}
