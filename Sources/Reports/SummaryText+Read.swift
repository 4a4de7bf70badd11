import Model

/// The second half of the summary: what was read, what was not, what to do next.
extension SummaryText {
  var readLines: [String] {
    let account = summary.account
    var read = [Quantity.count(summary.artifactCount, "artifact"), Quantity.bytes(account.size) + took]
    read += [Quantity.short(summary.recordCount) + " records", Quantity.grouped(summary.refused.count) + " refused"]
    let bytes = [
      "understood " + Quantity.bytes(account.understood), "damaged " + Quantity.bytes(account.damaged),
      "unknown " + Quantity.bytes(account.unknown), Quantity.count(summary.skipCount, "skip"),
    ]
    var rules = [Quantity.grouped(summary.rules.count) + " ran"]
    if summary.rules.notRunnable > 0 { rules.append(Quantity.grouped(summary.rules.notRunnable) + " cannot run here") }
    if summary.rules.failed > 0 { rules.append(Quantity.grouped(summary.rules.failed) + " refused") }
    var lines = row("Read", read) + row("", bytes) + row("Rules", rules) + indicatorRow
    if let from = summary.facts.from, let to = summary.facts.to {
      lines += row("Time span", ["\(ShownTime.second(from)) to \(ShownTime.second(to))"])
    }
    return lines + [""]
  }

  private var indicatorRow: [String] {
    guard let indicators = summary.indicators else { return [] }
    var parts = [Quantity.grouped(indicators.count) + " ran"]
    if indicators.expired > 0 { parts.append(Quantity.grouped(indicators.expired) + " of them expired by now") }
    if indicators.refused > 0 { parts.append(Quantity.grouped(indicators.refused) + " entries not used") }
    return row("Indicators", parts)
  }

  private var took: String {
    guard let seconds = summary.seconds else { return "" }
    return " in " + (seconds < 60 ? "\(seconds) s" : Quantity.duration(seconds: seconds))
  }

  /// Of one host's files in its own part; of several hosts' together.
  var commonFamilyLines: [String] {
    summary.hosts.count > 1 ? familyLines(UnreadFamily.merged(summary.hosts.flatMap(\.families))) : []
  }

  func familyLines(_ families: [UnreadFamily]) -> [String] {
    guard !families.isEmpty else { return [] }
    var lines = families.prefix(Self.familyLimit).enumerated().map { at, family in
      let span = [family.from, family.to].compactMap { $0.map { ShownTime.date($0) } }
      let dates = Set(span).count == 1 ? span[0] : span.joined(separator: " \(terminal.dash) ")
      return "  " + terminal.padded(at == 0 ? "Not read yet" : "", 13)
        + terminal.padded(terminal.escaped(family.name), 20) + " "
        + terminal.padded(Quantity.count(family.fileCount, "file"), 12)
        + terminal.padded(Quantity.bytes(family.bytes), 9) + dates
    }
    if families.count > Self.familyLimit {
      lines.append(more(Self.familyLimit, families.count, "kinds of files; all: " + reportCommand))
    }
    return lines + [""]
  }

  /// The label, then the parts three spaces apart, in as many lines of 78 columns as they take.
  private func row(_ label: String, _ parts: [String]) -> [String] {
    var lines: [String] = []
    var line = ""
    for part in parts {
      if line.isEmpty {
        line = part
      } else if line.count + 3 + part.count <= 63 {
        line += "   " + part
      } else {
        lines.append(line)
        line = part
      }
    }
    return (lines + [line]).enumerated().map { "  " + terminal.padded($0 == 0 ? label : "", 13) + $1 }
  }

  var refusedLines: [String] {
    guard !summary.refused.isEmpty else { return [] }
    var lines: [String] = []
    for (at, refusal) in summary.refused.prefix(Self.listLimit).enumerated() {
      let text = terminal.wrapped(terminal.escaped("\(refusal.path): \(refusal.reason)"), 65)
      lines += text.enumerated().map { ($1, at == 0 && $0 == 0) }.map { line, isFirst in
        (isFirst ? "  Refused      " : "               ") + line
      }
    }
    if summary.refused.count > Self.listLimit {
      lines.append(more(Self.listLimit, summary.refused.count, "refused; all in custody.json"))
    }
    return lines + [""]
  }

  var nextLines: [String] {
    let path = terminal.shellWord(summary.casePath)
    var commands = [("postern findings \(path)", "all findings with their rules")]
    let findings = summary.hosts.flatMap(\.findings)
    let gravest = findings.map(\.severity).max()
    if let first = findings.filter({ $0.severity == gravest }).min(by: { $0.id < $1.id }) {
      commands.append(("postern cite \(path) \(first.id)", "the bytes behind a claim"))
      commands.append(("postern timeline \(path)", "what happened, in order"))
    }
    commands.append(("postern report \(path) --md", "coverage and gaps in full"))
    let width = commands.map { TerminalText.columns($0.0) }.max() ?? 0
    return commands.enumerated().map { at, command in
      let line = (at == 0 ? "  Next         " : "               ") + command.0
      let fits = 15 + width + 3 + command.1.count <= 80
      return fits ? line + String(repeating: " ", count: width - TerminalText.columns(command.0) + 3) + command.1 : line
    }
  }

  /// As in `All times UTC.  Exit status 2: findings at or above "high".`.
  var lastLine: String {
    let level = "\"\(summary.failLevel.rawValue)\""
    let why =
      switch summary.exitCode {
      case 0: "nothing at or above \(level)"
      case 2: "findings at or above \(level)"
      case 3: "nothing at or above \(level), but \(whySilenceIsNoAnswer)"
      default: "not carried out"
      }
    return terminal.wrapped("All times UTC.  Exit status \(summary.exitCode): \(why).", 78).joined(separator: "\n  ")
      .replacing("UTC. Exit", with: "UTC.  Exit")
  }

  private var whySilenceIsNoAnswer: String {
    var reasons: [String] = []
    if !summary.refused.isEmpty { reasons.append("evidence was refused") }
    if summary.account.damaged > 0 { reasons.append("a part was unreadable") }
    if summary.hosts.contains(where: { !$0.canTell }) { reasons.append("the verdict is \"cannot tell\"") }
    return reasons.isEmpty ? "not everything could be read" : reasons.joined(separator: " and ")
  }

  var reportCommand: String { "postern report \(terminal.shellWord(summary.casePath)) --md" }

  func more(_ shown: Int, _ all: Int, _ what: String) -> String {
    "               \(Quantity.grouped(shown)) of \(Quantity.grouped(all)) \(what)"
  }

  func indented(_ line: String) -> String { "  " + line }
}
