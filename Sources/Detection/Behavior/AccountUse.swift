/// What one account did with one agent over a whole series of logs.
struct AccountUse: Sendable {
  let key: Key
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
  /// Hours of the day in which the account had been served before.
  let hoursBefore: HoursOfDay

  /// The places of the account and the agent in the tables of the series; the same for all agents beyond the limit.
  struct Key: Hashable, Sendable {
    var account: Int32
    var agent: Int32
  }

  static let mostClients = 6
  static let mostPlaces = 4
  static let mostHourPlaces = 2

  init(_ key: Key, servedBefore: UInt64, hoursBefore: HoursOfDay) {
    self.key = key
    self.servedBefore = servedBefore
    self.hoursBefore = hoursBefore
  }

  mutating func add(_ visit: TrafficTally.Visitor) {
    served += visit.served
    bytesOut = bytesOut.plus(visit.bytesOut)
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

/// Hours of the day, UTC.
struct HoursOfDay: Sendable {
  private var bits: UInt32 = 0

  var count: Int { bits.nonzeroBitCount }

  /// `hour` is counted since 1601.
  mutating func insert(_ hour: Int64) { bits |= 1 << Self.bit(hour) }

  /// Whether that hour or one beside it is among them.
  func hasAround(_ hour: Int64) -> Bool {
    (-1...1).contains { bits & 1 << Self.bit(hour + $0) != 0 }
  }

  private static func bit(_ hour: Int64) -> UInt32 { UInt32((hour % 24 + 24) % 24) }
}
