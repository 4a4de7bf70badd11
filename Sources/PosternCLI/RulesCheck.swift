internal import ArgumentParser
internal import Sigma

struct RulesCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Say which rules load, which do not and why, and what logs they need.",
    discussion: "Ends with 1 where a rule is refused.")

  @Argument(help: "Rule files, folders or archives of rules.", completion: .file())
  var paths: [String]

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    try UnreadablePath.check(paths)
    let rules = try Spine.rules(in: paths)
    let report = RuleCheckReport(rules)
    try StandardStream.output.write(json ? report.json : report.text)
    if !rules.failed.isEmpty { try ExitStatus.end(ExitStatus.impossible) }
  }
}
