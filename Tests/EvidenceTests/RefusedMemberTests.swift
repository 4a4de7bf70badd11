import EvidenceTestSupport
import Foundation
import Glibc
import Model
import Testing

@testable import Evidence

/// What might do harm costs its member alone and is reported.
@Suite struct RefusedMemberTests {
  @Test(arguments: [
    ("../up.log", "its name leads out of the archive ('..')"),
    ("C/Windows/../../../up.log", "its name leads out of the archive ('..')"),
    ("a\\..\\up.log", "its name leads out of the archive ('..')"),
    ("/etc/up.log", "its name is an absolute path"), ("\\up.log", "its name is an absolute path"),
    ("//server/share/up.log", "its name is a network path"), ("\\\\server\\up.log", "its name is a network path"),
    ("C:/up.log", "its name begins with a drive"), ("c:up.log", "its name begins with a drive"),
    ("./.", "a member without a name"),
  ])
  func nameThatLeadsElsewhereIsRefused(name: String, reason: String) throws {
    let scratch = try ScratchFolder()
    let zip = MadeZip([.init("before.log", "1"), .init(name, "bad"), .init("after.log", "2")]).bytes()
    let collected = try Collected(scratch.write("e.zip", zip))
    #expect(collected.paths == ["before.log", "after.log"])
    #expect(collected.refused == ["e.zip!\(name.replacing("\\", with: "/")): \(reason)"])
  }

  @Test func longNameIsRefusedAndCutInTheReport() throws {
    let scratch = try ScratchFolder()
    let zip = MadeZip([.init(String(repeating: "x", count: 40_000), "bad"), .init("after.log", "2")]).bytes()
    let collected = try Collected(scratch.write("e.zip", zip))
    #expect(collected.paths == ["after.log"])
    #expect(collected.refusals.map(\.reason) == ["its name is 40000 bytes long"])
    #expect(collected.refusals[0].path.utf8.count < 1100)
  }

  @Test func linksDevicesAndPipesInATarAreRefused() throws {
    let scratch = try ScratchFolder()
    let tar = try MadeArchive.bytes(
      .tar,
      [
        .init("C/ok.log", "1"), .init("C/link.log", kind: .link(to: "/etc/passwd")),
        .init("C/through", kind: .link(to: "/tmp")), .init("C/through/x.log", "2"),
        .init("C/THROUGH/y.log", "3"), .init("C/hard.log", kind: .hardLink(to: "C/ok.log")),
        .init("C/zero", kind: .device), .init("C/pipe", kind: .pipe), .init("C/folder", kind: .folder),
        .init("C/last.log", "4"),
      ])
    let collected = try Collected(scratch.write("e.tar", tar))
    #expect(collected.paths == ["C:/ok.log", "C:/last.log"])
    #expect(
      collected.refused == [
        "e.tar!C/link.log: a symbolic link is not read", "e.tar!C/through: a symbolic link is not read",
        "e.tar!C/through/x.log: its path leads through a link", "e.tar!C/THROUGH/y.log: its path leads through a link",
        "e.tar!C/hard.log: a hard link is not read", "e.tar!C/zero: a device is not read",
        "e.tar!C/pipe: a named pipe is not read",
      ])
  }

  @Test func linkInAZipIsRefused() throws {
    let scratch = try ScratchFolder()
    var link = MadeZip.Member("link.log", "/etc/passwd")
    link.mode = 0o120777
    let collected = try Collected(scratch.write("e.zip", MadeZip([link, .init("ok.log", "1")]).bytes()))
    #expect(collected.paths == ["ok.log"])
    #expect(collected.refused == ["e.zip!link.log: a symbolic link is not read"])
  }

  /// Nothing is ever written under a member's name, so the content is still evidence.
  @Test(arguments: ["CON", "aux.log", "C/com1.txt", "Lpt9", "nul .x"]) func deviceNameIsReadAndNoted(
    name: String
  ) throws {
    let scratch = try ScratchFolder()
    let collected = try Collected(scratch.write("e.zip", MadeZip([.init(name, "1")]).bytes()))
    #expect(collected.seen.map(\.text) == ["1"])
    #expect(collected.refused == [])
    #expect(collected.noted == ["e.zip!\(name): has the name of a Windows device"])
  }

  @Test func linksAndSpecialFilesInAFolderAreRefused() throws {
    let scratch = try ScratchFolder()
    try scratch.write("e/a.log", [1])
    try scratch.write("outside/secret.log", [2])
    let folder = scratch.path + "/e"
    for (name, target) in [("file", "/outside/secret.log"), ("folder", "/outside"), ("loop", "/e")] {
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/\(name)", withDestinationPath: scratch.path + target)
    }
    #expect(unsafe mkfifo(folder + "/pipe", 0o600) == 0)
    let collected = try Collected(folder)
    #expect(collected.sources == ["e/a.log"])
    #expect(
      collected.refused == [
        "e/file: a symbolic link is not read", "e/folder: a symbolic link is not read",
        "e/loop: a symbolic link is not read", "e/pipe: a named pipe is not read",
      ])
  }

  @Test func pathsThatAreNoFilesCannotBeGiven() throws {
    let scratch = try ScratchFolder()
    let pipe = scratch.path + "/pipe"
    #expect(unsafe mkfifo(pipe, 0o600) == 0)
    #expect(throws: EvidenceError.cannotOpen(path: pipe, reason: "a named pipe is not read")) { try Collected(pipe) }
    let gone = scratch.path + "/gone"
    #expect(throws: EvidenceError.cannotOpen(path: gone, reason: "no such file or folder")) { try Collected(gone) }
  }

  @Test func rarIsToldAndRefused() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write("e.rar", [0x52, 0x61, 0x72, 0x21, 0x1A, 7, 1, 0] + [UInt8](repeating: 0, count: 600))
    let collected = try Collected(path)
    #expect(collected.seen.isEmpty)
    #expect(collected.refused == ["e.rar: a RAR archive cannot be opened here; unpack it first"])
    #expect(collected.containers.first?.sha256?.count == 64)
  }

  @Test func evidenceIsNeverChanged() throws {
    let scratch = try ScratchFolder()
    let inner = MadeZip([.init("x.log", "1"), .init("../y.log", "2")]).bytes()
    let path = try scratch.write("e/outer.zip", MadeZip([.init("inner.zip", inner)]).bytes())
    let log = try scratch.write("e/a.log", [1, 2, 3])
    var before = [stat(), stat()], after = [stat(), stat()]
    for (at, file) in [path, log].enumerated() { unsafe stat(file, &before[at]) }
    _ = try Collected(scratch.path + "/e")
    for (at, file) in [path, log].enumerated() { unsafe stat(file, &after[at]) }
    for at in 0..<2 {
      #expect(
        before[at].st_mtim.tv_nsec == after[at].st_mtim.tv_nsec
          && before[at].st_ctim.tv_nsec == after[at].st_ctim.tv_nsec)
      #expect(
        before[at].st_atim.tv_sec == after[at].st_atim.tv_sec && before[at].st_atim.tv_nsec == after[at].st_atim.tv_nsec
      )
      #expect(before[at].st_mode == after[at].st_mode && before[at].st_size == after[at].st_size)
    }
    #expect(
      try FileManager.default.subpathsOfDirectory(atPath: scratch.path).sorted() == ["e", "e/a.log", "e/outer.zip"])
  }
}
