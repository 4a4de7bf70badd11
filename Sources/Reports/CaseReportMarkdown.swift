public import Bytes
internal import Model

/// A case as a Markdown document: for each host what was found and how far the evidence reaches, then the evidence.
public struct CaseReportMarkdown: Sendable {
  private let report: CaseReport

  public init(_ report: CaseReport) { self.report = report }

  public func write(to buffer: inout ByteBuffer) {
    for line in head { append(line, to: &buffer) }
    for host in report.summary.hosts { writeHost(host, to: &buffer) }
    writeEvidence(to: &buffer)
  }

  private func append(_ line: String, to buffer: inout ByteBuffer) {
    buffer.append(line)
    buffer.append("\n")
  }

  private var head: [String] {
    let name = report.summary.casePath.split(separator: "/").last.map(String.init) ?? ""
    var lines = ["# Case \(Self.text(name))", ""]
    if !report.isFinished { lines += ["**The examination was not finished: this report is incomplete.**", ""] }
    lines += report.madeBy.map { "- " + Self.text($0) }
    lines.append("- \(Self.text(report.summary.facts.sentence))")
    return lines + ["", "All times are UTC.", ""]
  }

  // MARK: Hosts

  private func writeHost(_ host: ExaminationSummary.Host, to buffer: inout ByteBuffer) {
    append(
      "## Host \(Self.text(host.name))\n\n\(host.canTell ? "" : "Cannot tell whether this server was broken into. ")\(Self.text(host.reason))\n",
      to: &buffer)
    append("### Findings\n", to: &buffer)
    if host.findings.isEmpty { append("None. \(Self.text(report.summary.facts.sentence))\n", to: &buffer) }
    let ids = Set(host.findings.map(\.id))
    for finding in report.findings where ids.contains(finding.id) { writeFinding(finding, to: &buffer) }
    writeCoverage(host, to: &buffer)
    writeFamilies(host, to: &buffer)
  }

  private func writeFinding(_ finding: Finding, to buffer: inout ByteBuffer) {
    append("#### \(finding.id) \(finding.severity.rawValue): \(Self.text(finding.rule.title))\n", to: &buffer)
    append(Self.text(finding.summary) + "\n", to: &buffer)
    let marks = finding.techniques + finding.cves
    let author = finding.rule.author.map { " by " + Self.text($0) } ?? ""
    append("- rule: \(Self.code(finding.rule.id)) (\(finding.rule.kind.rawValue))\(author)", to: &buffer)
    append("- \(finding.stage.rawValue), confidence \(finding.confidence.rawValue)", to: &buffer)
    if !marks.isEmpty { append("- " + marks.map(Self.text).joined(separator: ", "), to: &buffer) }
    let span = [finding.first, finding.last].compactMap { $0?.description }
    if !span.isEmpty { append("- " + (Set(span).count == 1 ? span[0] : span.joined(separator: " to ")), to: &buffer) }
    for note in finding.notes { append("- note: " + Self.text(note), to: &buffer) }
    append("\n\(citationsTable(finding))\n", to: &buffer)
  }

  private func citationsTable(_ finding: Finding) -> String {
    var lines = ["| citation | time | artifact | place | bytes |", "|---|---|---|---|---|"]
    for (at, citation) in finding.citations.enumerated() {
      lines.append(
        "| \(finding.id).\(at + 1) | \(citation.time?.description ?? "") | \(Self.code(citation.artifact)) "
          + "| \(citation.place.shown) | \(citation.offset)+\(citation.length) |")
    }
    if finding.citations.count < finding.count {
      let (shown, all) = (Quantity.grouped(finding.citations.count), Quantity.grouped(finding.count))
      lines.append("\n\(shown) of \(all) citations; `postern findings --format jsonl --citations all` has all.")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func writeCoverage(_ host: ExaminationSummary.Host, to buffer: inout ByteBuffer) {
    append("### What could be read\n\n| source | artifact | records | from | to |\n|---|---|---|---|---|", to: &buffer)
    for part in host.coverage {
      append(
        "| \(Self.text(part.source)) | \(Self.code(part.artifact)) | \(Quantity.grouped(part.recordCount)) "
          + "| \(part.from?.description ?? "") | \(part.to?.description ?? "") |", to: &buffer)
    }
    append("", to: &buffer)
    for part in host.coverage {
      for gap in part.gaps {
        let span = [gap.from, gap.to].compactMap { $0?.description }.joined(separator: " to ")
        append("- gap in \(Self.text(part.source)) \(span): \(Self.text(gap.why))", to: &buffer)
      }
    }
    for clock in ClockOffset.ofLogs(in: host.coverage) {
      append("- clock of \(Self.text(clock.log)): \(Self.text(clock.sentence))", to: &buffer)
    }
    append("", to: &buffer)
  }

  private func writeFamilies(_ host: ExaminationSummary.Host, to buffer: inout ByteBuffer) {
    guard !host.families.isEmpty else { return }
    append("### Not read yet\n\n| kind | files | size | from | to |\n|---|---|---|---|---|", to: &buffer)
    for family in host.families {
      append(
        "| \(Self.text(family.name)) | \(Quantity.grouped(family.fileCount)) | \(Quantity.bytes(family.bytes)) "
          + "| \(family.from.map(ShownTime.date) ?? "") | \(family.to.map(ShownTime.date) ?? "") |", to: &buffer)
    }
    append("", to: &buffer)
  }

  // MARK: Evidence

  private func writeEvidence(to buffer: inout ByteBuffer) {
    let account = report.summary.account
    append("## Evidence\n", to: &buffer)
    append(
      "\(Quantity.count(report.artifacts.count, "artifact")), \(Quantity.grouped(account.size)) bytes: "
        + "\(Quantity.grouped(account.understood)) understood, \(Quantity.grouped(account.damaged)) damaged, "
        + "\(Quantity.grouped(account.unknown)) unknown.\n", to: &buffer)
    append("| artifact | size | understood | SHA-256 |\n|---|---|---|---|", to: &buffer)
    for artifact in report.artifacts {
      append(
        "| \(Self.code(artifact.path)) | \(Quantity.grouped(artifact.size)) "
          + "| \(Quantity.grouped(artifact.account.understood)) | \(artifact.sha256) |", to: &buffer)
    }
    append("", to: &buffer)
    for artifact in report.artifacts {
      for skip in artifact.skips {
        append(
          "- \(Self.code(artifact.path)): \(skip.kind.rawValue), bytes \(skip.offset)+\(skip.length): "
            + Self.text(skip.reason), to: &buffer)
      }
    }
    for refusal in report.summary.refused {
      append("- refused: \(Self.code(refusal.path)): \(Self.text(refusal.reason))", to: &buffer)
    }
  }

  // MARK: Evidence made harmless

  /// Text in which nothing is markup: no link, no image, no HTML, no heading, and one line.
  static func text(_ text: String) -> String {
    var result = ""
    for scalar in text.escapedForDisplay.unicodeScalars {
      switch scalar {
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      case "\\", "`", "*", "_", "[", "]", "#", "|", "~", "$":
        result += "\\"
        result.unicodeScalars.append(scalar)
      case "@": result += "&#64;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    // Some readers make links of addresses that stand alone.
    return result.replacing("://", with: "&#58;//").replacing("www.", with: "www&#46;")
  }

  /// Text as code, inside a table too.
  static func code(_ text: String) -> String {
    "<code>" + Self.text(text) + "</code>"
  }
}
