/// What one account did with one agent over a whole series of logs.
struct AccountUse: Sendable {
  let account: String
  let agent: String
  var served: UInt64 = 0
  var bytesOut: UInt64 = 0
  var first: Int64 = .max
  var last: Int64 = .min
  /// In the order in which they came; not beyond `mostClients`.
  var clients: [String] = []
  var hasMoreClients = false
  /// The first of each hour.
  var places: [TrafficPlace] = []
  private var hour: Int64 = -1
  private var hourPlaces = 0
  /// Requests that others of the account's agents had sent before.
  let servedBefore: UInt64
  /// Hours of the day (UTC) in which the account had been served before.
  let hoursBefore: [Bool]

  static let mostClients = 16
  static let mostPlaces = 12
  static let mostHourPlaces = 4

  init(_ visit: TrafficTally.Visitor, servedBefore: UInt64, hoursBefore: [Bool]) {
    account = visit.account
    agent = visit.agent
    self.servedBefore = servedBefore
    self.hoursBefore = hoursBefore
  }

  mutating func add(_ visit: TrafficTally.Visitor) {
    served += visit.served
    bytesOut += visit.bytesOut
    first = min(first, visit.first)
    last = max(last, visit.last)
    if !clients.contains(visit.client) {
      if clients.count >= Self.mostClients { hasMoreClients = true } else { clients.append(visit.client) }
    }
    if visit.hour != hour { (hour, hourPlaces) = (visit.hour, 0) }
    let room = min(Self.mostPlaces - places.count, Self.mostHourPlaces - hourPlaces)
    let taken = visit.places.prefix(max(0, room))
    places += taken
    hourPlaces += taken.count
  }
}
