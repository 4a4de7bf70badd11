import Bytes
import Testing

@testable import Sigma

/// Many texts looked up together pass exactly what they pass one by one.
@Suite struct WordSetTests {
  private static let parts = ["", "a", "b", "ab", "cmd", "exe", "ä", "ÄB", "\u{212A}", "x y", "evil", "."]
  private static let delimiters = ["\\", ".", "/", " ", "-", ""]

  private static func text(_ made: inout RandomRules) -> String {
    (0..<Int.random(in: 0...3, using: &made.random)).map { _ in
      made.one(of: delimiters) + made.one(of: parts)
    }.joined()
  }

  private static func atom(_ pieces: [TextPattern.Piece]) -> CompiledAtom {
    CompiledAtom(Atom(field: "f", test: .text(TextPattern(pieces: pieces, isCased: false))))
  }

  @Test(arguments: 0..<40) func passesWhatItsTextsPass(seed: UInt64) {
    var made = RandomRules(seed: seed)
    var atoms: [CompiledAtom] = []
    while atoms.count < 12 {
      let text = Self.text(&made)
      let literal: [TextPattern.Piece] = text.isEmpty ? [] : [.literal(text)]
      let atom = Self.atom(made.chance(50) || text.isEmpty ? literal : [.anyRun] + literal)
      if WordSet.canHold(atom) { atoms.append(atom) }
    }
    let set = WordSet(atoms)
    let scratch = RegexScratch()
    var passed = 0
    for round in 0..<400 {
      var text = Self.text(&made)
      if round % 4 == 0 {
        let literal = made.one(of: atoms).literal
        text =
          made.one(of: ["", "c:\\", "x", "ä", "\\"]) + String(decoding: literal, as: UTF8.self)
          + made.one(of: ["", "", "\\", "x"])
      }
      let folded = LetterCase.folded(text)
      let one = atoms.contains { $0.passes(folded.rawSpan, scratch) }
      passed += one ? 1 : 0
      #expect(set.holds(folded.rawSpan) == one, "seed \(seed): '\(text)'")
    }
    #expect(passed > 20)
  }

  @Test(arguments: [
    ("\\cmd.exe", true), (".exe", true), ("\\", true), ("\\a\\b", false), (".tar.gz", false), ("äb", false),
    ("xyx", false), ("xyz", true),
  ])
  func anEndingIsHeldWhereItsFirstCharacterStandsOnce(_ ending: String, _ isHeld: Bool) {
    #expect(WordSet.canHold(Self.atom([.anyRun, .literal(ending)])) == isHeld)
  }

  @Test func whatIsNoPlainTextIsNotHeld() {
    let pattern = TextPattern(pieces: [.literal("x")], isCased: true)
    #expect(!WordSet.canHold(CompiledAtom(Atom(field: "f", test: .text(pattern)))))
    #expect(!WordSet.canHold(Self.atom([.literal("x"), .anyRun])))
    #expect(!WordSet.canHold(Self.atom([.anyRun, .literal("x"), .anyRun])))
    #expect(!WordSet.canHold(CompiledAtom(Atom(field: nil, test: .text(TextPattern(pieces: [], isCased: false))))))
  }
}
