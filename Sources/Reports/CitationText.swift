public import Model

/// One citation for a person: the claim, the place, and what stands there.
public struct CitationText: Sendable {
  private let terminal: TerminalText

  public init(_ terminal: TerminalText) { self.terminal = terminal }

  /// - Parameters:
  ///   - index: which of the finding's citations, counted from 1.
  ///   - event: what the record says; nil where it cannot be decoded.
  public func lines(finding: Finding, index: Int, citation: Citation, source: String, event: Event?) -> [String] {
    var lines = terminal.wrapped(
      "\(finding.id).\(index)  " + terminal.escaped(finding.summary), terminal.width, keepsWords: true)
    lines.append("")
    lines += row("rule", "\(finding.rule.title) (\(finding.rule.id))")
    lines += row("time", citation.time.map { "\($0)" } ?? "the record has none")
    lines += row("artifact", citation.artifact)
    lines += row("found in", source)
    lines += row("sha256", citation.sha256)
    lines += row(
      "place",
      "\(citation.place.shown), bytes \(citation.offset) to \(citation.offset + citation.length) "
        + "(\(Quantity.grouped(citation.length)))")
    lines += row("of", Quantity.count(finding.count, "citation"))
    lines.append("")
    guard let event else { return lines + ["The record cannot be shown as text; --raw prints its bytes."] }
    lines += row("host", event.host) + row("channel", event.channel) + row("provider", event.provider)
    if let id = event.eventID { lines += row("event id", String(id)) }
    return lines + event.fields.flatMap { row($0.name, $0.value) }
  }

  /// Name and value side by side; the value in as many lines as it takes, nothing left out.
  private func row(_ name: String, _ value: String) -> [String] {
    let label = terminal.escaped(name)
    let width = max(12, min(TerminalText.columns(label), 28))
    let lines = terminal.wrapped(terminal.escaped(value), max(20, terminal.width - width - 2), keepsWords: true)
    return lines.enumerated().map { at, line in
      (at == 0 ? terminal.padded(label, width) : String(repeating: " ", count: width)) + "  " + line
    }
  }
}
