internal import Detection
internal import Model

/// What a finding says of the indicator behind it.
struct IndicatorFinding {
  private let indicator: Indicator
  private let tally: IndicatorTally
  private let count: Int
  private let host: String

  private static let longestValue = 160

  init(_ indicator: Indicator, _ tally: IndicatorTally, count: Int, host: String) {
    self.indicator = indicator
    self.tally = tally
    self.count = count
    self.host = host
  }

  var reference: RuleReference {
    RuleReference(
      id: indicator.id, title: "Indicator: \(indicator.kind.word) \(shownValue)", kind: .indicator,
      author: indicator.feed)
  }

  private var shownValue: String {
    indicator.value.count > Self.longestValue
      ? indicator.value.prefix(Self.longestValue) + "…" : indicator.value
  }

  private var isAllStale: Bool { count > 0 && tally.staleCount == count }

  /// The feed's confidence, moderate where it gives none, lower for what says little or was over already.
  var confidence: Confidence {
    if indicator.weakness != nil { return .low }
    let given = indicator.confidence ?? .moderate
    return isAllStale ? given.lowered : given
  }

  /// By the feed's confidence, one step higher where a file with that very hash is there, one lower where it was over.
  var severity: Severity {
    if indicator.weakness != nil { return isAllStale ? .informational : .low }
    let step: Int = (tally.isFileThere ? 1 : 0) - (isAllStale ? 1 : 0)
    let base: Int =
      switch indicator.confidence {
      case .high: 3
      case .moderate, nil: 2
      case .low: 1
      }
    return Severity.allCases[base + step]
  }

  /// An address in a log is nobody's success; a file with a known hash was put there.
  var stage: Stage { tally.isFileThere ? .post : .context }

  // MARK: The sentence

  var sentence: String {
    let times = count == 1 ? "once" : "\(count) times"
    let places = tally.places.isEmpty ? "" : " " + tally.places.joined(separator: ", ") + more
    return "\(indicator.kind.word.capitalizedFirst) \(shownValue) of the feed \(indicator.feed) (\(validity), "
      + "\(confidenceText)) seen \(times) on \(host)\(places)\(stale)."
  }

  private var more: String { tally.hasMorePlaces ? " and elsewhere" : "" }

  private var confidenceText: String {
    indicator.confidence.map { "\($0.rawValue) confidence" } ?? "no confidence given"
  }

  private var validity: String {
    if indicator.isRevoked { return "revoked" }
    switch (indicator.validFrom.map(Self.date), indicator.validUntil.map(Self.date)) {
    case (nil, nil): return "no end of validity given"
    case (let from?, nil): return "valid from \(from)"
    case (nil, let until?): return "valid until \(until)"
    case (let from?, let until?): return "valid from \(from) until \(until)"
    }
  }

  private static func date(_ time: Timestamp) -> String { String(time.description.prefix(10)) }

  private var stale: String {
    guard tally.staleCount > 0 else { return "" }
    let which = isAllStale ? (count == 1 ? "" : "each time ") : "\(tally.staleCount) of them "
    if indicator.isRevoked { return "; the feed has revoked it" }
    return "; \(which)after it had expired on \(indicator.validUntil.map(Self.date) ?? "an unknown day")"
  }

  // MARK: Facts

  var notes: [String] {
    var notes: [String] = []
    if let weakness = indicator.weakness { notes.append("it says little: \(weakness)") }
    if indicator.isRevoked {
      notes.append("the feed has revoked it")
    } else if tally.staleCount > 0, let until = indicator.validUntil {
      notes.append("\(tally.staleCount) of \(count) sightings are later than its end of validity, \(until)")
    }
    return notes + ["given by \(indicator.origin.file), \(indicator.origin.place)"]
  }

  var observables: [Observable] {
    indicator.tests.count == 1 ? [Observable(type: Self.type(indicator), value: indicator.value)] : []
  }

  /// In STIX's words.
  private static func type(_ indicator: Indicator) -> String {
    switch indicator.kind {
    case .address: indicator.value.contains(":") && !indicator.value.contains(".") ? "ipv6-addr" : "ipv4-addr"
    case .domain: "domain-name"
    case .url: "url"
    case .hash, .fileName, .filePath: "file"
    case .userAgent: "user-agent"
    case .email: "email-addr"
    }
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
