import FoundationEssentials
import Model
import Testing

@testable import CaseStore

/// A case is whole or says that it is not, at every moment.
@Suite struct UnfinishedCaseTests {
  /// What a killed process leaves: the files, without the lock and without an end.
  private func abandonedCase(_ scratch: ScratchFolder) throws {
    let running = scratch.path + "/running"
    let writer = try CaseWriter.begin(folder: running, custody: .sample)
    try writer.add(.sample(0))
    try writer.add([.sample(0, at: 0)])
    try FileManager.default.copyItem(atPath: running, toPath: scratch.casePath)
    withExtendedLifetime(writer) {}
  }

  @Test func custodySaysRunningFromTheStart() throws {
    let scratch = try ScratchFolder()
    let writer = try CaseWriter.begin(folder: scratch.casePath, custody: .sample)
    #expect(CaseFolder(scratch.casePath).state == .running)
    withExtendedLifetime(writer) {}
  }

  @Test func abandonedCaseIsNotTakenForFinished() throws {
    let scratch = try ScratchFolder()
    try abandonedCase(scratch)
    let reader = try CaseReader(scratch.casePath)
    #expect(!reader.isFinished)
    // What was not committed is not there; an error is as good as an empty list, a finding would not be.
    #expect((try? reader.findings())?.isEmpty ?? true)
  }

  @Test func abandonedCaseIsBegunAgain() throws {
    let scratch = try ScratchFolder()
    try abandonedCase(scratch)
    let writer = try CaseWriter.begin(folder: scratch.casePath, custody: .sample)
    try writer.add(.sample(0))
    try writer.add([.sample(0, at: 4)])
    try writer.finish(findings: [.sample(0, count: 1)], assessment: [], custody: .sample)
    #expect(try CaseReader(scratch.casePath).findings()[0].citations.map(\.offset) == [6656])
  }

  @Test func finishedCaseIsNotWrittenOver() throws {
    let scratch = try ScratchFolder()
    try CaseWriter.begin(folder: scratch.casePath, custody: .sample)
      .finish(findings: [], assessment: [], custody: .sample)
    #expect(throws: CaseError.alreadyFinished(scratch.casePath)) {
      try CaseWriter.begin(folder: scratch.casePath, custody: .sample)
    }
    #expect(CaseFolder(scratch.casePath).state == .done)
  }

  @Test func folderWithOtherFilesIsLeftAlone() throws {
    let scratch = try ScratchFolder()
    try FileManager.default.createDirectory(atPath: scratch.casePath, withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: URL(filePath: scratch.casePath + "/thesis.txt"))
    #expect(throws: CaseError.notACase(scratch.casePath, found: "thesis.txt")) {
      try CaseWriter.begin(folder: scratch.casePath, custody: .sample)
    }
    #expect(CaseFolder.names(in: scratch.casePath) == ["thesis.txt"])
  }

  @Test func folderWithAForeignCustodyRecordIsLeftAlone() throws {
    let scratch = try ScratchFolder()
    try FileManager.default.createDirectory(atPath: scratch.casePath, withIntermediateDirectories: true)
    try Data(#"{"keys":"house"}"#.utf8).write(to: URL(filePath: scratch.casePath + "/custody.json"))
    #expect(throws: CaseError.self) { try CaseWriter.begin(folder: scratch.casePath, custody: .sample) }
    #expect(CaseFolder.names(in: scratch.casePath) == ["custody.json"])
  }

  @Test func otherFilesBesideAnUnfinishedCaseStay() throws {
    let scratch = try ScratchFolder()
    try abandonedCase(scratch)
    try Data("mine".utf8).write(to: URL(filePath: scratch.casePath + "/notes.txt"))
    let writer = try CaseWriter.begin(folder: scratch.casePath, custody: .sample)
    #expect(CaseFolder.names(in: scratch.casePath).contains("notes.txt"))
    withExtendedLifetime(writer) {}
  }

  @Test func linkInACaseFolderIsRemovedAndNotFollowed() throws {
    let scratch = try ScratchFolder()
    try abandonedCase(scratch)
    let outside = scratch.path + "/outside"
    try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: URL(filePath: outside + "/kept.txt"))
    try FileManager.default.createSymbolicLink(atPath: scratch.casePath + "/reports", withDestinationPath: outside)
    let writer = try CaseWriter.begin(folder: scratch.casePath, custody: .sample)
    #expect(CaseFolder.names(in: outside) == ["kept.txt"])
    withExtendedLifetime(writer) {}
  }

  @Test func secondWriterIsRefused() throws {
    let scratch = try ScratchFolder()
    let writer = try CaseWriter.begin(folder: scratch.casePath, custody: .sample)
    #expect(throws: CaseError.inUse(scratch.casePath)) {
      try CaseWriter.begin(folder: scratch.casePath, custody: .sample)
    }
    withExtendedLifetime(writer) {}
  }

  @Test func claimEndsWithItsHolder() throws {
    let scratch = try ScratchFolder()
    do { _ = try CaseFolder(scratch.casePath).claim() }
    #expect(throws: Never.self) { try CaseFolder(scratch.casePath).claim() }
  }

  @Test func missingFolderIsNamed() throws {
    let error = #expect(throws: CaseError.self) { try CaseReader("/nothing-here/case") }
    #expect(
      error.map { "\($0)" }
        == "/nothing-here/case: there is no such case folder; name the one that `postern examine --case` made")
  }

  @Test func folderWithoutACaseIsNoCase() throws {
    let scratch = try ScratchFolder()
    #expect(throws: CaseError.notACase(scratch.path, found: "nothing")) { try CaseReader(scratch.path) }
  }

  @Test func damagedDatabaseIsAnErrorWithThePath() throws {
    let scratch = try ScratchFolder()
    try CaseWriter.begin(folder: scratch.casePath, custody: .sample)
      .finish(findings: [], assessment: [], custody: .sample)
    try Data(repeating: 0x41, count: 5000).write(to: URL(filePath: scratch.casePath + "/case.sqlite"))
    let reader = try CaseReader(scratch.casePath)
    let error = #expect(throws: CaseError.self) { try reader.findings() }
    #expect(error.map { "\($0)".hasPrefix(scratch.casePath) } == true)
  }

  @Test func steeringCharactersOfAPathDoNotReachTheMessage() {
    let text = "\(CaseError.missing("a\u{1B}]0;x\u{07}\u{202E}b"))"
    #expect(text.hasPrefix("a<ESC>]0;x<BEL><U+202E>b: there is no such case folder; "))
  }
}
