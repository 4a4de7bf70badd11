internal import ArgumentParser
internal import CaseStore
internal import Reports

struct RulesNoisy: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "noisy", abstract: "List the rules of a case by how often they matched.",
    discussion: "Each with its share of all matches. A rule that is noise in a place can be left out with a reason.")

  @OptionGroup var source: CaseArgument

  @Option(help: "How many rules to show.")
  var most = 20

  @Flag(help: "Print one JSON object, with all rules.")
  var json = false

  @OptionGroup var terminal: TerminalOptions

  func validate() throws {
    if most < 1 { throw ValidationError("--most must be at least 1") }
  }

  func run() throws {
    let reader = try source.open()
    let rules = try NoisyRules(reader.findings(citations: 0))
    if json {
      try StandardStream.output.write(rules.json)
    } else {
      try StandardStream.output.write(lines: rules.lines(most: most, terminal: terminal.text(for: .output)))
    }
    try reader.endAfterReading()
  }
}
