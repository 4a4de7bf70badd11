internal import ArgumentParser
internal import Bytes
internal import CaseStore
internal import Model
internal import Reports

struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Write the report of a case.")

  enum Format: EnumerableFlag {
    case md, json

    static func help(for value: Format) -> ArgumentHelp? {
      value == .md ? "As Markdown." : "As one JSON document."
    }
  }

  @OptionGroup var source: CaseArgument

  @Flag(help: "The report's format.")
  var format: Format = .md

  @Option(name: .shortAndLong, help: "Write to this file instead of standard output.", completion: .file())
  var output: String?

  func run() throws {
    let reader = try source.open()
    let report = try caseReport(reader)
    var json = JSONWriter()
    switch format {
    case .md: CaseReportMarkdown(report).write(to: &json.buffer)
    case .json: CaseReportJSON.write(report, to: &json)
    }
    let stream = try output.map { try StandardStream.file($0) } ?? .output
    try stream.drain(&json.buffer, atLeast: 0)
    if output != nil { try stream.close() }
    try reader.endAfterReading()
  }

  private func caseReport(_ reader: CaseReader) throws -> CaseReport {
    let summary = try CaseSummary(reader)
    return try CaseReport(
      summary: summary.summary(failLevel: .high, seconds: nil), madeBy: Self.madeBy(reader.custody),
      artifacts: summary.artifacts, assessment: reader.assessment ?? [], findings: reader.findings(),
      isFinished: reader.isFinished)
  }

  private static func madeBy(_ custody: Custody?) -> [String] {
    guard let custody else { return ["There is no custody record."] }
    let ended = custody.ended.map { "ended \($0)" } ?? "not ended"
    return [
      "Examined by \(custody.who.user) on \(custody.who.host), begun \(custody.started), \(ended)",
      "With postern \(custody.version) and \(custody.rules.count) rules (\(custody.rules.sha256))",
      "Command: " + custody.arguments.joined(separator: " "),
    ]
  }
}
