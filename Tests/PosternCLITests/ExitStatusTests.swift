import CaseStore
import FoundationEssentials
import Model
import Testing

@testable import PosternCLI

/// Silence that is not an answer never looks like 0.
@Suite struct ExitStatusTests {
  private func status(
    severity: Severity? = nil, failLevel: Severity = .high, damaged: UInt64 = 0, refused: [Refusal] = [],
    notes: [Custody.Note] = [], path: String = "C:/Windows/System32/winevt/Logs/Security.evtx", format: String = "evtx"
  ) throws -> Int32 {
    let folder = (ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp") + "/postern-status-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var custody = Custody(
      version: "0", who: Custody.Person(user: "u", host: "h"), started: Timestamp(unixSeconds: 0), arguments: [],
      directory: "/")
    let writer = try CaseWriter.begin(folder: folder, custody: custody)
    try writer.add(
      Artifact(
        number: 0, path: path, source: "s", size: 100, format: format,
        account: ByteAccount(size: 100, understood: 100 - damaged, damaged: damaged)))
    let findings = severity.map { severity in
      FindingDraft(
        key: 0,
        finding: Finding(
          id: "F-00001", host: "h", rule: RuleReference(id: "r", title: "t", kind: .sigma), severity: severity,
          confidence: .low, stage: .context, count: 0, summary: "s"))
    }
    custody.refused = refused
    custody.notes = notes
    try writer.finish(findings: [findings].compactMap(\.self), assessment: [], custody: custody)
    return try CaseSummary(CaseReader(folder)).exitStatus(failLevel: failLevel)
  }

  @Test func nothingFoundInAllThatWasGivenIsZero() throws { #expect(try status() == 0) }

  @Test func graveFindingIsTwo() throws {
    #expect(try status(severity: .high) == 2)
    #expect(try status(severity: .critical) == 2)
    #expect(try status(severity: .low, failLevel: .low) == 2)
  }

  @Test func findingBelowTheLevelIsZero() throws {
    #expect(try status(severity: .medium) == 0)
    #expect(try status(severity: .high, failLevel: .critical) == 0)
  }

  @Test func damageAndRefusalsAreThree() throws {
    #expect(try status(damaged: 1) == 3)
    #expect(try status(refused: [Refusal(path: "p", reason: "r")]) == 3)
  }

  @Test func graveFindingOutweighsDamage() throws { #expect(try status(severity: .high, damaged: 1) == 2) }

  @Test func unreadWebLogIsThree() throws {
    #expect(try status(path: "C:/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log", format: "unknown") == 3)
  }

  @Test func aNoteOnTheWholeExaminationIsThreeAndOneOnAFileIsNot() throws {
    #expect(try status(notes: [Custody.Note(path: "", text: "searches were given up")]) == 3)
    #expect(try status(notes: [Custody.Note(path: "a.zip", text: "a comment")]) == 0)
  }
}
