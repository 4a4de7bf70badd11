import ArgumentParser
import Model
import Testing

@testable import PosternCLI

/// What may stand on the command line, and what is wrong usage.
@Suite struct ArgumentTests {
  private static let usage: Int32 = 64

  @Test(arguments: [
    ["examine"], ["examine", "x"], ["examine", "--case", "c"], ["nosuchcommand"], ["events"],
    ["events", "--nosuchoption", "x"], ["events", "x", "--format", "table"], ["events", "x", "--since", "yesterday"],
    ["events", "x", "--where", "Image"], ["events", "x", "--id", "-1"], ["findings"],
    ["findings", "c", "--min-level", "grave"],
    ["findings", "c", "--format", "xml"], ["findings", "c", "--citations", "-1"], ["timeline", "c", "--format", "xml"],
    ["cite", "c"], ["report", "c", "--html"], ["report", "c", "--md", "--json"], ["verify"], ["rules", "check"],
    ["rules", "test", "r"], ["rules", "explain", "id"], ["examine", "x", "--case", "c", "--fail-level", "x"],
    ["examine", "x", "--case", "c", "--jobs", "0"], ["examine", "x", "--case", "c", "--max-depth", "0"],
    ["examine", "x", "--case", "c", "--max-file-size", "1X"], ["examine", "x", "--case", "c", "--status", "good"],
    ["examine", "x", "--case", "c", "--yara", "r"],
  ])
  func wrongUsageEndsWith64(arguments: [String]) throws {
    let error = try #require(throws: (any Error).self) { try Postern.parseAsRoot(arguments) }
    #expect(Postern.exitCode(for: error).rawValue == Self.usage)
  }

  @Test(arguments: [
    [
      "examine", "a", "b", "--case", "c", "--rules", "r", "--rules", "s", "--no-builtin", "--fail-level", "critical",
      "--indicators", "i", "--indicators", "j", "-q",
    ],
    ["events", "x", "--where", "A=1", "--where", "B=*=x", "--since", "2021-03-03", "--until", "2021-03-04T00:00:00Z"],
    ["findings", "c", "--citations", "all"], ["timeline", "c", "--format", "timesketch"],
    ["cite", "c", "F-00012.3", "--raw"],
    ["report", "c", "--json", "-o", "f"], ["verify", "c"], ["rules", "check", "r", "--json"],
    ["rules", "test", "r", "--events", "e", "--placeholders", "p"], ["rules", "explain", "id", "--on", "e"],
  ])
  func promisedOptionsAreThere(arguments: [String]) {
    #expect(throws: Never.self) { try Postern.parseAsRoot(arguments) }
  }

  @Test func everyCommandExplainsItself() {
    for command in Self.leaves(of: Postern.self) {
      #expect(!command.configuration.abstract.isEmpty, "\(command) has no abstract")
      #expect(command.configuration.abstract.hasSuffix("."), "\(command) has no sentence")
      #expect(command.helpMessage().contains("USAGE"), "\(command)")
    }
  }

  @Test func versionAndHelpAreNoErrors() throws {
    for flag in ["--version", "--help"] {
      let request = try #require(throws: (any Error).self) {
        var command = try Postern.parseAsRoot([flag])
        try command.run()
      }
      #expect(Postern.exitCode(for: request) == .success)
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func completionScriptsAreMade(shell: String) {
    let kind = CompletionShell(rawValue: shell)
    #expect(kind.map { Postern.completionScript(for: $0).contains("postern") } == true)
  }

  private static func leaves(of command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
    [command] + command.configuration.subcommands.flatMap(leaves)
  }

  @Test(
    arguments: [
      ("0", nil), ("1", 1), ("500M", 500_000_000), ("2t", 2_000_000_000_000), ("1.5G", nil), ("", nil), ("M", nil),
      ("-1", nil), ("99999999999999T", nil),
    ] as [(String, UInt64?)])
  func sizesHaveUnits(text: String, bytes: UInt64?) { #expect(ByteSize(argument: text)?.bytes == bytes) }

  @Test func conditionIsSplitAtTheFirstSign() {
    let condition = FieldCondition(argument: "CommandLine=a=b")
    #expect(condition?.field == "CommandLine")
    #expect(condition?.pattern == "a=b")
    #expect(FieldCondition(argument: "=x") == nil)
  }
}
