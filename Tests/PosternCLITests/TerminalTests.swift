import FoundationEssentials
import Testing

@testable import PosternCLI

@Suite struct TerminalTests {
  @Test(arguments: [
    (["TERM": "xterm", "LANG": "en_US.UTF-8"], true), (["TERM": "xterm", "LC_ALL": "C.utf8"], true),
    (["TERM": "xterm", "LC_ALL": "C", "LANG": "en_US.UTF-8"], false), (["TERM": "xterm"], false),
    (["TERM": "dumb", "LANG": "en_US.UTF-8"], false), (["TERM": "xterm", "LC_ALL": "", "LANG": "de_DE.UTF-8"], true),
  ])
  func localeTellsTheCharacters(environment: [String: String], isUTF8: Bool) {
    #expect(Terminal(environment).isUTF8 == isUTF8)
  }

  @Test func colorIsOffWhereItIsNotWanted() {
    #expect(Terminal(["TERM": "xterm"]).allowsColor)
    #expect(Terminal(["TERM": "xterm", "NO_COLOR": ""]).allowsColor)
    #expect(!Terminal(["TERM": "xterm", "NO_COLOR": "1"]).allowsColor)
    #expect(!Terminal(["TERM": "dumb"]).allowsColor)
    #expect(!Terminal([:]).canRedraw)
  }

  @Test(arguments: [
    ("/tmp/evidence/case", ["/tmp/evidence"], true), ("/tmp/case", ["/tmp/case/spool/x.evtx"], true),
    ("/tmp/evidence", ["/tmp/evidence"], true), ("/tmp/evidence-case", ["/tmp/evidence"], false),
    ("/tmp/case", ["/tmp/evidence", "/tmp/other/case"], false), ("/tmp/a/../evidence/c", ["/tmp/evidence"], true),
  ])
  func caseAndEvidenceStayApart(casePath: String, evidence: [String], isEntangled: Bool) {
    let error = (try? Result { try EntangledCase.check(casePath: casePath, evidence: evidence) }.get()) == nil
    #expect(error == isEntangled)
  }

  @Test func linkIntoTheEvidenceIsSeenThrough() throws {
    let folder = (ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp") + "/postern-link-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder + "/evidence", withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: folder + "/evidence")
    #expect(throws: EntangledCase.self) {
      try EntangledCase.check(casePath: folder + "/link/case", evidence: [folder + "/evidence"])
    }
  }
}
