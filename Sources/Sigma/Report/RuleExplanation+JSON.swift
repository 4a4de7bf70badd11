internal import Bytes

extension RuleExplanation {
  /// One JSON object, as `docs/sigma.md` describes it, with a line end.
  public var json: [UInt8] {
    var json = JSONWriter(capacity: 1 << 14)
    json.object { json in
      json.key("rule")
      json.object { json in
        json.member("id", rule.id)
        json.member("title", rule.title)
        json.member("file", rule.origin.file)
        json.member("line", rule.origin.line)
      }
      json.member("logSource", rule.logSource.text)
      json.member("records", recordCount)
      json.member("recordsOfLogSource", sourceRecordCount)
      json.member("matched", matchCount)
      json.member("canMatch", canMatch)
      json.member("reason", reason)
      json.key("sources")
      json.array { json in for source in sources { Self.write(source, &json) } }
      json.key("bound")
      json.array { json in for kind in kinds { Self.write(kind, &json) } }
      json.member("conditions", conditions)
      json.key("selections")
      json.array { json in for selection in selections { Self.write(selection, "name", &json) } }
      json.key("others")
      json.array { json in
        for other in others {
          json.object { json in
            json.member("channel", other.channel)
            json.member("records", other.recordCount)
          }
        }
      }
    }
    json.endLine()
    return json.buffer.array
  }

  private static func write(_ source: LogSourceMap.Variant, _ json: inout JSONWriter) {
    json.object { json in
      json.member("channels", source.channels)
      json.member("providers", source.providers)
      json.key("eventIDs")
      json.array { json in for id in source.eventIDs { json.value(UInt64(id)) } }
    }
  }

  private static func write(_ kind: Kind, _ json: inout JSONWriter) {
    json.object { json in
      json.member("channel", kind.channel)
      json.member("provider", kind.provider)
      json.member("eventID", kind.eventID)
      json.member("records", kind.recordCount)
      json.member("canMatch", kind.canMatch)
      json.key("fields")
      json.object { json in
        for field in kind.fields {
          json.key(text: field.rule)
          json.value(field.event)
        }
      }
      json.member("missing", kind.missing)
    }
  }

  private static func write(_ selection: Selection, _ name: StaticString, _ json: inout JSONWriter) {
    json.object { json in
      json.member(name, selection.text)
      json.member("records", selection.recordCount)
      guard !selection.parts.isEmpty else { return }
      json.key("parts")
      json.array { json in for part in selection.parts { write(part, "test", &json) } }
    }
  }
}
