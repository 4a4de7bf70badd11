import Bytes
import EVTX
import EVTXTestSupport
import Foundation
import Records
import Testing

@testable import Sigma

/// Event logs, made and real, are judged alike with and without looking through a chunk's bytes first.
@Suite struct KeywordsInLogsTests {
  @Test func madeLogsIncludingWhatIsCarved() {
    var events: [MadeEvent] = []
    for number in 0..<12 {
      events += [
        Samples.logon(user: "user\(number)", address: "192.0.2.\(number)"), Samples.logCleared(by: "bob"),
        Samples.classic(["first", "second \(number)"]), Samples.everyType(),
      ]
    }
    let layouts: [MadeEvent.Layout] = [.nested, .nestedWithoutHeader, .flat, .direct]
    let all = layouts.flatMap { layout in events.map { event in event.with { $0.layout = layout } } }
    let file = MadeLog(all).bytes()
    for (seed, file) in [file, Damage.leavingStaleRecords(after: 5, inChunk: 0, of: file)].enumerated() {
      let count = Self.expectSame(file, seed: UInt64(seed), chunkCount: 20)
      #expect(count > 100, "the keywords are from the log's own texts, so some must be found")
    }
  }

  @Test(.enabled(if: !corpus.isEmpty, "the development data is not here"), arguments: corpus)
  func realLogs(_ log: URL) throws {
    let bytes = [UInt8](try Data(contentsOf: log))
    _ = Self.expectSame(bytes, seed: UInt64(bytes.count), chunkCount: 1)
  }

  /// Every fourth log of the development data, by name.
  private static let corpus: [URL] = {
    guard let folder = SharedArchive.folder?.appending(path: "data/evtx"),
      let found = FileManager.default.enumerator(atPath: folder.path)
    else { return [] }
    let names = found.compactMap { $0 as? String }.filter { $0.hasSuffix(".evtx") }.sorted()
    return names.enumerated().filter { $0.offset % 4 == 0 }.map { folder.appending(path: $0.element) }
  }()

  /// Keywords from the log's own texts, so that they are found in values of every kind.
  private static func keywords(_ chunks: [[UInt8]], _ made: inout RandomRules) -> [String] {
    var texts: [String] = []
    var reader = EVTXChunkReader()
    var buffer = ByteBuffer()
    for chunk in chunks {
      _ = reader.read(chunk.rawSpan, at: 0, carving: true) { _, shape, row in
        guard texts.count < 2000, let field = shape.schema.fields.randomElement(using: &made.random) else { return }
        buffer.removeAll()
        FieldValues.append(field, row, folded: false, to: &buffer)
        if buffer.count > 3 { texts.append(buffer.text) }
      }
    }
    guard !texts.isEmpty else { return [] }
    return (0..<12).map { _ in
      let scalars = Array(made.one(of: texts).unicodeScalars)
      let start = Int.random(in: 0..<scalars.count, using: &made.random)
      let end = min(scalars.count, start + Int.random(in: 3...12, using: &made.random))
      return String(String.UnicodeScalarView(scalars[start..<end]))
    }
  }

  private static func expectSame(_ file: [UInt8], seed: UInt64, chunkCount: Int) -> Int {
    var made = RandomRules(seed: seed)
    let starts = stride(from: EVTXChunkReader.fileHeaderSize, to: file.count, by: EVTXChunkReader.chunkSize)
    let chunks = starts.prefix(chunkCount).map { Array(file[$0..<min(file.count, $0 + EVTXChunkReader.chunkSize)]) }
    let keywords = Self.keywords(chunks, &made) + ["mimikatz", "0x3e7"]
    // Each keyword in a set of its own as well: one that numbers can be makes a whole set search everything.
    let sets = [keywords.filter { KeywordScan.tellingPart(of: LetterCase.folded($0)) != nil }, keywords]
    var total = 0
    for set in sets {
      let rules = set.enumerated().map { number, keyword in
        let pattern = TextPattern(pieces: [.literal(keyword)], isCased: number % 5 == 4)
        return Rule(
          id: "\(number)", title: "", logSource: LogSource(product: "windows"),
          expression: .atom(Atom(field: nil, test: .text(pattern))), origin: Origin(file: "", line: number))
      }
      let index = RuleIndex(rules)
      var plain = RowMatcher(index)
      var ranged = RowMatcher(index)
      var reader = EVTXChunkReader()
      for chunk in chunks {
        ranged.beginBlock()
        _ = reader.read(chunk.rawSpan, at: 0, carving: true) { head, shape, row in
          let at = Int(head.offset)
          let expected = plain.matches(row, shape.schema)
          total += expected.count
          let found = ranged.matches(row, shape.schema, in: at..<at + Int(head.length))
          #expect(found == expected, "record \(head.number), keywords \(set)")
        }
      }
    }
    return total
  }
}
