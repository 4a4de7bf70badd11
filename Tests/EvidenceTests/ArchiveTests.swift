import Bytes
import EvidenceTestSupport
import Foundation
import Model
import Testing

@testable import Evidence

/// Archives of every kind give their members, nested ones too, and every byte of them is accounted for.
@Suite struct ArchiveTests {
  private static let noise: [UInt8] = {
    var state: UInt64 = 7
    return (0..<300_000).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 33)
    }
  }()
  private static let entries = [
    MadeArchive.Entry("C/Windows/one.evtx", noise), .init("C/Windows/empty.log", [UInt8]()),
    .init("C/Windows/two.log", "two\n"),
  ]

  @Test(arguments: Packing.allCases) func membersComeWhole(packing: Packing) throws {
    let scratch = try ScratchFolder()
    let files = [("b/two.log", "two\n"), ("a/one.log", String(repeating: "line\n", count: 100_000)), ("empty", "")]
    let collected = try Collected(packing.write("evidence", files, in: scratch))
    #expect(collected.refused == [])
    for (name, text) in files {
      let seen = try #require(collected.artifact(name))
      #expect(seen.text == text && seen.cut == nil && seen.size == UInt64(text.utf8.count))
      #expect(seen.sha256 == SHA256Text.hash(of: Array(text.utf8)))
    }
    #expect(collected.seen.count == 3)
    #expect(collected.seen.map(\.artifact.number) == [0, 1, 2])
  }

  @Test(arguments: [MadeArchive.Filter.gzip, .bzip2, .xz, .zstd]) func everyFilterAroundATar(
    filter: MadeArchive.Filter
  ) throws {
    let scratch = try ScratchFolder()
    let bytes = try MadeArchive.bytes(.tar, filter: filter, Self.entries)
    let collected = try Collected(scratch.write("evidence.bin", bytes))
    #expect(collected.paths == ["C:/Windows/one.evtx", "C:/Windows/empty.log", "C:/Windows/two.log"])
    #expect(collected.seen[0].content == Self.noise)
    #expect(collected.containers.map(\.sha256) == [SHA256Text.hash(of: bytes)])
    #expect(collected.containers.map(\.size) == [UInt64(bytes.count)])
  }

  @Test func singleCompressedFileLosesItsEnding() throws {
    let scratch = try ScratchFolder()
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/gzip") else { return }
    let file = try scratch.write("C/Windows/u_ex1.log", Array("line\n".utf8))
    try run("/usr/bin/gzip", ["-n", file])
    let collected = try Collected(scratch.path + "/C")
    #expect(collected.sources == ["Windows/u_ex1.log.gz!u_ex1.log"].map { "C/" + $0 })
    #expect(collected.seen[0].text == "line\n")
  }

  /// The default setting packs all members as one stream and the list of members as another.
  @Test(arguments: [["-mx=9"], ["-mx=1", "-ms=off"], ["-m0=PPMd"], ["-m0=BZip2"], ["-mhc=off"], ["-m0=LZMA2:d=1m"]])
  func sevenZipAsTheProgramMakesIt(options: [String]) throws {
    guard
      let program = ["/usr/bin/7z", "/usr/bin/7zz", "/usr/bin/7za"].first(where: FileManager.default.isExecutableFile)
    else { return }
    let scratch = try ScratchFolder()
    try scratch.write("in/C/Windows/one.evtx", Self.noise)
    try scratch.write("in/C/Windows/empty.log", [])
    for number in 0..<300 { try scratch.write("in/C/Windows/Logs/\(number).log", Array("line \(number)\n".utf8)) }
    try run(program, ["a", "-bso0", "-bsp0"] + options + [scratch.path + "/out.7z", scratch.path + "/in/C"])
    let collected = try Collected(scratch.path + "/out.7z")
    #expect(collected.refused == [])
    #expect(collected.seen.count == 302)
    #expect(collected.artifact("one.evtx")?.content == Self.noise)
    #expect(collected.artifact("Logs/77.log")?.text == "line 77\n")
  }

  @Test func nestedArchivesKeepTheirWay() throws {
    let scratch = try ScratchFolder()
    let zip = try MadeArchive.bytes(.zip, [.init("x.log", "deep\n")])
    let tar = try MadeArchive.bytes(.tar, filter: .gzip, [.init("inner.zip", zip), .init("beside.log", "b")])
    let sevenZip = try MadeArchive.bytes(.sevenZip, [.init("logs.tar.gz", tar), .init("last.log", "l")])
    let path = try scratch.write("outer.zip", MadeArchive.bytes(.zip, [.init("a.7z", sevenZip), .init("z.log", "z")]))
    let collected = try Collected(path)
    #expect(collected.refused == [])
    #expect(
      collected.sources == [
        "outer.zip!a.7z!logs.tar.gz!inner.zip!x.log", "outer.zip!a.7z!logs.tar.gz!beside.log",
        "outer.zip!a.7z!last.log", "outer.zip!z.log",
      ])
    #expect(collected.seen[0].text == "deep\n")
    let hashes = Dictionary(collected.containers.map { (Collected.short($0.source), $0.sha256) }) { first, _ in first }
    #expect(hashes["outer.zip!a.7z!logs.tar.gz!inner.zip"] == SHA256Text.hash(of: zip))
    #expect(hashes["outer.zip!a.7z!logs.tar.gz"] == SHA256Text.hash(of: tar))
    #expect(hashes["outer.zip!a.7z"] == SHA256Text.hash(of: sevenZip))
    #expect(hashes.count == 4)
  }

  /// Many nested archives one after another use the same few files.
  @Test func spoolFilesAreUsedAgain() throws {
    let scratch = try ScratchFolder()
    let entries = try (0..<50).map { number in
      let size = number % 2 == 0 ? 40_000 : 3
      let inner = [MadeZip.Member("\(number).log", [UInt8](repeating: UInt8(number), count: size))]
      return try MadeArchive.Entry("\(number).zip", MadeArchive.bytes(.zip, [.init("in.zip", MadeZip(inner).bytes())]))
    }
    let collected = try Collected(scratch.write("all.zip", MadeArchive.bytes(.zip, entries)))
    #expect(collected.refused == [])
    #expect(collected.seen.map(\.content.count) == (0..<50).map { $0 % 2 == 0 ? 40_000 : 3 })
    #expect(collected.seen.enumerated().allSatisfy { at, seen in seen.content.allSatisfy { $0 == UInt8(at) } })
  }

  @Test func spoolFilesAreMadeBeforeTheyAreNeeded() throws {
    let scratch = try ScratchFolder(), room = try ScratchFolder()
    let inner = MadeZip([.init("x.log", "deep\n")]).bytes()
    let path = try scratch.write("outer.zip", MadeZip([.init("inner.zip", inner)]).bytes())
    let spool = Spool(folder: room.path, madeForDepth: 4)
    #expect(try FileManager.default.contentsOfDirectory(atPath: room.path) == [])
    try FileManager.default.removeItem(atPath: room.path)
    let reader = try EvidenceReader(paths: [path], options: EvidenceOptions(spool: spool))
    #expect(try reader.next()?.finish().size == 5)
    // Without the files that were made before there is no room.
    let other = try EvidenceReader(paths: [path], options: EvidenceOptions(spoolFolder: room.path))
    #expect(throws: EvidenceError.self) { try other.next() }
  }

  @Test func archivesAreToldByTheirBytes() throws {
    let scratch = try ScratchFolder()
    let zip = MadeZip([.init("a.log", "text")]).bytes()
    #expect(try Collected(scratch.write("picture.png", zip)).sources == ["picture.png!a.log"])
    #expect(try Collected(scratch.write("no.zip", Array("just text".utf8))).sources == ["no.zip"])
  }

  /// On a volume of the host an archive is a file of the host, and what is inside stays inside.
  @Test func archiveOfTheHostStaysOne() throws {
    let scratch = try ScratchFolder()
    let zip = MadeZip([.init("Windows/a.log", "text")]).bytes()
    try scratch.write("EX01/C/Users/x/backup.zip", zip)
    let collected = try Collected(scratch.path + "/EX01")
    #expect(collected.paths == ["C:/Users/x/backup.zip!Windows/a.log"])
  }

  @Test func sameNameTwiceStaysTwoArtifacts() throws {
    let scratch = try ScratchFolder()
    let zip = MadeZip([.init("a.log", "one"), .init("a.log", "two"), .init("A.LOG", "three")]).bytes()
    let collected = try Collected(scratch.write("e.zip", zip))
    #expect(collected.sources == ["e.zip!a.log", "e.zip!a.log#2", "e.zip!A.LOG"])
    #expect(collected.seen.map(\.text) == ["one", "two", "three"])
    #expect(collected.noted == ["e.zip!A.LOG: differs only in case from another artifact, a.log"])
  }

  @Test func namesInCodePage437AndWithBackslashes() throws {
    let scratch = try ScratchFolder()
    var umlaut = MadeZip.Member("", "1")
    umlaut.name = [0x81, 0x62, 0x65, 0x72, 0x2E, 0x74, 0x78, 0x74]
    let zip = MadeZip([umlaut, .init("C\\Windows\\win.ini", "2")]).bytes()
    #expect(try Collected(scratch.write("e.zip", zip)).paths == ["über.txt", "C:/Windows/win.ini"])
  }

  /// DOS's local times have no zone; NTFS's and Unix's extra fields are in UTC.
  @Test func timesOfAZipCountInUTCAlone() throws {
    let scratch = try ScratchFolder()
    var unix = MadeZip.Member("unix", "1")
    unix.extra = [0x55, 0x54, 5, 0, 1, 0x49, 0x1A, 0x3F, 0x60]
    let zip = MadeZip([.init("dos", "2"), unix]).bytes()
    let times = try Collected(scratch.write("e.zip", zip)).seen.map { $0.artifact.modified?.description }
    #expect(times == [nil, "2021-03-03T05:10:33Z"])
  }

  @Test func sameEvidenceGivenTwiceIsReadOnce() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write("a.evtx", [1, 2, 3])
    let collected = try Collected(path, path)
    #expect(collected.seen.count == 1)
    #expect(collected.noted == ["a.evtx: given twice; read once"])
  }
}

/// Runs a program of the system; its failure fails the test.
func run(_ program: String, _ arguments: [String], in folder: String? = nil) throws {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: program)
  process.arguments = arguments
  if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
  process.standardOutput = FileHandle.nullDevice
  try process.run()
  process.waitUntilExit()
  try #require(process.terminationStatus == 0, "\(program) \(arguments)")
}
