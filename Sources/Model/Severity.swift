/// How grave a finding is, in Sigma's levels.
public enum Severity: String, Sendable, CaseIterable, Codable, Comparable {
  case informational, low, medium, high, critical

  public static func < (one: Severity, other: Severity) -> Bool { one.rank < other.rank }

  private var rank: Int {
    switch self {
    case .informational: 0
    case .low: 1
    case .medium: 2
    case .high: 3
    case .critical: 4
    }
  }
}

/// How good the basis of a statement is.
///
/// Never mixed with how probable it is.
public enum Confidence: String, Sendable, CaseIterable, Codable, Comparable {
  case low, moderate, high

  public static func < (one: Confidence, other: Confidence) -> Bool { one.rank < other.rank }

  /// The next weaker confidence; low stays low.
  public var lowered: Confidence { self == .high ? .moderate : .low }

  private var rank: Int { self == .low ? 0 : self == .moderate ? 1 : 2 }
}

/// Where in an intrusion a finding stands.
public enum Stage: String, Sendable, CaseIterable, Codable {
  /// Somebody tried; nothing says that it worked.
  case attempt
  /// A weakness was used with success.
  case success
  /// What an intruder does who is in.
  case post
  /// Neither good nor bad alone; worth knowing beside the rest.
  case context
}
