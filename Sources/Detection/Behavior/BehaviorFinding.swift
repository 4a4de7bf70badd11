public import Model

/// What a profile showed, with the numbers that show it; complete but for its number in the list of findings.
public struct BehaviorFinding: Sendable {
  public var host: String
  public var rule: RuleReference
  public var severity: Severity
  public var confidence: Confidence
  public var stage: Stage
  public var techniques: [String]
  public var first: Int64
  public var last: Int64
  /// Lines that it is about; of many, the places below are only some.
  public var count: UInt64
  /// The sentence without its full stop.
  public var sentence: String
  /// The finding that it comes after.
  public var after: After?
  public var observables: [Observable]
  /// Nil where it is nobody's act.
  public var activity: Activity?
  public var notes: [String]
  public var places: [TrafficPlace]
  /// What it is about: one thing seen in several logs is one finding.
  var subject: String

  /// A finding that came before, and by how much.
  public struct After: Sendable {
    /// The number that the caller gave.
    public var finding: Int
    /// 100-nanosecond steps.
    public var ticks: Int64
  }

  /// The sentence; `id` is that of the finding that it comes after.
  public func summary(after id: String?) -> String {
    guard let after, let id else { return sentence + "." }
    return "\(sentence); \(BehaviorText.span(after.ticks)) after \(id)."
  }

  /// With a note where it is about more lines than it cites.
  func noted() -> BehaviorFinding {
    var noted = self
    if count > UInt64(places.count) {
      noted.notes.append("cites \(places.count) of \(BehaviorText.grouped(count)) requests")
    }
    return noted
  }

  /// Adds what another log tells of the same thing.
  mutating func merge(_ other: BehaviorFinding) {
    if (other.severity, other.confidence) > (severity, confidence) {
      var graver = other
      graver.merge(self)
      self = graver
      return
    }
    first = min(first, other.first)
    last = max(last, other.last)
    if after == nil { after = other.after }
    observables = Set(observables + other.observables).sorted()
    notes.append("told by another log too: \(other.sentence)")
    count = count.plus(other.count)
    let known = Set(places)
    places += other.places.filter { !known.contains($0) }
  }
}

/// A finding that says that a break-in succeeded.
public struct Exploit: Sendable {
  /// The number that the caller knows it by.
  public var finding: Int
  public var host: String
  public var first: Int64

  public init(finding: Int, host: String, first: Int64) {
    self.finding = finding
    self.host = host
    self.first = first
  }
}
