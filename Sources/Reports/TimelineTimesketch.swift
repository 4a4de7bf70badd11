public import Bytes
public import Model

/// The timeline in the form that Timesketch imports: CSV with `message`, `timestamp`, `datetime` and `timestamp_desc`.
///
/// Source: Timesketch's user guide "Create timeline from JSONL or CSV file" and its importer (`timesketch/lib/utils.py`).
/// `timestamp` counts microseconds since 1970. `datetime` always has six digits and `+00:00`: the importer takes the
/// form of the first row for all and drops rows of another. `tag` is a JSON list; `-` stands for "not there", so that
/// columns of numbers stay whole numbers. Rows without a time would be dropped on import: an event without one has no
/// place here, and `write` says so.
public enum TimelineTimesketch {
  static let columns = [
    "message", "timestamp", "datetime", "timestamp_desc", "host", "channel", "event_identifier", "provider", "severity",
    "tag", "finding", "rule", "fields", "artifact", "sha256", "offset", "length", "record", "line",
  ]

  public static func writeHeader(to buffer: inout ByteBuffer) { CSVText.append(columns, to: &buffer) }

  /// False where the event has no time: it was left out.
  public static func write(_ entry: TimelineEntry, to buffer: inout ByteBuffer) -> Bool {
    let event = entry.event
    guard let time = event.time else { return false }
    CSVText.append(
      [
        message(entry), String(microseconds(time)), datetime(time), "Event recorded", event.host, event.channel,
        event.eventID.map { String($0) } ?? "-", event.provider, entry.severity.rawValue, tags(entry),
        entry.findings.map(\.id).joined(separator: " "), entry.findings.map(\.title).joined(separator: "; "),
        fields(event), event.citation.artifact, event.citation.sha256, String(event.citation.offset),
        String(event.citation.length),
      ] + place(event.citation.place), to: &buffer)
    return true
  }

  private static func message(_ entry: TimelineEntry) -> String {
    let titles = entry.findings.map(\.title).joined(separator: "; ")
    return titles + " | " + EventLine.text(entry.event, hasFields: entry.hasFields).replacing("\n", with: " ")
  }

  static func microseconds(_ time: Timestamp) -> Int64 {
    let (quotient, remainder) = (time.ticks - Timestamp.unixEpochTicks).quotientAndRemainder(dividingBy: 10)
    return remainder < 0 ? quotient - 1 : quotient
  }

  static func datetime(_ time: Timestamp) -> String {
    Timestamp(ticks: time.ticks, digits: 6).description.dropLast() + "+00:00"
  }

  private static func tags(_ entry: TimelineEntry) -> String {
    var json = JSONWriter(capacity: 64)
    json.array(["postern", entry.severity.rawValue])
    return json.buffer.text
  }

  private static func fields(_ event: Event) -> String {
    var json = JSONWriter(capacity: 512)
    TimelineJSONL.write(event.fields, to: &json)
    return json.buffer.text
  }

  private static func place(_ place: Citation.Place) -> [String] {
    switch place {
    case .record(let number): [String(number), "-"]
    case .line(let number): ["-", String(number)]
    case .file: ["-", "-"]
    }
  }
}
