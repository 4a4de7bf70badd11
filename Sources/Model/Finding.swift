/// Matches that belong together and are worth telling, with the evidence for each.
public struct Finding: Hashable, Sendable {
  /// `F-00012`; numbered in the order of the findings list.
  public var id: String
  public var host: String
  public var rule: RuleReference
  public var severity: Severity
  public var confidence: Confidence
  public var stage: Stage
  /// ATT&CK techniques, `T1190` or `T1003.001`, in ascending order.
  public var techniques: [String]
  /// `CVE-2021-26855`, in ascending order.
  public var cves: [String]
  public var first: Timestamp?
  public var last: Timestamp?
  /// How many matches; the citations below may be fewer.
  public var count: Int
  /// One plain sentence with the facts of this case.
  public var summary: String
  public var observables: [Observable]
  /// What it shows of whoever acted; nil where it is nobody's act.
  public var activity: Activity?
  /// What speaks against it, or lowers its confidence, in the words of the rule or of the check that found it.
  public var notes: [String]
  /// In the order of the evidence; all of them, or the first few where a list says so.
  public var citations: [Citation]

  public init(
    id: String, host: String, rule: RuleReference, severity: Severity, confidence: Confidence, stage: Stage,
    techniques: [String] = [], cves: [String] = [], first: Timestamp? = nil, last: Timestamp? = nil, count: Int,
    summary: String, observables: [Observable] = [], activity: Activity? = nil, notes: [String] = [],
    citations: [Citation] = []
  ) {
    self.id = id
    self.host = host
    self.rule = rule
    self.severity = severity
    self.confidence = confidence
    self.stage = stage
    self.techniques = techniques
    self.cves = cves
    self.first = first
    self.last = last
    self.count = count
    self.summary = summary
    self.observables = observables
    self.activity = activity
    self.notes = notes
    self.citations = citations
  }
}

/// The rule behind a finding.
public struct RuleReference: Hashable, Sendable {
  public enum Kind: String, Sendable, Codable {
    case sigma, yara, native, behavior, indicator
  }

  public var id: String
  public var title: String
  public var kind: Kind
  /// Who wrote the rule; the Detection Rule License asks for it.
  public var author: String?

  public init(id: String, title: String, kind: Kind, author: String? = nil) {
    self.id = id
    self.title = title
    self.kind = kind
    self.author = author
  }
}

/// A fact without judgment, in STIX's words for its type (`ipv4-addr`, `user-account`, `process`, `file`, …).
public struct Observable: Hashable, Sendable, Comparable {
  public var type: String
  public var value: String

  public init(type: String, value: String) {
    self.type = type
    self.value = value
  }

  public static func < (one: Observable, other: Observable) -> Bool {
    (one.type, one.value) < (other.type, other.value)
  }
}
