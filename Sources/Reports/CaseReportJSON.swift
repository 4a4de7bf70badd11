public import Bytes
import Model

/// A case as one JSON document: the assessment, the findings with their first citations, and the evidence.
public enum CaseReportJSON {
  public static func write(_ report: CaseReport, to json: inout JSONWriter) {
    json.object { json in
      json.member("finished", report.isFinished)
      json.key("assessment")
      if report.assessment.isEmpty { json.null() } else { json.raw(report.assessment) }
      json.breakLine(indent: 1)
      json.key("findings")
      json.array { json in
        for finding in report.findings {
          json.breakLine(indent: 2)
          FindingsJSONL.writeObject(finding, to: &json)
        }
      }
      writeEvidence(report, to: &json)
    }
    json.endLine()
  }

  private static func writeEvidence(_ report: CaseReport, to json: inout JSONWriter) {
    json.breakLine(indent: 1)
    json.key("artifacts")
    json.array { json in
      for artifact in report.artifacts {
        json.breakLine(indent: 2)
        json.object { json in
          json.member("path", artifact.path)
          json.member("source", artifact.source)
          json.member("host", artifact.host)
          json.member("size", artifact.size)
          json.member("sha256", artifact.sha256)
          json.member("format", artifact.format)
          json.member("understood", artifact.account.understood)
          json.member("damaged", artifact.account.damaged)
          json.member("unknown", artifact.account.unknown)
          writeSkips(of: artifact, to: &json)
        }
      }
    }
    json.breakLine(indent: 1)
    json.key("refused")
    json.array { json in
      for refusal in report.summary.refused {
        json.object { json in
          json.member("path", refusal.path)
          json.member("reason", refusal.reason)
        }
      }
    }
  }
}

extension CaseReportJSON {
  private static func writeSkips(of artifact: Artifact, to json: inout JSONWriter) {
    json.key("skips")
    json.array { json in
      for skip in artifact.skips {
        json.object { json in
          json.member("kind", skip.kind.rawValue)
          json.member("offset", skip.offset)
          json.member("length", skip.length)
          json.member("reason", skip.reason)
        }
      }
    }
  }
}
