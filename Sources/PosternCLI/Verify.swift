internal import ArgumentParser
internal import CaseStore
internal import Reports

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Hash the evidence again and compare it with the custody record.",
    discussion: "Ends with 0 where nothing changed, and with 1 and the paths of what did.")

  @OptionGroup var source: CaseArgument

  @Option(help: "File with passwords of encrypted archives, one a line.", completion: .file())
  var passwordFile: String?

  @OptionGroup var terminal: TerminalOptions

  func run() throws {
    let reader = try source.open()
    guard let custody = reader.custody else {
      throw CaseError.cannotRead(source.casePath, reason: "it has no custody record")
    }
    let verification = try Spine.verify(custody, passwordFile: passwordFile)
    let text = terminal.text(for: .output)
    try StandardStream.output.write(lines: VerificationText.lines(verification, terminal: text))
    if !verification.isUnchanged { try ExitStatus.end(ExitStatus.impossible) }
    try reader.endAfterReading()
  }
}
