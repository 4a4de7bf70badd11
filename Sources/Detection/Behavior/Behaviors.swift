public import Model

/// Something that profiles of web traffic are asked about.
public struct Behavior: Sendable {
  /// Under which it is chosen or left out, as rules are by the path of their file.
  public let path: String
  /// Its number in the catalogue of detections; nil where it has none.
  public let detection: String?
  /// The gravest that its findings can be.
  public let severity: Severity
  let findings: @Sendable (TrafficSeries, [Exploit]) -> [BehaviorFinding]

  /// The list: a new behavior is one file and one entry here.
  public static let all: [Behavior] = [
    Behavior(path: "builtin/behavior/rare-page", detection: "EXD-063", severity: .high) {
      RarePage.findings($0, $1)
    },
    Behavior(path: "builtin/behavior/mailbox-reading", detection: "EXD-079", severity: .medium) { series, _ in
      MailboxReading.findings(series)
    },
    Behavior(path: "builtin/behavior/foreign-account-use", detection: nil, severity: .high) { series, _ in
      ForeignAccountUse.findings(series)
    },
    Behavior(path: "builtin/behavior/log-gap", detection: "EXD-105", severity: .high) { series, _ in
      LogGap.findings(series)
    },
  ]
}
