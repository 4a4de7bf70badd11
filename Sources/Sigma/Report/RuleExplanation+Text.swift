internal import Bytes

extension RuleExplanation {
  /// For a person: the answer first, then what it rests on.
  public var text: String {
    var lines = ["\(rule.title) (\(rule.id))", "  \(rule.origin.file):\(rule.origin.line)", "", answer]
    section("Its log source \(rule.logSource.text) means", sources.map(Self.line), &lines)
    section("Records of its log source here", kinds.flatMap(Self.lines(of:)), &lines, most: Self.mostKinds)
    section("Other records here", others.map { "\($0.recordCount)  \(Self.named($0.channel))" }, &lines, most: 20)
    section("True on records of its log source", selections.flatMap(Self.lines(counted:)), &lines)
    section("Condition", conditions, &lines)
    return lines.map(\.escapedForDisplay).joined(separator: "\n") + "\n"
  }

  private static let mostKinds = 100

  private var answer: String {
    let bound = "\(sourceRecordCount) of \(recordCount) records are of its log source"
    if matchCount > 0 { return "It matched on \(matchCount) records; \(bound)." }
    let reason = reason.map { ": \($0)" } ?? ""
    return canMatch ? "It can match here and did not\(reason); \(bound)." : "It can never match here\(reason)."
  }

  private func section(_ title: String, _ entries: [String], _ lines: inout [String], most: Int = .max) {
    guard !entries.isEmpty else { return }
    lines += ["", title + ":"] + entries.prefix(most).map { "  " + $0 }
    if entries.count > most { lines.append("  and \(entries.count - most) lines more; --json has all") }
  }

  private static func named(_ channel: String) -> String { channel.isEmpty ? "(no channel)" : channel }

  private static func line(_ source: LogSourceMap.Variant) -> String {
    var parts = [source.channels.isEmpty ? "any channel" : source.channels.joined(separator: " or ")]
    if !source.providers.isEmpty { parts.append("provider " + source.providers.joined(separator: " or ")) }
    if !source.eventIDs.isEmpty {
      parts.append("event " + source.eventIDs.map { String($0) }.joined(separator: ", "))
    }
    for condition in source.conditions {
      parts.append("\(condition.field) = " + condition.values.joined(separator: " | "))
    }
    return parts.joined(separator: ", ")
  }

  private static func lines(of kind: Kind) -> [String] {
    var lines = ["\(kind.recordCount)  \(named(kind.channel)), \(kind.provider), event \(kind.eventID)"]
    if !kind.fields.isEmpty {
      let names = kind.fields.map { $0.rule == $0.event ? $0.rule : "\($0.rule) (there \($0.event))" }
      lines.append("   has " + names.joined(separator: ", "))
    }
    if !kind.missing.isEmpty {
      let verdict = kind.canMatch ? "" : ", without which it cannot match"
      lines.append("   lacks " + kind.missing.joined(separator: ", ") + verdict)
    }
    return lines
  }

  private static func lines(counted selection: Selection) -> [String] {
    ["\(selection.recordCount)  \(selection.text)"] + selection.parts.map { "   \($0.recordCount)  \($0.text)" }
  }
}
