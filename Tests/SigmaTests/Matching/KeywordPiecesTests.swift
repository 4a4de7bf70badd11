import Testing

@testable import Sigma

@Suite struct KeywordPiecesTests {
  private static let texts = [
    "mimikatz", "sekurlsa::logonpasswords", "event::clear", "event::drop", "kali", "ab", "x y z", "\\perfc.dat",
    "misc::cmd",
  ]

  @Test func everyTextHoldsAPiece() {
    for count in 1...Self.texts.count {
      let texts = Set(Self.texts.prefix(count).map { Array($0.utf8) })
      let pieces = KeywordPieces.covering(texts)
      #expect(pieces.count <= texts.count)
      for text in texts {
        #expect(pieces.contains { piece in text.indices.contains { text[$0...].starts(with: piece) } })
      }
    }
  }

  @Test func whatSeveralHoldIsOnePieceAndRareEndsAreChosen() {
    let pieces = KeywordPieces.covering([Array("event::clear".utf8), Array("event::drop".utf8)])
    #expect(pieces.count == 1)
    #expect(pieces.allSatisfy { $0.suffix(2).elementsEqual("::".utf8) })
  }

  @Test func theOrderOfASetMakesNoDifference() {
    let texts = Self.texts.map { Array($0.utf8) }
    let expected = KeywordPieces.covering(Set(texts))
    for _ in 0..<20 { #expect(KeywordPieces.covering(Set(texts.shuffled())) == expected) }
  }

  /// Long lists of long keywords cost no more than a look at each.
  @Test func manyTextsAreCoveredQuickly() {
    var random = RandomRules(seed: 5).random
    for count in [KeywordPieces.mostShared, 5000] {
      let texts = Set((0..<count).map { _ in (0..<28).map { _ in UInt8.random(in: 0x67...0x7A, using: &random) } })
      let clock = ContinuousClock()
      var pieces: [[UInt8]] = []
      let time = clock.measure { pieces = KeywordPieces.covering(texts) }
      #expect(time < .seconds(20), "\(count): \(time)")
      #expect(pieces.count <= texts.count)
      let found = Set(pieces)
      for text in texts {
        let isCovered = (3...8).contains { size in
          (0...text.count - size).contains { found.contains(Array(text[$0..<$0 + size])) }
        }
        #expect(isCovered)
      }
    }
  }

  @Test func oneLongTextIsNoBurden() {
    let text = Array(repeating: Array("keyword-".utf8), count: 50_000).flatMap(\.self)
    #expect(KeywordPieces.covering([text]).count == 1)
  }
}
