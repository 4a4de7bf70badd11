import EvidenceTestSupport
import Foundation
import Model
import Testing

@testable import Evidence

/// Damage costs the damaged part alone, is reported, and what was read is accounted for.
@Suite struct DamageTests {
  private static let lines = (0..<30_000).map { "line \($0 &* 2_654_435_761 % 1_000_003)\n" }.joined()
  private static let entries = [
    MadeArchive.Entry("a.log", "first\n"), .init("b.log", lines), .init("c.log", "last\n"),
  ]

  /// Size, hash and reported end fit what came out.
  private func check(_ collected: Collected) {
    for seen in collected.seen {
      #expect(seen.size == UInt64(seen.content.count))
      #expect(seen.sha256 == SHA256Text.hash(of: seen.content))
      guard let cut = seen.cut else { continue }
      let short = Collected.short(seen.artifact.source)
      #expect(collected.refused.contains("\(short): read up to byte \(seen.size) only: \(cut)"))
    }
  }

  @Test(arguments: [0.3, 0.6, 0.9]) func damageInTheMiddleOfAZipMemberCostsItsRest(place: Double) throws {
    let scratch = try ScratchFolder()
    var archive = try MadeArchive.bytes(.zip, Self.entries)
    let at = Int(Double(archive.count) * place)
    for offset in 0..<64 { archive[at + offset] = 0xFF }
    let collected = try Collected(scratch.write("e.zip", archive))
    check(collected)
    #expect(collected.artifact("a.log")?.text == "first\n")
    #expect(collected.artifact("c.log")?.text == "last\n")
    let damaged = try #require(collected.artifact("b.log"))
    #expect(damaged.cut != nil)
    // What is unpacked from damaged bytes may be noise, up to where it makes no sense; all before is right.
    let sound = zip(damaged.content, Self.lines.utf8).prefix { $0 == $1 }.count
    #expect(Double(sound) > Double(Self.lines.utf8.count) * (place - 0.05))
    #expect(collected.refused.count == 1)
  }

  @Test func wrongChecksumOfAZipMemberIsReported() throws {
    let scratch = try ScratchFolder()
    var member = MadeZip.Member("b.log", "content")
    member.claimedChecksum = 1
    let zip = MadeZip([.init("a.log", "first"), member, .init("c.log", "last")]).bytes()
    let collected = try Collected(scratch.write("e.zip", zip))
    check(collected)
    #expect(collected.seen.map(\.text) == ["first", "content", "last"])
    #expect(collected.refused.count == 1 && collected.refused[0].hasPrefix("e.zip!b.log: read up to byte 7 only: "))
  }

  @Test func zipWithoutItsListIsReadFromFrontToEnd() throws {
    let scratch = try ScratchFolder()
    let zip = try MadeArchive.bytes(.zip, Self.entries)
    let listAt = try #require(zip.indices.dropLast(4).last { Array(zip[$0..<$0 + 4]) == [0x50, 0x4B, 1, 2] })
    let collected = try Collected(scratch.write("e.zip", Array(zip[..<(listAt - 200)])))
    check(collected)
    #expect(collected.artifact("a.log")?.text == "first\n")
    #expect(collected.artifact("b.log")?.text == Self.lines)
  }

  @Test func cutTarKeepsWhatCameBefore() throws {
    let scratch = try ScratchFolder()
    let tar = try MadeArchive.bytes(.tar, Self.entries)
    let collected = try Collected(scratch.write("e.tar", Array(tar[..<100_000])))
    check(collected)
    #expect(collected.artifact("a.log")?.text == "first\n")
    let cut = try #require(collected.artifact("b.log"))
    #expect(cut.cut != nil && cut.size > 90_000)
    #expect(Self.lines.utf8.starts(with: cut.content))
    #expect(!collected.refused.isEmpty)
  }

  @Test(arguments: [MadeArchive.Filter.gzip, .bzip2, .xz, .zstd]) func damageInACompressedTarKeepsWhatCameBefore(
    filter: MadeArchive.Filter
  ) throws {
    let scratch = try ScratchFolder()
    var tar = try MadeArchive.bytes(.tar, filter: filter, Self.entries + [.init("d.log", Self.lines)])
    let at = tar.count * 3 / 4
    for offset in 0..<16 { tar[at + offset] ^= 0xA5 }
    let collected = try Collected(scratch.write("e.tar.x", tar))
    check(collected)
    #expect(!collected.refused.isEmpty)
    // bzip2 and zstd give out large blocks, and of a damaged one nothing.
    if filter == .gzip || filter == .xz { #expect(collected.artifact("a.log")?.text == "first\n") }
    #expect(collected.seen.allSatisfy { $0.cut != nil || [6, 5, Self.lines.utf8.count].contains($0.content.count) })
  }

  /// Even where it falls into what a tar does not look at.
  @Test(arguments: [MadeArchive.Filter.gzip, .bzip2, .xz, .zstd]) func wrongChecksumAtTheEndIsReported(
    filter: MadeArchive.Filter
  ) throws {
    let scratch = try ScratchFolder()
    var tar = try MadeArchive.bytes(.tar, filter: filter, Self.entries)
    let sound = try Collected(scratch.write("sound.bin", tar))
    #expect(sound.refused == [] && sound.seen.count == 3)
    // gzip ends in checksum and length, bzip2 in a checksum, xz in an index and the stream's footer.
    tar[tar.count - 6] ^= 0xFF
    let collected = try Collected(scratch.write("damaged.bin", tar))
    check(collected)
    #expect(!collected.refused.isEmpty)
  }

  @Test func gzipMembersMayFollowOneAnother() throws {
    let scratch = try ScratchFolder()
    let tar = try MadeArchive.bytes(.tar, Self.entries)
    let parts = [tar[..<5000], tar[5000...]].map { try? gzip(Array($0), in: scratch) }
    let joined = parts.compactMap(\.self).flatMap(\.self)
    let collected = try Collected(scratch.write("joined.tgz", joined + [0, 0, 0, 0]))
    #expect(collected.refused == [])
    #expect(collected.seen.map(\.text) == ["first\n", Self.lines, "last\n"])
  }

  private func gzip(_ bytes: [UInt8], in scratch: ScratchFolder) throws -> [UInt8] {
    let path = try scratch.write("part", bytes)
    try run("/bin/gzip", ["-n", "-f", path])
    return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + ".gz")))
  }

  @Test func damageInASevenZipIsReported() throws {
    let scratch = try ScratchFolder()
    var bytes = try MadeArchive.bytes(.sevenZip, Self.entries)
    for offset in 0..<16 { bytes[bytes.count / 2 + offset] ^= 0xA5 }
    let collected = try Collected(scratch.write("e.7z", bytes))
    check(collected)
    #expect(collected.artifact("a.log")?.text == "first\n")
    #expect(!collected.refused.isEmpty)
  }

  @Test(arguments: [32, 100, 500]) func cutSevenZipIsRefused(left: Int) throws {
    let scratch = try ScratchFolder()
    let bytes = try MadeArchive.bytes(.sevenZip, Self.entries)
    let collected = try Collected(scratch.write("e.7z", Array(bytes.prefix(left))))
    #expect(collected.seen.isEmpty)
    #expect(
      collected.refused == ["e.7z: ends before its list of members: cut off, or the first of several volumes"])
    #expect(collected.containers.first?.sha256 == SHA256Text.hash(of: Array(bytes.prefix(left))))
  }

  @Test func membersOnTheSameBytesAreReported() throws {
    let scratch = try ScratchFolder()
    var doubled = MadeZip.Member("other-name.log", "content")
    doubled.sharesHeaderOf = 0
    let zip = MadeZip([.init("a.log", "content"), doubled, .init("c.log", "last")]).bytes()
    let collected = try Collected(scratch.write("e.zip", zip))
    #expect(collected.seen.map(\.text).sorted() == ["content", "last"])
    #expect(collected.refused == ["e.zip: 1 member stands on the bytes of another one and is left out"])
  }

  @Test func partOfAZipInVolumesIsRefused() throws {
    let scratch = try ScratchFolder()
    var zip = MadeZip([.init("a.log", "content")])
    zip.volume = 2
    let collected = try Collected(scratch.write("e.zip", zip.bytes()))
    #expect(collected.seen.isEmpty)
    #expect(collected.refused == ["e.zip: a part of a zip in several volumes; join the parts first"])
  }

  /// Every packing, damaged in many places by chance with a fixed seed: no crash, no hang, and the account holds.
  @Test(arguments: Packing.allCases.filter { $0 != .folder }) func damageByChance(packing: Packing) throws {
    let scratch = try ScratchFolder()
    let inner = try MadeArchive.bytes(.zip, [.init("in.log", String(repeating: "inner line\n", count: 50))])
    let files = [("a.log", "first\n"), ("b.log", String(Self.lines.prefix(4000))), ("inner.zip", "")]
    let path = try packing.write("sound", files, in: scratch)
    let sound = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) + inner
    var state: UInt64 = 42
    func random(below limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(limit))
    }
    for _ in 0..<150 {
      var bytes = sound
      for _ in 0...random(below: 4) { bytes[random(below: bytes.count)] = UInt8(random(below: 256)) }
      if random(below: 4) == 0 { bytes = Array(bytes.prefix(random(below: bytes.count))) }
      check(try Collected(scratch.write("damaged", bytes), passwords: ["x"]))
    }
  }
}
