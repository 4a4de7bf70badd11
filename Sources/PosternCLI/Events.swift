internal import ArgumentParser
internal import Model

struct Events: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the records of event logs and event exports.",
    discussion: """
      Conditions are joined by "and". A pattern may have * for any run of characters and ? for one; case does not count.
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case jsonl, csv, xml }

  @Argument(help: "Folders, archives or files of evidence.", completion: .file())
  var paths: [String]

  @Option(help: "How to print them.")
  var format: Format = .jsonl

  @Option(help: "Only records of this channel.")
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
    try ExitStatus.end(Spine.events(request))
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
