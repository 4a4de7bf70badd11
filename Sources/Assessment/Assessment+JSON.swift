import Bytes
import Model

/// `assessment.json`, in the shape of the promises to machines.
extension Assessment {
  /// One line; the same bytes for the same evidence and rules.
  public var json: [UInt8] {
    var json = JSONWriter(capacity: 16_384)
    json.object { json in
      writeProgram(to: &json)
      json.key("hosts")
      json.array { json in
        for host in hosts { host.write(to: &json) }
      }
      json.member("intruders", [String]())
      json.member("unseparated", [String]())
    }
    json.endLine()
    return json.buffer.array
  }

  private func writeProgram(to json: inout JSONWriter) {
    json.key("postern")
    json.object { json in
      json.member("version", examined.version)
      json.member("knowledge", examined.knowledgeDate)
      json.key("rules")
      json.object { json in
        json.member("count", examined.ruleCount)
        json.member("sha256", examined.ruleHash)
      }
    }
  }
}

extension HostAssessment {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("host", host)
      if let verdict { json.member("verdict", verdict.rawValue) }
      json.member("sentence", sentence)
      json.member("cves", [String]())
      json.member("for", findings)
      json.member("against", [String]())
      if let wouldChange { json.member("wouldChange", wouldChange) }
      json.key("coverage")
      json.array { json in
        for source in coverage { source.write(to: &json) }
      }
      Self.writeImpact(to: &json)
      json.key("bytes")
      json.object { json in
        json.member("size", bytes.size)
        json.member("understood", bytes.understood)
        json.member("damaged", bytes.damaged)
        json.member("unknown", bytes.unknown)
      }
      json.member("actions", [String]())
    }
  }

  /// Nothing here knows anything of it yet: empty lists.
  private static func writeImpact(to json: inout JSONWriter) {
    json.key("impact")
    json.object { json in
      for name: StaticString in ["mailboxes", "credentials", "persistence", "dueAt"] {
        json.member(name, [String]())
      }
    }
  }
}

extension MergedCoverage {
  private func writeClocks(to json: inout JSONWriter) {
    guard !clocks.isEmpty else { return }
    json.key("clocks")
    json.array { json in
      for clock in clocks {
        json.object { json in
          json.member("log", clock.log)
          json.member("against", clock.against)
          json.key("offsetSeconds")
          json.raw(Array(ClockOffset.seconds(clock.offset).utf8))
          json.key("errorSeconds")
          json.raw(Array(ClockOffset.seconds(clock.error).utf8))
          json.member("pairs", clock.pairs)
          json.member("corrected", clock.isSignificant)
        }
      }
    }
  }

  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("source", source)
      json.member("from", from?.description)
      json.member("to", to?.description)
      json.member("records", recordCount)
      json.key("gaps")
      json.array { json in
        for gap in gaps {
          json.object { json in
            json.member("from", gap.from?.description)
            json.member("to", gap.to?.description)
            json.member("why", gap.why)
          }
        }
      }
      writeClocks(to: &json)
      json.member("answers", [String]())
      json.member("leavesOpen", [String]())
    }
  }
}
