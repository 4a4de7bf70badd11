internal import ArgumentParser
internal import Bytes
internal import CaseStore
internal import Model
internal import Reports

struct Findings: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Print the findings of a case.")

  enum Format: String, CaseIterable, ExpressibleByArgument { case table, jsonl, csv }

  @OptionGroup var source: CaseArgument

  @Option(help: "How to print them.")
  var format: Format = .table

  @Option(help: "Leave out findings below this level.")
  var minLevel: Severity = .informational

  @Option(help: "How many citations of each finding: a number, or \"all\".")
  var citations = CitationCount(count: CaseReader.defaultCitations)

  @OptionGroup var terminal: TerminalOptions

  func run() throws {
    let reader = try source.open()
    switch format {
    case .table: try printTable(reader)
    case .jsonl: try printJSONL(reader)
    case .csv: try printCSV(reader)
    }
    try reader.endAfterReading()
  }

  private func printTable(_ reader: CaseReader) throws {
    let table = FindingsTable(terminal.text(for: .output), casePath: source.casePath)
    var shown: [Severity: Int] = [:]
    var all: [Severity: Int] = [:]
    try reader.forEachFinding(citations: 1) { finding in
      all[finding.severity, default: 0] += 1
      guard finding.severity >= minLevel else { return }
      shown[finding.severity, default: 0] += 1
      try StandardStream.output.write(lines: table.lines(of: finding))
    }
    try StandardStream.output.write(lines: table.footer(shown: shown, all: all, facts: CaseSummary(reader).facts))
  }

  private func printJSONL(_ reader: CaseReader) throws {
    var json = JSONWriter()
    var count = 0
    try reader.forEachFinding(minLevel: minLevel, citations: citations.count) { finding in
      FindingsJSONL.write(finding, to: &json)
      try StandardStream.output.drain(&json.buffer)
      count += 1
    }
    try StandardStream.output.drain(&json.buffer, atLeast: 0)
    try explainNothing(count, reader)
  }

  private func printCSV(_ reader: CaseReader) throws {
    var buffer = ByteBuffer()
    var count = 0
    FindingsCSV.writeHeader(to: &buffer)
    try reader.forEachFinding(minLevel: minLevel, citations: 1) { finding in
      FindingsCSV.write(finding, to: &buffer)
      try StandardStream.output.drain(&buffer)
      count += 1
    }
    try StandardStream.output.drain(&buffer, atLeast: 0)
    try explainNothing(count, reader)
  }

  /// A zero says what was read to reach it.
  private func explainNothing(_ count: Int, _ reader: CaseReader) throws {
    guard count == 0 else { return }
    let facts = try CaseSummary(reader).facts.sentence
    StandardStream.error.writeLine("postern: no findings at or above \(minLevel.rawValue). " + facts)
  }
}

/// A number of citations, or all.
struct CitationCount: ExpressibleByArgument {
  /// Nil for all.
  let count: Int?

  init(count: Int?) { self.count = count }

  init?(argument: String) {
    if argument == "all" {
      count = nil
    } else {
      guard let number = Int(argument), number >= 0 else { return nil }
      count = number
    }
  }

  var defaultValueDescription: String { count.map { String($0) } ?? "all" }
}
