internal import ArgumentParser

struct RulesTest: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Run rules over events given as JSON lines.",
    discussion: "Prints one JSON object for each rule that matches, with the numbers of the lines, counted from 0.")

  @Argument(help: "Rule files, folders or archives of rules.", completion: .file())
  var paths: [String]

  @Option(help: "The events, one JSON object a line.", completion: .file(extensions: ["jsonl", "json"]))
  var events: String

  @Option(help: "Values for the modifier \"expand\": JSON, name to list of values.", completion: .file())
  var placeholders: String?

  func run() throws {
    try UnreadablePath.check(paths + [events] + [placeholders].compactMap(\.self))
    try ExitStatus.end(Spine.testRules(paths, events: events, placeholders: placeholders))
  }
}
