public import Model

/// A pattern with a judgment and a validity, as a feed gives it.
public struct Indicator: Sendable, Hashable {
  /// What must stand in one record; never empty.
  ///
  /// The first is looked for, the others only where it was found.
  public var tests: [IndicatorTest]
  /// As the feed writes it, defanging undone.
  public var value: String
  /// Who says so: the feed's own name, or that of its file.
  public var feed: String
  /// The file and the line or the path in it.
  public var origin: IndicatorOrigin
  /// Nil where the feed gives none.
  public var confidence: Confidence?
  public var validFrom: Timestamp?
  /// Nil where the feed sets no end.
  public var validUntil: Timestamp?
  public var isRevoked: Bool
  /// Why a sighting says little, in one lower-case clause; nil where nothing speaks against it.
  public var weakness: String?

  public init(
    tests: [IndicatorTest], value: String, feed: String, origin: IndicatorOrigin, confidence: Confidence? = nil,
    validFrom: Timestamp? = nil, validUntil: Timestamp? = nil, isRevoked: Bool = false, weakness: String? = nil
  ) {
    self.tests = tests
    self.value = value
    self.feed = feed
    self.origin = origin
    self.confidence = confidence
    self.validFrom = validFrom
    self.validUntil = validUntil
    self.isRevoked = isRevoked
    self.weakness = weakness
  }

  public var kind: IndicatorKind { tests[0].kind }

  /// The id of findings that rest on it.
  public var id: String { "indicator:\(feed):\(value)" }

  /// Whether it had expired, or was revoked, when a record of that time was written.
  ///
  /// A record that does not say when it was written is taken for one of the time of validity.
  public func isStale(at time: Timestamp?) -> Bool {
    if isRevoked { return true }
    guard let time, let validUntil else { return false }
    return time.ticks > validUntil.ticks
  }
}

/// Where an indicator, or an entry that was refused, stands.
public struct IndicatorOrigin: Sendable, Hashable {
  /// As given; `!` between an archive and its member.
  public var file: String
  /// `line 3`, or a path in a JSON document such as `objects[4]`.
  public var place: String

  public init(file: String, place: String) {
    self.file = file
    self.place = place
  }
}

/// An entry of a feed, or a whole file, that is not used, and why.
public struct IndicatorProblem: Sendable, Hashable {
  public var origin: IndicatorOrigin
  /// One lower-case clause.
  public var reason: String

  public init(origin: IndicatorOrigin, reason: String) {
    self.origin = origin
    self.reason = reason
  }

  public var text: String {
    origin.place.isEmpty ? "\(origin.file): \(reason)" : "\(origin.file): \(origin.place): \(reason)"
  }
}

/// Why an entry is not used, in one lower-case clause.
struct IndicatorRefused: Error, Hashable {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}
