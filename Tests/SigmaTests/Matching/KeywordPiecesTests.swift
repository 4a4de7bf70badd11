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
}
