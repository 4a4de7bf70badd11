import Bytes
import Testing

/// The filter never loses a word, wherever it stands, and passes few texts without one.
@Suite struct GramFilterTests {
  private static let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789.-/ ".utf8)

  private static func filter(_ words: [[UInt8]], isLong: Bool, isWide: Bool) -> GramFilter {
    // As callers do it: two grams side by side where every second character is looked at.
    let grams = words.flatMap { word in
      (0..<(isLong ? 2 : 1)).compactMap { GramFilter.gram(word.rawSpan, at: $0 + word.count % 2, isLong: isLong) }
    }
    return GramFilter(grams, isLong: isLong, isWide: isWide)
  }

  private static func random(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in letters[Int.random(in: 0..<letters.count)] }
  }

  private static func wide(_ text: [UInt8]) -> [UInt8] { text.flatMap { [$0, 0] } }

  @Test(arguments: [true, false], [true, false]) func wordIsNeverLost(isLong: Bool, isWide: Bool) {
    let words = (0..<500).map { _ in Self.random(Int.random(in: 8...20)) }
    let filter = Self.filter(words, isLong: isLong, isWide: isWide)
    for word in words {
      let upper = word.map { $0 &- 0x61 < 26 ? $0 - 32 : $0 }
      let text =
        Self.random(Int.random(in: 0...9)) + (Bool.random() ? upper : word) + Self.random(Int.random(in: 0...9))
      let bytes = isWide ? Self.wide(text) : text
      #expect(
        filter.next(in: bytes.rawSpan, from: 0, to: bytes.count) != nil, "\(String(decoding: text, as: UTF8.self))")
    }
  }

  @Test(arguments: [true, false]) func fewOthersPass(isWide: Bool) {
    let words = (0..<20_000).map { _ in Self.random(12) }
    let filter = Self.filter(words, isLong: true, isWide: isWide)
    var passed = 0
    for _ in 0..<1000 {
      let text = isWide ? Self.wide(Self.random(40)) : Self.random(40)
      if filter.next(in: text.rawSpan, from: 0, to: text.count) != nil { passed += 1 }
    }
    #expect(passed < 150, "\(passed) of 1000 texts of 18 looks each")
  }

  @Test func shortTextsAndNoWordsPassNothing() {
    let empty = GramFilter([], isLong: true, isWide: false)
    let text = Array("some text or other".utf8)
    #expect(empty.next(in: text.rawSpan, from: 0, to: text.count) == nil)
    let filter = Self.filter([Array("abcdefgh".utf8)], isLong: true, isWide: false)
    for count in 0..<6 { #expect(filter.next(in: text.rawSpan, from: 0, to: count) == nil) }
  }
}
