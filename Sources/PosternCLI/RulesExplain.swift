internal import ArgumentParser

struct RulesExplain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Say what a rule is bound to in this evidence, or why it can never match here.",
    discussion: """
      Prints which kinds of record of the rule's log source are there and how many, which of its fields they have, and \
      how often each of its selections was true.
      """)

  @Argument(help: "The rule's id, or its unique name.")
  var id: String

  @Option(name: .customLong("on"), help: "Evidence: a folder, an archive or a file.", completion: .file())
  var evidencePath: String

  @Option(help: "A rule file, a folder or an archive of rules; may be given again.", completion: .file())
  var rules: [String] = []

  @Flag(help: "Leave out the rules that come with postern.")
  var noBuiltin = false

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup(title: "Evidence") var evidence: EvidenceOptions

  func validate() throws {
    if rules.isEmpty, noBuiltin { throw ValidationError("give the rules to look among with --rules") }
  }

  func run() throws {
    try UnreadablePath.check([evidencePath] + rules + [evidence.passwordFile].compactMap(\.self))
    let request = ExplainRequest(
      id: id, evidencePath: evidencePath, rules: rules, usesBuiltin: !noBuiltin, isJSON: json,
      carvesRecords: evidence.carve,
      limits: evidence.limits, passwordFile: evidence.passwordFile, jobs: evidence.jobs)
    try ExitStatus.end(Spine.explainRule(request))
  }
}
