internal import Bytes
public import Model

/// The rules of a case by how often they matched, the noisiest first.
public struct NoisyRules: Sendable {
  public struct Entry: Sendable, Hashable {
    public var rule: RuleReference
    public var severity: Severity
    public var matchCount: Int
    public var findingCount: Int
    public var hostCount: Int
  }

  /// By matches, then by id.
  public let entries: [Entry]
  public let matchCount: Int

  public init(_ findings: [Finding]) {
    var byRule: [String: [Finding]] = [:]
    // Several rules may see one detection and so have one id.
    for finding in findings { byRule[finding.rule.id + "\n" + finding.rule.title, default: []].append(finding) }
    entries = byRule.values.compactMap { findings in
      guard let first = findings.first else { return nil }
      return Entry(
        rule: first.rule, severity: findings.map(\.severity).max() ?? first.severity,
        matchCount: findings.reduce(0) { $0 + $1.count }, findingCount: findings.count,
        hostCount: Set(findings.map(\.host)).count)
    }.sorted { ($1.matchCount, $0.rule.id, $0.rule.title) < ($0.matchCount, $1.rule.id, $1.rule.title) }
    matchCount = entries.reduce(0) { $0 + $1.matchCount }
  }

  /// One line a rule, at most `most` of them, and what can be done about one.
  public func lines(most: Int, terminal: TerminalText) -> [String] {
    guard !entries.isEmpty else { return ["No rule matched."] }
    var lines = entries.prefix(most).map { entry in
      let share = matchCount == 0 ? 0 : entry.matchCount * 100 / matchCount
      let hosts = Quantity.count(entry.hostCount, "host")
      let count = Quantity.grouped(entry.matchCount)
      return String(repeating: " ", count: max(0, 10 - count.count)) + count
        + "  \(share < 10 ? " " : "")\(share) %  \(terminal.padded(entry.severity.rawValue, 13)) \(terminal.padded(hosts, 9)) "
        + terminal.escaped("\(entry.rule.title) (\(entry.rule.id))")
    }
    if entries.count > most {
      lines.append(
        "\(Quantity.grouped(most)) of \(Quantity.count(entries.count, "rule")); --most \(entries.count) shows all")
    }
    lines += [
      "",
      "\(Quantity.count(matchCount, "match", plural: "matches")) of \(Quantity.count(entries.count, "rule")) in all.",
      "Leave one out with `postern examine --exclude ID`, or in postern.yml with a reason and an end date (--config).",
    ]
    return lines
  }

  /// One JSON object with a line end; all rules are in it.
  public var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("matches", matchCount)
      json.key("rules")
      json.array { json in
        for entry in entries {
          json.object { json in
            json.member("id", entry.rule.id)
            json.member("title", entry.rule.title)
            json.member("level", entry.severity.rawValue)
            json.member("matches", entry.matchCount)
            json.member("findings", entry.findingCount)
            json.member("hosts", entry.hostCount)
          }
        }
      }
    }
    json.endLine()
    return json.buffer.array
  }
}
