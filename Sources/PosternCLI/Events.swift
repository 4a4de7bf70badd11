internal import ArgumentParser
internal import Bytes
internal import Examination
internal import Model
internal import Reports

struct Events: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the records of event logs and event exports.",
    discussion: """
      Reads event logs (EVTX) and event exports as JSON lines or arrays: those of evtx_dump, Winlogbeat, NXLog and \
      PowerShell, and flat ones. Conditions are joined by "and". A pattern may have * for any run of characters and ? \
      for one; case does not count.
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case jsonl, csv, xml }

  @Argument(help: "Folders, archives or files of evidence.", completion: .file())
  var paths: [String]

  @Option(help: "How to print them.")
  var format: Format = .jsonl

  @Option(help: "Only records of this channel; may be a pattern.")
  var channel: String?

  @Option(help: "Only records with this event id.")
  var id: UInt32?

  @Option(help: "Only records from this time on, such as 2021-03-03T05:00:00Z.")
  var since: TimeArgument?

  @Option(help: "Only records before or at this time.")
  var until: TimeArgument?

  @Option(name: .customLong("where"), help: "Only records in which this field fits, such as 'Image=*\\cmd.exe'.")
  var conditions: [FieldCondition] = []

  @Flag(help: "One level of fields, named as Sigma rules name them.")
  var flat = false

  @OptionGroup(title: "Evidence") var evidence: EvidenceOptions

  func run() throws {
    try UnreadablePath.check(paths + [evidence.passwordFile].compactMap(\.self))
    if flat, format != .jsonl { throw ValidationError("--flat is for --format jsonl; leave out one of them") }
    let outcome = try Spine.events(request)
    for line in EventsNotice.lines(outcome) { StandardStream.error.writeLine("postern: " + line.escapedForDisplay) }
    if outcome.isIncomplete { try ExitStatus.end(ExitStatus.silenceIsNoAnswer) }
  }

  private var request: EventsRequest {
    let formats: [Format: EventsRequest.Format] = [.jsonl: .jsonl, .csv: .csv, .xml: .xml]
    return EventsRequest(
      paths: paths, format: formats[format] ?? .jsonl, channel: channel, eventID: id, since: since?.time,
      until: until?.time, conditions: conditions.map { ($0.field, $0.pattern) }, isFlat: flat,
      carvesRecords: evidence.carve, limits: evidence.limits, passwordFile: evidence.passwordFile,
      jobs: evidence.jobs)
  }
}

/// A condition on one field, written `Field=pattern`.
struct FieldCondition: ExpressibleByArgument {
  let field: String
  let pattern: String

  init?(argument: String) {
    guard let sign = argument.firstIndex(of: "="), sign != argument.startIndex else { return nil }
    field = String(argument[..<sign])
    pattern = String(argument[argument.index(after: sign)...])
  }
}

/// What is said on standard error once all events are printed.
enum EventsNotice {
  private static let mostLines = 20

  /// Empty where everything was read and something was printed.
  static func lines(_ outcome: EventPrinter.Outcome) -> [String] {
    var lines = outcome.skips.prefix(mostLines).map { artifact, skip in
      "\(artifact): \(skip.length) bytes at \(skip.offset) not read: \(skip.reason)"
    }
    let more = outcome.skipCount - lines.count
    if more > 0 { lines.append("and \(Quantity.count(more, "range")) more, \(outcome.damagedBytes) bytes in all") }
    lines += outcome.refused.prefix(mostLines).map { "\($0.path): \($0.reason)" }
    if outcome.refused.count > mostLines {
      lines.append("and \(outcome.refused.count - mostLines) more that were refused")
    }
    if outcome.printedCount == 0 || outcome.isIncomplete || outcome.otherCount > 0 { lines.append(sum(outcome)) }
    return lines
  }

  private static func sum(_ outcome: EventPrinter.Outcome) -> String {
    let printed = Quantity.count(Int(clamping: outcome.printedCount), "event")
    let read = Quantity.count(Int(clamping: outcome.recordCount), "record")
    let files = Quantity.count(outcome.artifactCount, "event log or export", plural: "event logs and exports")
    let others = outcome.otherCount == 0 ? "" : "; \(Quantity.count(outcome.otherCount, "other file")) not read"
    return "printed \(printed) of \(read) in \(files)\(others)"
  }
}
