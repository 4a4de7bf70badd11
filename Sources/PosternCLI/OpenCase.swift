internal import ArgumentParser
internal import CaseStore

/// The case that a command reads.
struct CaseArgument: ParsableArguments {
  @Argument(help: "The case folder.", completion: .directory)
  var casePath: String

  /// Opens it, and says on standard error first where it was not finished.
  func open() throws -> CaseReader {
    let reader = try CaseReader(casePath)
    if !reader.isFinished {
      StandardStream.error.writeLine(
        "postern: \(TerminalOptions.harmless(casePath)): this case was not finished; the same `postern examine` command "
          + "begins it again")
    }
    return reader
  }
}

extension CaseReader {
  /// A list of a case that was not finished is no answer, whatever it shows.
  func endAfterReading() throws {
    if !isFinished { try ExitStatus.end(ExitStatus.silenceIsNoAnswer) }
  }
}
