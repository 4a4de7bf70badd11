import FoundationEssentials
import GRDB
import Glibc
import Model
import Testing

@testable import CaseStore

/// A full disk, as SQLite and as the files beside it meet it.
@Suite struct FullDiskTests {
  @Test(arguments: [ENOSPC, EDQUOT])
  func fullFileSystemIsNamedAsSuch(code: Int32) {
    #expect(CaseError.system(code, path: "case") == .noSpace("case"))
    #expect("\(CaseError.noSpace("case"))".contains("no space left"))
  }

  @Test func fullDatabaseIsNamedAsSuch() {
    let error = CaseError.database(DatabaseError(resultCode: .SQLITE_FULL), folder: "case", isWriting: true)
    #expect(error as? CaseError == .noSpace("case"))
  }

  @Test func otherFailureKeepsItsReason() {
    let error = CaseError.database(
      DatabaseError(resultCode: .SQLITE_IOERR, message: "disk I/O error"), folder: "/", isWriting: true)
    #expect(error as? CaseError == .cannotWrite("/", reason: "disk I/O error"))
  }

  /// A database that may not grow beyond a few pages fails as on a full disk, wherever the writing stands then.
  @Test(arguments: [20, 40, 80])
  func databaseThatCannotGrowEndsTheCase(pages: Int) throws {
    let scratch = try ScratchFolder()
    let writer = try CaseWriter.begin(folder: scratch.casePath, custody: .sample)
    try writer.limitDatabase(pages: pages)
    let error = #expect(throws: CaseError.self) {
      for number in 0..<2000 {
        var artifact = Artifact.sample(number)
        artifact.number = number
        try writer.add(artifact)
        try writer.add((0..<1000).map { .sample(number, artifact: number, at: UInt64($0), seconds: 1) })
      }
      try writer.finish(findings: [.sample(0, count: 1000)], assessment: [], custody: .sample)
    }
    #expect(error == .noSpace(scratch.casePath))
    #expect(CaseFolder(scratch.casePath).state == .running)
    #expect(try !CaseReader(scratch.casePath).isFinished)
  }

  @Test func fileThatCannotBeMadeIsAnError() {
    let error = #expect(throws: CaseError.self) { try DurableFile.replace("/nothing-here/custody.json", with: [1]) }
    #expect(error == .cannotWrite("/nothing-here/custody.json.new", reason: "no such file or directory"))
  }

  /// Where a small file system can be mounted, the whole way is taken on it.
  @Test(.enabled(if: SmallFileSystem.isAvailable, "needs the right to mount"), arguments: [64, 200, 600, 1200])
  func smallFileSystemEndsTheCase(kibibytes: Int) throws {
    let scratch = try ScratchFolder()
    let small = try #require(SmallFileSystem(at: scratch.path, kibibytes: kibibytes))
    defer { withExtendedLifetime(small) {} }
    let error = #expect(throws: CaseError.self) {
      let writer = try CaseWriter.begin(folder: scratch.casePath, custody: .sample)
      for number in 0..<2000 {
        try writer.add(.sample(number))
        try writer.add((0..<1000).map { .sample(number, artifact: number, at: UInt64($0), seconds: 1) })
      }
      try writer.finish(findings: [.sample(0, count: 1000)], assessment: [], custody: .sample)
    }
    guard case .noSpace = error else {
      Issue.record("no space expected, not \(String(describing: error))")
      return
    }
    #expect(CaseFolder(scratch.casePath).state != .done)
    #expect(!CaseFolder.names(in: scratch.casePath).contains { $0.hasSuffix(".new") })
  }
}

/// A file system in memory with room for so much and no more, unmounted with the last reference.
private final class SmallFileSystem {
  static let isAvailable: Bool = {
    guard let scratch = try? ScratchFolder() else { return false }
    return SmallFileSystem(at: scratch.path, kibibytes: 64) != nil
  }()

  private let path: String

  /// Nil where it cannot be mounted.
  init?(at path: String, kibibytes: Int) {
    self.path = path
    // SAFETY: the texts live during the call.
    guard unsafe mount("tmpfs", path, "tmpfs", 0, "size=\(kibibytes)k") == 0 else { return nil }
  }

  deinit {
    // SAFETY: the text lives during the call.
    _ = unsafe umount2(path, Int32(MNT_DETACH))
  }
}
