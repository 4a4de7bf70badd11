internal import Model

/// The end of an examination for a person at a terminal: the answer first, the denominator with it.
public struct SummaryText: Sendable {
  let terminal: TerminalText
  let summary: ExaminationSummary

  /// How many hosts, findings and lines of other lists are shown; every list says what it leaves out.
  static let hostLimit = 3
  var findingLimit: Int { summary.hosts.count > 1 ? 5 : 10 }
  static let listLimit = 5
  static let familyLimit = 8
  static let sourceLimit = 12

  public init(_ summary: ExaminationSummary, terminal: TerminalText) {
    self.summary = summary
    self.terminal = terminal
  }

  public var lines: [String] {
    var lines: [String] = [""]
    let hosts = hostsByGravity
    for host in hosts.prefix(Self.hostLimit) { lines += hostLines(host) }
    lines += otherHosts(hosts.dropFirst(Self.hostLimit))
    lines += commonFamilyLines + readLines + refusedLines + nextLines
    lines += [indented(terminal.rule(78)), "  " + lastLine, ""]
    return lines.map { $0.trimmingTrailingSpaces }
  }

  /// Gravest first, then by name.
  private var hostsByGravity: [ExaminationSummary.Host] {
    summary.hosts.sorted { one, other in
      for severity in Severity.allCases.reversed() {
        let counts = (one.findings.count { $0.severity == severity }, other.findings.count { $0.severity == severity })
        if counts.0 != counts.1 { return counts.0 > counts.1 }
      }
      return one.name < other.name
    }
  }

  // MARK: One host

  private func hostLines(_ host: ExaminationSummary.Host) -> [String] {
    var lines = [head(host), indented(terminal.rule(78))]
    lines += headline(host) + findingLines(host) + [""]
    if let strip = CoverageStrip(host.coverage, terminal: terminal) {
      lines += strip.lines(limit: Self.sourceLimit) + gapLines(host) + clockLines(host) + [""]
    }
    if summary.hosts.count == 1 { lines += familyLines(host.families) }
    return lines
  }

  private func head(_ host: ExaminationSummary.Host) -> String {
    let name = terminal.escaped(host.name)
    let caseName = "case " + terminal.escaped(summary.casePath.split(separator: "/").last.map(String.init) ?? "")
    let until = host.coverage.compactMap(\.to).max().map { "evidence to " + ShownTime.minute($0) } ?? ""
    let room = 78 - until.count - TerminalText.columns(name) - 2
    return "  " + terminal.bold(name) + "  " + terminal.padded(caseName, max(room, 10)) + until
  }

  private func headline(_ host: ExaminationSummary.Host) -> [String] {
    let graveCount = host.findings.count { $0.severity >= .high }
    let text =
      if graveCount > 0 {
        "LOOK AT THIS SERVER: \(Quantity.count(graveCount, "GRAVE FINDING", plural: "GRAVE FINDINGS"))."
      } else if !host.canTell {
        "CANNOT TELL WHETHER THIS SERVER WAS BROKEN INTO."
      } else {
        (host.findings.isEmpty ? "NOTHING" : "NOTHING GRAVE") + " WAS FOUND IN WHAT COULD BE READ."
      }
    let verdict =
      graveCount > 0 && !host.canTell ? "More than that nobody can tell. " : host.canTell ? "No verdict. " : ""
    let reason = terminal.wrapped(terminal.escaped(verdict + host.reason), 78)
    return ["  " + terminal.bold(text)] + reason.map(indented) + [""]
  }

  private func findingLines(_ host: ExaminationSummary.Host) -> [String] {
    let counts = host.findings.reduce(into: [Severity: Int]()) { $0[$1.severity, default: 0] += 1 }
    var lines = ["  Findings     " + terminal.counts(counts)]
    guard !host.findings.isEmpty else { return lines }
    let order = host.findings.indices.sorted { one, other in
      let (first, second) = (host.findings[one], host.findings[other])
      return first.severity == second.severity ? one < other : first.severity > second.severity
    }
    lines.append("")
    for at in order.prefix(findingLimit) { lines += line(host.findings[at]) }
    if host.findings.count > findingLimit {
      lines.append(
        "    \(findingLimit) of \(Quantity.grouped(host.findings.count)) findings; all: postern findings "
          + terminal.shellWord(summary.casePath))
    }
    return lines
  }

  /// Mark, time, sentence and id; what of the sentence does not fit beside them stands in up to two lines below.
  private func line(_ finding: Finding) -> [String] {
    let time = finding.first.map { ShownTime.second($0) } ?? "no time"
    let words = terminal.escaped(finding.summary).split(separator: " ").joined(separator: " ")
    let first = terminal.wrapped(words, 45).first ?? ""
    let rest = terminal.wrapped(String(words.unicodeScalars.dropFirst(first.unicodeScalars.count)), 74)
    let mark = terminal.colored(terminal.mark(finding.severity), finding.severity)
    let line =
      "  \(mark) " + terminal.padded(time, 19) + "  " + terminal.padded(first, 45) + " "
      + terminal.leftPadded(finding.id, 9)
    var below = Array(rest.prefix(2))
    if rest.count > 2 { below[1] = terminal.fitted(below[1] + " " + rest[2], 74) }
    return [line] + below.filter { !$0.isEmpty }.map { "    " + $0 }
  }

  private func gapLines(_ host: ExaminationSummary.Host) -> [String] {
    let gaps = host.coverage.flatMap { part in part.gaps.map { (part.source, $0) } }
    let sign = terminal.isASCII ? "?" : "░"
    var lines = gaps.prefix(Self.listLimit).flatMap { source, gap -> [String] in
      let span = [gap.from, gap.to].compactMap { $0.map { ShownTime.minute($0) } }.joined(
        separator: " \(terminal.dash) ")
      let text = "\(CoverageStrip.shortName(source)) \(span): \(gap.why)"
      let wrapped = terminal.wrapped(terminal.escaped(text), 72)
      return wrapped.enumerated().map { ($0 == 0 ? "    \(sign) " : "      ") + $1 }
    }
    if gaps.count > Self.listLimit {
      lines.append("      \(Self.listLimit) of \(Quantity.grouped(gaps.count)) gaps; all: " + reportCommand)
    }
    return lines
  }

  /// Logs whose clock is off by more than can be an error.
  private func clockLines(_ host: ExaminationSummary.Host) -> [String] {
    let clocks = ClockOffset.ofLogs(in: host.coverage).filter(\.isSignificant)
    var lines = clocks.prefix(Self.listLimit).flatMap { clock -> [String] in
      let text =
        "clock of \(clock.log): \(clock.sentence). Times are shown as the log has them and ordered as corrected."
      let wrapped = terminal.wrapped(terminal.escaped(text), 72)
      return wrapped.enumerated().map { ($0 == 0 ? "    ! " : "      ") + $1 }
    }
    if clocks.count > Self.listLimit {
      lines.append("      \(Self.listLimit) of \(Quantity.grouped(clocks.count)) clocks; all: " + reportCommand)
    }
    return lines
  }

  private func otherHosts(_ hosts: ArraySlice<ExaminationSummary.Host>) -> [String] {
    guard !hosts.isEmpty else { return [] }
    let shown = hosts.prefix(20)
    var lines = ["  Other hosts"]
    for host in shown {
      let counts = host.findings.reduce(into: [Severity: Int]()) { $0[$1.severity, default: 0] += 1 }
      lines.append("    " + terminal.padded(terminal.escaped(host.name), 36) + " " + terminal.counts(counts))
    }
    if shown.count < hosts.count {
      lines.append("    \(shown.count) of \(Quantity.grouped(hosts.count)) other hosts; all: " + reportCommand)
    }
    return lines + [""]
  }
}
