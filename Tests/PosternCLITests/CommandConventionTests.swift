import ArgumentParser
import Foundation
import Testing

@testable import PosternCLI

/// What holds for every subcommand, whichever there are.
@Suite struct CommandConventionTests {
  /// The words of each command that does something, `rules check` say.
  static let commands = leaves(of: Postern.self, [])

  private static func leaves(of command: any ParsableCommand.Type, _ words: [String]) -> [[String]] {
    let inner = command.configuration.subcommands
    if inner.isEmpty { return [words] }
    return inner.flatMap { leaves(of: $0, words + [$0._commandName]) }
  }

  private static let documentation: String = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let data = try? Data(contentsOf: root.appendingPathComponent("docs/commands.md"))
    return data.map { String(decoding: $0, as: UTF8.self) } ?? ""
  }()

  @Test func thereAreCommands() { #expect(Self.commands.count >= 11) }

  @Test(arguments: commands)
  func helpGoesToStandardOutputAndIsNoError(command: [String]) throws {
    let result = try Program.run(command + ["--help"])
    #expect(result.status == 0)
    #expect(result.output.contains("USAGE: postern " + command.joined(separator: " ")))
    #expect(result.error.isEmpty)
  }

  @Test(arguments: absent)
  func anUnknownOptionIsWrongUsage(arguments: [String]) throws {
    let result = try Program.run(arguments + ["--nosuchoption"])
    #expect(result.status == 64)
    #expect(result.error.contains("--nosuchoption"))
    #expect(result.output.isEmpty)
  }

  @Test(arguments: commands)
  func eachHasItsSectionInTheDocumentation(command: [String]) throws {
    let section = try #require(Self.section("postern " + command.joined(separator: " ")))
    let shared = try #require(Self.section("Options that several commands have"))
    let help = try Program.run(command + ["--help"]).output
    for option in help.matches(of: #/--[a-z][a-z-]+/#).map({ String($0.output) }) {
      #expect(
        section.contains("`\(option)") || shared.contains("`\(option)"), "\(option) of \(command) is not documented")
    }
  }

  /// The text below a heading, up to the next one.
  private static func section(_ title: String) -> String? {
    let parts = documentation.components(separatedBy: "\n## ")
    return parts.first { $0.hasPrefix(title + "\n") }
  }

  /// Arguments with which a command looks for a path that is not there.
  private static let absent: [[String]] = [
    ["examine", "/nothing-here", "--case", "/tmp/postern-no-case"], ["events", "/nothing-here"],
    ["findings", "/nothing-here"], ["timeline", "/nothing-here"], ["cite", "/nothing-here", "F-00001"],
    ["report", "/nothing-here"], ["verify", "/nothing-here"], ["rules", "check", "/nothing-here"],
    ["rules", "test", "/nothing-here", "--events", "/nothing-here"],
    ["rules", "explain", "x", "--on", "/nothing-here"], ["rules", "noisy", "/nothing-here"],
  ]

  @Test func everyCommandIsTriedOnAPathThatIsNotThere() {
    for command in Self.commands { #expect(Self.absent.contains { $0.starts(with: command) }, "\(command)") }
  }

  @Test(arguments: absent)
  func aPathThatIsNotThereIsNamedWithAnAdvice(arguments: [String]) throws {
    let result = try Program.run(arguments)
    #expect(result.status == 1)
    #expect(result.output.isEmpty)
    #expect(result.errorLines.count == 1)
    #expect(result.error.hasPrefix("postern: /nothing-here: "))
    #expect(result.error.contains("; "), "the advice is missing: \(result.error)")
  }

  @Test func noCommandAtAllPrintsTheHelp() throws {
    let result = try Program.run([])
    #expect(result.output.contains("SUBCOMMANDS"))
    #expect(result.status == 0)
  }
}
