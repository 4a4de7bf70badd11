import Bytes
import Foundation
import Testing

@testable import Evidence

/// Hashes are those of all bytes in their order, whoever reads them.
@Suite struct HashTests {
  /// Source: FIPS 180-4's examples, as NIST publishes them.
  @Test func knownValues() {
    #expect(
      SHA256Text.hash(of: Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      SHA256Text.hash(of: [UInt8]()) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(SHA256Text.hash(of: ["a", "b"]) == SHA256Text.hash(of: Array("a\nb\n".utf8)))
  }

  @Test func piecesOfManyThreadsAreHashedInOrder() {
    let pieces = (0..<200).map { number in [UInt8](repeating: UInt8(number), count: number * 7) }
    let hash = OrderedHash()
    // Threads take the numbers in their order, so each piece's turn comes.
    DispatchQueue.concurrentPerform(iterations: pieces.count) { order in
      let piece = pieces[order]
      if !hash.addIfTurn(piece.rawSpan, order: order) { hash.add(piece.rawSpan, order: order) }
    }
    let (size, sha256) = hash.finish()
    let whole = pieces.flatMap(\.self)
    #expect(size == UInt64(whole.count) && sha256 == SHA256Text.hash(of: whole))
  }

  /// Read in one go or in pieces of any size, with or without hashing on the way.
  @Test(arguments: [1, 3, 511, 512, 513, 100_000]) func readingInPiecesIsReadingTheWhole(step: Int) throws {
    let scratch = try ScratchFolder()
    let bytes = (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }
    let path = try scratch.write("a.bin", bytes)
    for isLate in [false, true] {
      let reader = try EvidenceReader(paths: [path], options: EvidenceOptions(spoolFolder: scratch.path))
      let open = try #require(try reader.next())
      #expect(open.firstBytes == Array(bytes.prefix(512)))
      var buffer = ByteBuffer(), all: [UInt8] = []
      while true {
        buffer.removeAll()
        let count = isLate ? open.readUnhashed(upTo: step, into: &buffer) : open.read(upTo: step, into: &buffer)
        if count == 0 { break }
        if isLate { open.hashLate(buffer.bytes) }
        all += buffer.array
      }
      #expect(all == bytes)
      let (size, sha256) = open.finish()
      #expect(size == UInt64(bytes.count) && sha256 == SHA256Text.hash(of: bytes))
    }
  }
}
