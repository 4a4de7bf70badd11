public import Bytes
public import Model

/// The timeline for spreadsheets.
public enum TimelineCSV {
  public static func writeHeader(to buffer: inout ByteBuffer) {
    CSVText.append(
      [
        "time", "host", "severity", "findings", "titles", "channel", "event_id", "provider", "event", "artifact",
        "sha256", "offset", "length", "place", "clock_offset", "clock_error", "order",
      ], to: &buffer)
  }

  public static func write(_ entry: TimelineEntry, to buffer: inout ByteBuffer) {
    let event = entry.event
    var cells: [String] = [
      event.time?.description ?? "", event.host, entry.severity.rawValue,
      entry.findings.map(\.id).joined(separator: " "), entry.findings.map(\.title).joined(separator: "; "),
      event.channel, event.eventID.map { String($0) } ?? "", event.provider,
      EventLine.text(event, hasFields: entry.hasFields),
    ]
    cells += FindingsCSV.cells(of: event.citation).dropLast()
    cells.append(entry.clock.map { ClockOffset.seconds($0.offset) } ?? "")
    cells.append(entry.clock.map { ClockOffset.seconds($0.error) } ?? "")
    cells.append(entry.isOrderOpen ? "open" : "")
    CSVText.append(cells, to: &buffer)
  }
}
