internal import ArgumentParser
internal import CaseStore
internal import Model
internal import Reports

struct Examine: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Examine collections of evidence and leave a case with cited findings.",
    discussion: """
      Reads folders and archives (zip, 7z, tar) of Windows evidence, runs the rules over them, and writes the case \
      folder. Evidence is never changed. An examination that was stopped is begun again by the same command.
      """)

  @Argument(help: "Folders, archives or files of evidence.", completion: .file())
  var paths: [String]

  @Option(name: .customLong("case"), help: "The case folder; it is made where it is missing.", completion: .directory)
  var casePath: String

  @OptionGroup(title: "Rules") var ruleOptions: RuleOptions
  @Option(
    help: "A list, CSV, STIX bundle or MISP event with indicators, or a folder of them; may be given again.",
    completion: .file())
  var indicators: [String] = []

  @OptionGroup(title: "Evidence") var evidence: EvidenceOptions

  @Option(help: "Findings at or above this level end the command with status 2.")
  var failLevel: Severity = .high

  @Flag(help: "Check every citation with the second decoder, not only those that are shown.")
  var doubleCheck = false

  @Flag(name: .shortAndLong, help: "Show no progress and no summary.")
  var quiet = false

  @Flag(help: "Print the content of assessment.json at the end, instead of the summary.")
  var json = false

  @Flag(
    name: .shortAndLong,
    help: "Also say what the process gave up before it opened the evidence, and name indicators that are not used.")
  var verbose = false

  @OptionGroup(title: "Output") var terminal: TerminalOptions

  func run() throws {
    try UnreadablePath.check(
      paths + ruleOptions.rules + indicators + [evidence.passwordFile, ruleOptions.config].compactMap(\.self))
    try EntangledCase.check(casePath: casePath, evidence: paths)
    let progress = ProgressPrinter(terminal, isQuiet: quiet)
    let seconds: Int
    do {
      seconds = try Spine.examine(request, progress: progress.show) { notice in
        if verbose { StandardStream.error.writeLine("postern: " + TerminalOptions.harmless(notice)) }
      }
      progress.clear()
    } catch {
      progress.clear()
      throw error
    }
    let reader = try CaseReader(casePath)
    let summary = try CaseSummary(reader)
    if json {
      try StandardStream.output.write(reader.assessment ?? [])
    } else if !quiet {
      let values = summary.summary(failLevel: failLevel, seconds: seconds)
      try StandardStream.output.write(lines: SummaryText(values, terminal: terminal.text(for: .output)).lines)
    }
    try ExitStatus.end(summary.exitStatus(failLevel: failLevel))
  }

  private var request: ExamineRequest {
    ExamineRequest(
      paths: paths, casePath: casePath, arguments: CommandLine.arguments, rules: ruleOptions.choice,
      indicators: indicators,
      limits: evidence.limits, passwordFile: evidence.passwordFile, jobs: evidence.jobs,
      carvesRecords: evidence.carve, checksAllCitations: doubleCheck)
  }
}

/// Which rules run.
struct RuleOptions: ParsableArguments {
  @Option(help: "A rule file, a folder or an archive of rules; may be given again.", completion: .file())
  var rules: [String] = []

  @Flag(help: "Leave out the rules that come with postern.")
  var noBuiltin = false

  @Option(
    help:
      "Leave out rules below this level; the informational ones that come with postern run only where this asks for them."
  )
  var minLevel: Severity?

  @Option(help: "Run only rules of this status; may be given again.")
  var status: [RuleStatus] = []

  @Option(help: "Run only rules with this id or tag, or below this path; may be given again.")
  var include: [String] = []

  @Option(help: "Leave out rules with this id or tag, or below this path; may be given again.")
  var exclude: [String] = []

  @Option(
    help: "File with exclusions, their reasons and end dates (postern.yml).", completion: .file(extensions: ["yml"]))
  var config: String?

  var choice: RuleChoice {
    RuleChoice(
      paths: rules, usesBuiltin: !noBuiltin, minLevel: minLevel, statuses: status.map(\.rawValue), include: include,
      exclude: exclude, configuration: config)
  }
}

/// Sigma's statuses of a rule.
enum RuleStatus: String, CaseIterable, ExpressibleByArgument {
  case stable, test, experimental, deprecated, unsupported
}
