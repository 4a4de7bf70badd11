internal import ArgumentParser
internal import Bytes

/// The command line: which subcommands there are, and how errors end the program.
struct Postern: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "postern",
    abstract: "Examines evidence of broken-into Windows and Exchange servers and cites what it finds.",
    discussion: """
      Exit status: 0 done, nothing at or above --fail-level, and everything could be read; 1 could not do it; \
      2 done, findings at or above --fail-level; 3 done, nothing at or above it, but evidence was refused or \
      unreadable, or nothing can be told from it; 64 wrong usage.
      """,
    version: ProgramVersion.text,
    subcommands: [
      Examine.self, Findings.self, Timeline.self, Cite.self, Report.self, Verify.self, Events.self, RulesCommand.self,
    ])

  /// Parses the arguments, runs the command and ends the process with its status.
  static func run() {
    do {
      var command = try parseAsRoot()
      do { try command.run() } catch { end(error) }
    } catch {
      exit(withError: error)
    }
  }

  /// One line on standard error that says where, what and what to do; the parser's own errors are its to print.
  private static func end(_ error: any Error) -> Never {
    // The parser's own errors have another code than failure: help asked for, wrong usage.
    if error is ExitCode || exitCode(for: error) != .failure {
      exit(withError: error)
    } else {
      StandardStream.error.writeLine("postern: " + "\(error)".escapedForDisplay)
      exit(withError: ExitCode.failure)
    }
  }
}

/// What the examined evidence means for the exit status.
enum ExitStatus {
  static let done: Int32 = 0
  static let impossible: Int32 = 1
  static let findings: Int32 = 2
  static let silenceIsNoAnswer: Int32 = 3

  /// Ends the command with this status; 0 ends it the ordinary way.
  static func end(_ status: Int32) throws {
    if status != done { throw ExitCode(status) }
  }
}
