public import Model

/// Findings for a person at a terminal: three or more lines each, nothing cut.
public struct FindingsTable: Sendable {
  private let terminal: TerminalText
  /// The case as the next command names it.
  private let casePath: String

  public init(_ terminal: TerminalText, casePath: String) {
    self.terminal = terminal
    self.casePath = casePath
  }

  /// The lines of one finding, an empty one at the end.
  public func lines(of finding: Finding) -> [String] {
    let mark = terminal.colored(terminal.mark(finding.severity), finding.severity)
    let time = finding.first.map { ShownTime.second($0) } ?? "no time"
    let head =
      "\(terminal.padded(finding.id, 9)) \(mark) \(terminal.padded(finding.severity.rawValue, 13)) "
      + "\(terminal.padded(time, 19))  \(terminal.padded(times(finding), 13)) \(terminal.escaped(finding.host))"
    let rest = paragraphs(of: finding).flatMap {
      terminal.wrapped(terminal.escaped($0), terminal.width - 12, keepsWords: true)
    }
    return [head] + rest.map { String(repeating: " ", count: 12) + $0 } + [""]
  }

  private func times(_ finding: Finding) -> String {
    finding.count == 1 ? "once" : Quantity.grouped(finding.count) + " times"
  }

  private func paragraphs(of finding: Finding) -> [String] {
    var result = [finding.summary]
    if let last = finding.last, finding.count > 1, last != finding.first {
      result.append("last \(ShownTime.second(last))")
    }
    let marks = finding.techniques + finding.cves
    result.append(
      "\(finding.rule.kind.rawValue) rule: \(finding.rule.title) (\(finding.rule.id))"
        + (finding.rule.author.map { " by \($0)" } ?? ""))
    result.append(
      "\(finding.stage.rawValue), confidence \(finding.confidence.rawValue)"
        + (marks.isEmpty ? "" : ", " + marks.joined(separator: ", ")))
    result += finding.notes.map { "note: " + $0 }
    if let first = finding.citations.first {
      let more = finding.count > 1 ? ", the first of \(Quantity.grouped(finding.count))" : ""
      result.append("\(first.artifact) \(first.place.shown)\(more)")
    }
    return result
  }

  /// What stands below the list.
  ///
  /// - Parameters:
  ///   - shown: how many findings the list has, by severity.
  ///   - all: how many the case has.
  public func footer(shown: [Severity: Int], all: [Severity: Int], facts: ReadFacts) -> [String] {
    let (shownCount, allCount) = (shown.values.reduce(0, +), all.values.reduce(0, +))
    var lines: [String] = []
    if allCount == 0 {
      lines.append("No findings.")
    } else if shownCount < allCount {
      lines.append(
        "\(Quantity.grouped(shownCount)) of \(Quantity.count(allCount, "finding")); --min-level informational shows all."
      )
      lines.append("All: " + terminal.counts(all))
    } else {
      lines.append("\(Quantity.count(allCount, "finding")): " + terminal.counts(all))
    }
    lines += terminal.wrapped(facts.sentence, terminal.width)
    if allCount > 0 { lines.append("The bytes behind one: postern cite \(terminal.shellWord(casePath)) ID") }
    lines.append("All times UTC.")
    return lines
  }
}

extension TerminalText {
  /// A path as it is typed at a shell, harmless for the terminal that shows it.
  func shellWord(_ path: String) -> String {
    let plain = path.unicodeScalars.allSatisfy { scalar in
      scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "/._-+:,@%".unicodeScalars.contains(scalar)
    }
    let word = plain && !path.isEmpty ? path : "'" + path.replacing("'", with: "'\\''") + "'"
    return escaped(word)
  }
}
