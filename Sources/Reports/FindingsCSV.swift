public import Bytes
public import Model

/// Findings for spreadsheets: one row a finding, its first citation beside it.
public enum FindingsCSV {
  public static func writeHeader(to buffer: inout ByteBuffer) {
    CSVText.append(
      [
        "id", "host", "severity", "confidence", "stage", "first", "last", "count", "summary", "rule_id", "rule_title",
        "rule_kind", "rule_author", "techniques", "cves", "observables", "notes", "artifact", "sha256", "offset",
        "length", "place", "time",
      ], to: &buffer)
  }

  public static func write(_ finding: Finding, to buffer: inout ByteBuffer) {
    CSVText.append(
      [
        finding.id, finding.host, finding.severity.rawValue, finding.confidence.rawValue, finding.stage.rawValue,
        finding.first?.description ?? "", finding.last?.description ?? "", String(finding.count), finding.summary,
        finding.rule.id, finding.rule.title, finding.rule.kind.rawValue, finding.rule.author ?? "",
        finding.techniques.joined(separator: " "), finding.cves.joined(separator: " "),
        finding.observables.map { "\($0.type)=\($0.value)" }.joined(separator: "; "),
        finding.notes.joined(separator: "; "),
      ] + cells(of: finding.citations.first), to: &buffer)
  }

  static func cells(of citation: Citation?) -> [String] {
    guard let citation else { return ["", "", "", "", "", ""] }
    return [
      citation.artifact, citation.sha256, String(citation.offset), String(citation.length), citation.place.shown,
      citation.time?.description ?? "",
    ]
  }
}

extension Citation.Place {
  /// As in `record 12`, `line 402`, `file`.
  var shown: String {
    switch self {
    case .record(let number): "record \(number)"
    case .line(let number): "line \(number)"
    case .file: "file"
    }
  }
}
