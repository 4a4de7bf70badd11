internal import ArgumentParser
internal import CaseStore
internal import Examination
internal import Model
internal import Reports

struct Cite: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the bytes behind a finding or a citation.",
    discussion: """
      F-00012 means the finding's first citation, F-00012.3 its third. The evidence must still be where it was. \
      Bytes that are not those that were examined are refused.
      """)

  @OptionGroup var source: CaseArgument

  @Argument(help: "A finding or one of its citations.")
  var id: String

  @Flag(help: "Print exactly the bytes, for a file or another program.")
  var raw = false

  @Option(help: "File with passwords of encrypted archives, one a line.", completion: .file())
  var passwordFile: String?

  @OptionGroup var terminal: TerminalOptions

  func run() throws {
    let reader = try source.open()
    let cited = try reader.cited(id)
    let record = try Spine.record(of: cited, custody: reader.custody, passwordFile: passwordFile)
    if raw {
      try StandardStream.output.write(record.bytes)
    } else {
      let text = CitationText(terminal.text(for: .output))
      try StandardStream.output.write(
        lines: text.lines(
          finding: cited.finding, index: cited.index, citation: cited.citation, source: cited.artifact.source,
          event: cited.event ?? record.event))
    }
    try reader.endAfterReading()
  }
}
