public import Bytes
public import Model

/// Findings for programs: one JSON object a line, in the shape of "Finding (JSONL)" in the promises to machines.
public enum FindingsJSONL {
  public static func write(_ finding: Finding, to json: inout JSONWriter) {
    writeObject(finding, to: &json)
    json.endLine()
  }

  /// The object alone, for a place inside another document.
  static func writeObject(_ finding: Finding, to json: inout JSONWriter) {
    json.object { json in
      json.member("id", finding.id)
      json.member("host", finding.host)
      write(finding.rule, to: &json)
      json.member("severity", finding.severity.rawValue)
      json.member("confidence", finding.confidence.rawValue)
      json.member("stage", finding.stage.rawValue)
      json.member("techniques", finding.techniques)
      json.member("cves", finding.cves)
      json.member("first", finding.first?.description)
      json.member("last", finding.last?.description)
      json.member("count", finding.count)
      json.member("summary", finding.summary)
      write(finding.observables, to: &json)
      if let activity = finding.activity { write(activity, to: &json) }
      if !finding.notes.isEmpty { json.member("notes", finding.notes) }
      json.key("citations")
      json.array { json in
        for citation in finding.citations { write(citation, to: &json) }
      }
    }
  }

  private static func write(_ rule: RuleReference, to json: inout JSONWriter) {
    json.key("rule")
    json.object { json in
      json.member("id", rule.id)
      json.member("title", rule.title)
      json.member("kind", rule.kind.rawValue)
      if let author = rule.author { json.member("author", author) }
    }
  }

  private static func write(_ observables: [Observable], to json: inout JSONWriter) {
    json.key("observables")
    json.array { json in
      for observable in observables {
        json.object { json in
          json.member("type", observable.type)
          json.member("value", observable.value)
        }
      }
    }
  }

  private static func write(_ activity: Activity, to json: inout JSONWriter) {
    json.key("activity")
    json.object { json in
      json.member("kind", activity.kind.rawValue)
      if let session = activity.session { json.member("session", session) }
      if let process = activity.process { json.member("process", process) }
      if let path = activity.path { json.member("path", path) }
      json.key("features")
      json.object { json in
        for (type, values) in activity.features.sorted(by: { $0.key < $1.key }) {
          json.key(text: type)
          json.array(values)
        }
      }
    }
  }

  static func write(_ citation: Citation, to json: inout JSONWriter) {
    json.object { json in
      json.member("artifact", citation.artifact)
      json.member("sha256", citation.sha256)
      json.member("offset", citation.offset)
      json.member("length", citation.length)
      switch citation.place {
      case .record(let number): json.member("record", number)
      case .line(let number): json.member("line", number)
      case .file: break
      }
      json.member("time", citation.time?.description)
    }
  }
}
