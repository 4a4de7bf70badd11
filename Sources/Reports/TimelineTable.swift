public import Model

/// The timeline for a person at a terminal: one event a line, what does not fit marked by an ellipsis.
public struct TimelineTable: Sendable {
  private let terminal: TerminalText

  public init(_ terminal: TerminalText) { self.terminal = terminal }

  public func line(_ entry: TimelineEntry) -> String {
    let time = entry.event.time.map { ShownTime.second($0) } ?? "no time"
    let mark = terminal.colored(terminal.mark(entry.severity), entry.severity)
    let first = entry.findings.first
    let more = entry.findings.count > 1 ? " +\(entry.findings.count - 1)" : ""
    let what =
      terminal.escaped(entry.event.host) + "  " + terminal.escaped(first?.title ?? "")
      + "  " + terminal.escaped(EventLine.text(entry.event, hasFields: entry.hasFields))
    return terminal.padded(time, 19) + (entry.isOrderOpen ? "~" : " ") + "\(mark) "
      + terminal.padded((first?.id ?? "") + more, 11) + " "
      + terminal.fitted(what, max(20, terminal.width - 34))
  }

  public func footer(count: Int, facts: ReadFacts) -> [String] {
    let counted = count == 0 ? "No events that a finding rests on." : "\(Quantity.count(count, "event"))."
    return [counted + " Whole lines: --format csv or jsonl."] + terminal.wrapped(facts.sentence, terminal.width)
      + ["All times UTC. ~ closer to the line before than both clocks are known: the order is open."]
  }
}
