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

  @OptionGroup var terminal: TerminalOptions

  func run() throws {
    try UnreadablePath.check(paths)
    let rules = try Spine.rules(in: paths)
    let report = RulesCheckReport(rules, terminal: terminal.text(for: .output))
    if json {
      try StandardStream.output.write(report.json)
    } else {
      try StandardStream.output.write(lines: report.lines)
    }
    if !rules.failed.isEmpty { try ExitStatus.end(ExitStatus.impossible) }
  }
}
