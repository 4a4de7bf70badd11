public import Model

/// The indicators of all feeds of a run, each once for each feed.
public struct IndicatorSet: Sendable, Hashable {
  /// In the order of the files.
  public private(set) var indicators: [Indicator] = []
  /// The first of the entries that are not used.
  public private(set) var problems: [IndicatorProblem] = []
  public private(set) var refusedCount = 0
  /// Files of which nothing is looked for: broken ones, and such without a single indicator.
  public private(set) var unread: [IndicatorProblem] = []
  private var places: [String: Int] = [:]
  private var byteCount = 0

  /// Indicators of a run.
  public static let most = 2_000_000
  /// Bytes of all that is looked for; places in it are 32-bit numbers.
  static let mostBytes = 512 << 20

  public init() {}

  public init(_ feeds: [IndicatorFeed]) {
    for feed in feeds { add(feed) }
  }

  public mutating func add(_ feed: IndicatorFeed) {
    for indicator in feed.indicators { add(indicator) }
    problems += feed.problems.prefix(max(0, 10_000 - problems.count))
    refusedCount += feed.refusedCount
    if feed.isBroken, let problem = feed.problems.first {
      unread.append(problem)
    } else if feed.indicators.isEmpty {
      let reason = "no indicator of it is used, of \(feed.refusedCount) entries"
      unread.append(IndicatorProblem(origin: IndicatorOrigin(file: feed.file, place: ""), reason: reason))
    }
  }

  /// A file that could not even be opened.
  public mutating func refuse(file: String, _ reason: String) {
    unread.append(IndicatorProblem(origin: IndicatorOrigin(file: file, place: ""), reason: reason))
  }

  private mutating func add(_ indicator: Indicator) {
    let key = "\(indicator.kind.rawValue)\n\(indicator.id)"
    guard let place = places[key] else {
      let bytes = indicator.tests.reduce(0) { $0 + $1.byteCount }
      guard indicators.count < Self.most, byteCount + bytes <= Self.mostBytes else {
        refusedCount += 1
        if problems.count < 10_000 {
          let reason = "beyond \(Self.most) indicators or \(Self.mostBytes >> 20) MiB of what they look for"
          problems.append(IndicatorProblem(origin: indicator.origin, reason: reason))
        }
        return
      }
      byteCount += bytes
      places[key] = indicators.count
      indicators.append(indicator)
      return
    }
    indicators[place].join(indicator)
  }

  /// How many had expired at that time, or were revoked.
  public func staleCount(at time: Timestamp) -> Int { indicators.count { $0.isStale(at: time) } }

  public var revokedCount: Int { indicators.count { $0.isRevoked } }
}

extension Indicator {
  /// The same value of the same feed once more: the widest validity and the best confidence hold.
  fileprivate mutating func join(_ other: Indicator) {
    isRevoked = isRevoked && other.isRevoked
    confidence = [confidence, other.confidence].compactMap(\.self).max()
    if let from = validFrom { validFrom = other.validFrom.map { min($0, from) } }
    if let until = validUntil { validUntil = other.validUntil.map { max($0, until) } }
    if other.weakness == nil { weakness = nil }
  }
}
