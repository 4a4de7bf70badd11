import EvidenceTestSupport
import Testing

@testable import Evidence

/// Each limit refuses what goes beyond it, says which one it is, and leaves the rest.
@Suite struct LimitTests {
  private static let zeros = [UInt8](repeating: 0, count: 4_000_000)

  @Test func zipWithTooManyMembersIsRefusedBeforeAnyIsRead() throws {
    let scratch = try ScratchFolder()
    let zip = MadeZip((0..<6).map { .init("\($0).log", "x") }).bytes()
    let collected = try Collected(scratch.write("e.zip", zip), limits: Limits(entries: 5))
    #expect(collected.seen.isEmpty)
    #expect(collected.refused == ["e.zip: holds 6 members or more, 5 are allowed (--max-entries)"])
  }

  @Test func zipThatLiesAboutItsNumberOfMembersIsRefusedTheSame() throws {
    let scratch = try ScratchFolder()
    var zip = MadeZip((0..<6).map { .init("\($0).log", "x") })
    zip.claimedCount = 2
    let collected = try Collected(scratch.write("e.zip", zip.bytes()), limits: Limits(entries: 5))
    #expect(collected.refused == ["e.zip: holds 6 members or more, 5 are allowed (--max-entries)"])
  }

  @Test func sevenZipWithTooManyMembersIsRefusedBeforeAnyIsRead() throws {
    let scratch = try ScratchFolder()
    let bytes = try MadeArchive.bytes(.sevenZip, (0..<6).map { .init("\($0).log", "x") })
    let collected = try Collected(scratch.write("e.7z", bytes), limits: Limits(entries: 5))
    #expect(collected.seen.isEmpty)
    #expect(collected.refused == ["e.7z: holds 6 members, 5 are allowed (--max-entries)"])
  }

  @Test func tarIsReadUpToTheLimitOfMembers() throws {
    let scratch = try ScratchFolder()
    let tar = try MadeArchive.bytes(.tar, filter: .gzip, (0..<6).map { .init("\($0).log", "x") })
    let collected = try Collected(scratch.write("e.tgz", tar), limits: Limits(entries: 5))
    #expect(collected.seen.count == 5)
    #expect(collected.refused == ["e.tgz: holds more than 5 members (--max-entries); the rest is not read"])
  }

  /// The members of nested archives count to the one that was given.
  @Test func nestedMembersCountTogether() throws {
    let scratch = try ScratchFolder()
    let inner = MadeZip((0..<3).map { .init("\($0).log", "x") }).bytes()
    let zip = MadeZip([.init("a.zip", inner), .init("b.zip", inner)]).bytes()
    let collected = try Collected(scratch.write("e.zip", zip), limits: Limits(entries: 6))
    #expect(collected.seen.count < 6)
    #expect(collected.refused.contains("e.zip: holds more than 6 members (--max-entries); the rest is not read"))
    #expect(try Collected(scratch.write("e.zip", zip), limits: Limits(entries: 8)).seen.count == 6)
  }

  @Test func bytesInAllAreLimited() throws {
    let scratch = try ScratchFolder()
    let zip = MadeZip((0..<4).map { .init("\($0).log", [UInt8](repeating: 1, count: 1000)) }).bytes()
    let collected = try Collected(scratch.write("e.zip", zip), limits: Limits(totalBytes: 2500))
    #expect(collected.seen.map(\.size).reduce(0, +) <= 2500)
    #expect(collected.seen.first?.size == 1000)
    #expect(
      collected.refused.contains("e.zip: unpacks to more than 2500 bytes (--max-total-size); the rest is not read"))
  }

  @Test func largeMemberIsRefusedAlone() throws {
    let scratch = try ScratchFolder()
    let zip = MadeZip([
      .init("a.log", "small"), .init("b.log", [UInt8](repeating: 1, count: 1000)), .init("c.log", "small"),
    ]).bytes()
    let collected = try Collected(scratch.write("e.zip", zip), limits: Limits(memberBytes: 999))
    #expect(collected.paths == ["a.log", "c.log"])
    #expect(collected.refused == ["e.zip!b.log: is larger than 999 bytes (--max-file-size)"])
  }

  @Test(arguments: [Packing.zip, .sevenZip, .tarGzip]) func ratioIsLimited(packing: Packing) throws {
    let scratch = try ScratchFolder()
    let entries = [MadeArchive.Entry("a.log", "first"), .init("zeros.log", Self.zeros), .init("z.log", "last")]
    let bytes =
      switch packing {
      case .zip: try MadeArchive.bytes(.zip, entries)
      case .sevenZip: try MadeArchive.bytes(.sevenZip, entries)
      default: try MadeArchive.bytes(.tar, filter: .gzip, entries)
      }
    var limits = Limits(ratio: 50)
    limits.freeBytes = 1_000_000
    let collected = try Collected(scratch.write("e.bin", bytes), limits: limits)
    #expect(collected.seen.first?.text == "first")
    #expect(collected.seen.map(\.size).reduce(0, +) < 2_000_000)
    #expect(collected.refused.contains { $0.contains("unpacks to more than 50 times its size (--max-ratio)") })
    // Of a zip the listing tells it for the member alone.
    #expect(collected.seen.contains { $0.text == "last" } == (packing == .zip))
    limits.ratio = 5000
    #expect(try Collected(scratch.write("e.bin", bytes), limits: limits).refused == [])
  }

  @Test func depthIsLimited() throws {
    let scratch = try ScratchFolder()
    var bytes = MadeZip([.init("deep.log", "x")]).bytes()
    for level in [3, 2, 1] {
      bytes = MadeZip([.init("level\(level).zip", bytes), .init("beside\(level).log", "b")]).bytes()
    }
    let path = try scratch.write("e.zip", bytes)
    #expect(try Collected(path, limits: Limits(depth: 4)).seen.count == 4)
    let collected = try Collected(path, limits: Limits(depth: 2))
    #expect(collected.sources == ["e.zip!level1.zip!beside2.log", "e.zip!beside1.log"])
    #expect(
      collected.refused == [
        "e.zip!level1.zip!level2.zip: an archive nested deeper than 2 levels (--max-depth)"
      ])
  }

  /// A list of a few bytes that claims a hundred million members must not take the memory for them.
  @Test func sevenZipThatClaimsMembersItHasNotIsRefused() throws {
    let scratch = try ScratchFolder()
    let claimed: [UInt8] = [0x01, 0x05, 0xF0, 0x00, 0xE1, 0xF5, 0x05, 0x00]
    let collected = try Collected(scratch.write("e.7z", sevenZip(list: claimed)))
    #expect(collected.refused == ["e.7z: holds 100000000 members, 100000 are allowed (--max-entries)"])
  }

  @Test func sevenZipThatAsksForTooMuchMemoryIsRefused() throws {
    let scratch = try ScratchFolder()
    // One folder, one coder LZMA2 whose dictionary is the largest that there is.
    let list: [UInt8] = [
      0x01, 0x04, 0x06, 0x00, 0x01, 0x09, 0x10, 0x00, 0x07, 0x0B, 0x01, 0x00, 0x01, 0x21, 0x21, 0x01, 40, 0x0C, 0x10,
      0x00, 0x00, 0x05, 0x01, 0x00, 0x00,
    ]
    let collected = try Collected(scratch.write("e.7z", sevenZip(list: list)))
    #expect(collected.refused == ["e.7z: needs 4294967295 bytes of memory to unpack, 268435456 are allowed"])
  }

  @Test func hugeListOfASevenZipIsRefused() throws {
    let scratch = try ScratchFolder()
    var bytes = sevenZip(list: [1, 0])
    bytes.replaceSubrange(20..<28, with: [0, 0, 0, 0, 1, 0, 0, 0])
    let collected = try Collected(scratch.write("e.7z", bytes))
    #expect(collected.refused == ["e.7z: its list of members has 4294967296 bytes, 67108864 are allowed"])
  }

  @Test func encryptedSevenZipIsRefusedAsThat() throws {
    let scratch = try ScratchFolder()
    let list: [UInt8] = [
      0x01, 0x04, 0x06, 0x00, 0x01, 0x09, 0x10, 0x00, 0x07, 0x0B, 0x01, 0x00, 0x01, 0x24, 0x06, 0xF1, 0x07, 0x01, 0x02,
      0, 0, 0x0C, 0x10, 0x00, 0x00, 0x05, 0x01, 0x00, 0x00,
    ]
    let collected = try Collected(scratch.write("e.7z", sevenZip(list: list)), passwords: ["x"])
    #expect(collected.refused == ["e.7z: an encrypted 7z archive cannot be opened here; unpack it first"])
  }

  private func sevenZip(list: [UInt8]) -> [UInt8] {
    var file: [UInt8] = [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4, 0, 0, 0, 0]
    file += [0, 0, 0, 0, 0, 0, 0, 0]
    file += [UInt8(list.count), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    return file + list
  }
}
