public import Bytes
public import Model

/// The timeline for programs: one JSON object a line.
public enum TimelineJSONL {
  public static func write(_ entry: TimelineEntry, to json: inout JSONWriter) {
    let event = entry.event
    json.object { json in
      json.member("time", event.time?.description)
      json.member("host", event.host)
      json.member("channel", event.channel)
      json.member("provider", event.provider)
      json.key("eventID")
      if let id = event.eventID { json.value(UInt64(id)) } else { json.null() }
      json.member("severity", entry.severity.rawValue)
      write(entry.findings, to: &json)
      json.member("hasFields", entry.hasFields)
      json.key("fields")
      write(event.fields, to: &json)
      json.key("citation")
      FindingsJSONL.write(event.citation, to: &json)
      if let clock = entry.clock { write(clock, to: &json) }
      if entry.isOrderOpen { json.member("orderOpen", true) }
    }
    json.endLine()
  }

  private static func write(_ clock: ClockOffset, to json: inout JSONWriter) {
    json.key("clock")
    json.object { json in
      json.member("against", clock.against)
      json.key("offsetSeconds")
      json.raw(Array(ClockOffset.seconds(clock.offset).utf8))
      json.key("errorSeconds")
      json.raw(Array(ClockOffset.seconds(clock.error).utf8))
      json.member("corrected", clock.isSignificant)
    }
  }

  private static func write(_ mentions: [TimelineEntry.Mention], to json: inout JSONWriter) {
    json.key("findings")
    json.array { json in
      for mention in mentions {
        json.object { json in
          json.member("id", mention.id)
          json.member("title", mention.title)
          json.member("severity", mention.severity.rawValue)
        }
      }
    }
  }

  /// As one object; a name that comes again gets its number, so that no value is lost: `Data`, `Data#2`.
  static func write(_ fields: [Event.Field], to json: inout JSONWriter) {
    var seen: [String: Int] = [:]
    json.object { json in
      for field in fields {
        seen[field.name, default: 0] += 1
        let number = seen[field.name] ?? 1
        json.key(text: number == 1 ? field.name : "\(field.name)#\(number)")
        json.value(field.value)
      }
    }
  }
}
