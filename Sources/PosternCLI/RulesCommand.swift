internal import ArgumentParser

struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "Check, test and explain detection rules, and find the noisy ones.",
    subcommands: [RulesCheck.self, RulesTest.self, RulesExplain.self, RulesNoisy.self])
}
