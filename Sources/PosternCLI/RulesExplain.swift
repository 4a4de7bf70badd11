internal import ArgumentParser

struct RulesExplain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Say what a rule is bound to in this evidence, or why it can never match here.")

  @Argument(help: "The rule's id.")
  var id: String

  @Option(name: .customLong("on"), help: "Evidence: a folder, an archive or a file.", completion: .file())
  var evidencePath: String

  @OptionGroup(title: "Rules") var ruleOptions: RuleOptions
  @OptionGroup(title: "Evidence") var evidence: EvidenceOptions

  func run() throws {
    try UnreadablePath.check([evidencePath] + ruleOptions.rules)
    try ExitStatus.end(
      Spine.explainRule(
        id, evidencePath: evidencePath, rules: ruleOptions.choice, limits: evidence.limits,
        passwordFile: evidence.passwordFile))
  }
}
