internal import Records

/// What the web requests of one block came to: counts for each page and each visitor, bounded by the block's size.
public struct TrafficTally: Sendable {
  /// Ticks of an hour.
  static let hour: Int64 = 3600 * 10_000_000

  /// Requests of one page.
  struct Page: Sendable {
    /// `PageName`.
    var name: String
    /// As it was first written.
    var shown: String
    var isScript: Bool
    /// Whether phones fetch mail there (Exchange ActiveSync).
    var isForPhones: Bool
    /// Requests that were answered with 2xx, by method.
    var gets: UInt64 = 0
    var posts: UInt64 = 0
    var others: UInt64 = 0
    /// Requests that were answered otherwise: 3xx, 1xx and 4xx, 5xx.
    var redirected: UInt64 = 0
    var refused: UInt64 = 0
    var failed: UInt64 = 0
    /// Of those with 2xx: with a referrer, with somebody logged on.
    var referred: UInt64 = 0
    var named: UInt64 = 0
    /// Of those with 2xx: in logs that say so.
    var toldReferrer: UInt64 = 0
    var toldName: UInt64 = 0
    /// Bytes of answers with 2xx.
    var fewestBytes: UInt64 = .max
    var mostBytes: UInt64 = 0
    /// Times of answers with 2xx.
    var first: Int64 = .max
    var last: Int64 = .min
    /// Hours since 1601 in which it was answered with 2xx; beyond `mostHours`, too many to matter.
    var hours: Set<Int32> = []
    private var lastHour = Int32.min
    /// Clients that were answered with 2xx; not beyond `mostClients`.
    var clients: [String] = []
    var hasMoreClients = false
    /// Requests that nobody was logged on for and no page led to, answered with 2xx or 5xx.
    var bareCount: UInt64 = 0
    /// Of requests that were answered with 2xx or 5xx.
    var statuses: [UInt16: UInt64] = [:]
    var places: [TrafficPlace] = []

    static let mostClients = 16
    static let mostHours = 1024
    static let mostPlaces = 64

    var answered: UInt64 { gets + posts + others }

    init(name: String, shown: String, isScript: Bool, isForPhones: Bool) {
      (self.name, self.shown, self.isScript, self.isForPhones) = (name, shown, isScript, isForPhones)
    }
  }

  /// Requests of one account from one client with one agent in one hour.
  struct Visitor: Sendable {
    var client: String
    /// Empty where nobody was logged on.
    var account: String
    var agent: String
    /// Since 1601.
    var hour: Int64
    /// Answered with 2xx or 3xx.
    var served: UInt64 = 0
    /// Answered with 401, 403, 407 or 440 before an account was served to this client, or with this agent; but not
    /// what phones send: one with an old password repeats it for days.
    var refusedFirstOfClient: UInt64 = 0
    var refusedFirstOfAgent: UInt64 = 0
    var bytesOut: UInt64 = 0
    var first: Int64 = .max
    var last: Int64 = .min
    /// Not beyond `mostMailboxes`.
    var mailboxes: [String] = []
    var hasMoreMailboxes = false
    /// Requests with an account.
    var places: [TrafficPlace] = []

    static let mostMailboxes = 64
    static let mostPlaces = 4
  }

  /// Requests of one hour, whoever sent them.
  struct Hour: Sendable {
    var hour: Int64
    var count: UInt64
    var firstPlace: TrafficPlace
    var lastPlace: TrafficPlace
  }

  /// The schema's `Channel`; a block is of one log.
  var channel = ""
  var pages: [Page] = []
  var visitors: [Visitor] = []
  var hours: [Hour] = []

  public var isEmpty: Bool { hours.isEmpty }
}

extension TrafficTally.Page {
  /// Nothing is asked about pages that are no scripts.
  mutating func count(_ request: TrafficRequest) {
    guard isScript else { return }
    guard request.isAnswered else {
      switch request.status {
      case 300..<400: redirected &+= 1
      case 500...: failed &+= 1
      default: refused &+= 1
      }
      if request.status >= 500 { keep(request) }
      return
    }
    switch request.method {
    case .get: gets &+= 1
    case .post: posts &+= 1
    case .other: others &+= 1
    }
    if request.isReferred { referred &+= 1 }
    if request.isNamed { named &+= 1 }
    if request.tellsReferrer { toldReferrer &+= 1 }
    if request.tellsName { toldName &+= 1 }
    if let bytes = request.bytesOut {
      fewestBytes = min(fewestBytes, bytes)
      mostBytes = max(mostBytes, bytes)
    }
    first = min(first, request.head.ticks)
    last = max(last, request.head.ticks)
    note(Int32(truncatingIfNeeded: request.hour))
    keep(request)
  }

  private mutating func note(_ hour: Int32) {
    guard hour != lastHour else { return }
    lastHour = hour
    if hours.count < Self.mostHours { hours.insert(hour) }
  }

  /// Keeps the place of a request that came out of nowhere.
  private mutating func keep(_ request: TrafficRequest) {
    statuses[request.status, default: 0] &+= 1
    guard !request.isNamed, !request.isReferred else { return }
    bareCount &+= 1
    if places.count < Self.mostPlaces { places.append(TrafficPlace(request.head)) }
  }
}

extension TrafficTally.Visitor {
  mutating func count(_ request: TrafficRequest) {
    first = min(first, request.head.ticks)
    last = max(last, request.head.ticks)
    guard request.status < 400 else { return }
    served &+= 1
    bytesOut = bytesOut.plus(request.bytesOut ?? 0)
    if request.isNamed, places.count < Self.mostPlaces { places.append(TrafficPlace(request.head)) }
  }
}
