internal import ArgumentParser
internal import Bytes
internal import CaseStore
internal import Reports

struct Timeline: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the events that findings rest on, in time order.",
    discussion: "The format \"timesketch\" is the CSV that Timesketch imports.")

  enum Format: String, CaseIterable, ExpressibleByArgument { case table, jsonl, csv, timesketch }

  @OptionGroup var source: CaseArgument

  @Option(help: "How to print them.")
  var format: Format = .table

  @OptionGroup var terminal: TerminalOptions

  func run() throws {
    let reader = try source.open()
    switch format {
    case .table: try printTable(reader)
    case .jsonl: try printJSONL(reader)
    case .csv: try printCSV(reader)
    case .timesketch: try printTimesketch(reader)
    }
    try reader.endAfterReading()
  }

  private func printTable(_ reader: CaseReader) throws {
    let table = TimelineTable(terminal.text(for: .output))
    var buffer = ByteBuffer()
    var count = 0
    try reader.forEachTimelineEntry { entry in
      buffer.append(table.line(entry) + "\n")
      count += 1
      try StandardStream.output.drain(&buffer)
    }
    try StandardStream.output.drain(&buffer, atLeast: 0)
    try StandardStream.output.write(lines: table.footer(count: count, facts: CaseSummary(reader).facts))
  }

  private func printJSONL(_ reader: CaseReader) throws {
    var json = JSONWriter()
    var count = 0
    try reader.forEachTimelineEntry { entry in
      TimelineJSONL.write(entry, to: &json)
      count += 1
      try StandardStream.output.drain(&json.buffer)
    }
    try StandardStream.output.drain(&json.buffer, atLeast: 0)
    try explainNothing(count, reader)
  }

  private func printCSV(_ reader: CaseReader) throws {
    var buffer = ByteBuffer()
    var count = 0
    TimelineCSV.writeHeader(to: &buffer)
    try reader.forEachTimelineEntry { entry in
      TimelineCSV.write(entry, to: &buffer)
      count += 1
      try StandardStream.output.drain(&buffer)
    }
    try StandardStream.output.drain(&buffer, atLeast: 0)
    try explainNothing(count, reader)
  }

  private func printTimesketch(_ reader: CaseReader) throws {
    var buffer = ByteBuffer()
    var (count, withoutTime) = (0, 0)
    TimelineTimesketch.writeHeader(to: &buffer)
    try reader.forEachTimelineEntry { entry in
      if TimelineTimesketch.write(entry, to: &buffer) { count += 1 } else { withoutTime += 1 }
      try StandardStream.output.drain(&buffer)
    }
    try StandardStream.output.drain(&buffer, atLeast: 0)
    if withoutTime > 0 {
      StandardStream.error.writeLine(
        "postern: left out \(Quantity.count(withoutTime, "event")) without a time, which Timesketch cannot take; "
          + "--format csv has them")
    }
    try explainNothing(count + withoutTime, reader)
  }

  private func explainNothing(_ count: Int, _ reader: CaseReader) throws {
    guard count == 0 else { return }
    StandardStream.error.writeLine("postern: no finding, hence no event. " + (try CaseSummary(reader).facts.sentence))
  }
}
