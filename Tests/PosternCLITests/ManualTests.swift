import Foundation
import Testing

@testable import PosternCLI

@Suite("Manual pages and installation")
struct ManualTests {
  @Test func everyCommandHasItsPageAndIsInstalledWithIt() throws {
    let scratch = try ProgramScratch()
    try Program.script("manual", [Program.path.path, scratch.path + "/pages"])
    try Program.script("install", [Program.path.path, scratch.path + "/pages", scratch.path + "/usr"])
    for command in CommandConventionTests.commands + [[], ["rules"]] {
      let name = (["postern"] + command).joined(separator: "-")
      let page = try scratch.text("usr/share/man/man1/\(name).1")
      #expect(page.hasPrefix(".TH \(name.uppercased()) 1 "))
      #expect(page.contains("\n.SH NAME\n\(name.replacing("-", with: "\\-")) \\- "))
      #expect(page.contains("\n.SH SYNOPSIS\n"))
      // A line that begins with a dot or an apostrophe would be an order to the formatter.
      let orders = page.split(separator: "\n").filter { $0.hasPrefix(".") || $0.hasPrefix("'") }
      #expect(orders.allSatisfy { [".TH", ".SH", ".nf", ".fi"].contains($0.prefix(3)) })
    }
    let permissions = try FileManager.default.attributesOfItem(atPath: scratch.path + "/usr/bin/postern")
    #expect((permissions[.posixPermissions] as? Int) == 0o755)
    for file in [
      "bash-completion/completions/postern", "zsh/site-functions/_postern", "fish/vendor_completions.d/postern.fish",
    ] {
      #expect(try scratch.text("usr/share/" + file).contains("timeline"))
    }
  }
}
