/// Few short and rare pieces of which every one of some texts holds at least one.
///
/// A scan for few is twice as fast as for many, and what begins to look like a piece everywhere is slow to find.
enum KeywordPieces {
  /// Pieces of so many bytes are looked for; shorter ones stand everywhere, and longer ones are no rarer.
  private static let lengths = 4...8
  /// So many are enough where one of them is no letter and no digit.
  private static let lengthWithPunctuation = 3

  /// The pieces in a fixed order; a text that has none of the right length stands for itself.
  ///
  /// `texts` are telling parts of keywords (`KeywordScan.tellingPart`), and every piece is telling too.
  static func covering(_ texts: Set<[UInt8]>) -> [[UInt8]] {
    var uncovered = texts
    var result: [[UInt8]] = []
    var holders: [[UInt8]: Set<[UInt8]>] = [:]
    for text in texts {
      let pieces = pieces(of: text)
      for piece in pieces.isEmpty ? [text] : pieces { holders[piece, default: []].insert(text) }
    }
    while !uncovered.isEmpty {
      // The piece that costs least for each text that holds it; of several the longest, then the first.
      let best = holders.filter { !$0.value.isEmpty }.max { one, other in
        let (a, b) = (one.value.count * cost(other.key), other.value.count * cost(one.key))
        if a != b { return a < b }
        if one.key.count != other.key.count { return one.key.count < other.key.count }
        return other.key.lexicographicallyPrecedes(one.key)
      }
      guard let best else { break }
      result.append(best.key)
      let covered = best.value
      uncovered.subtract(covered)
      for piece in holders.keys { holders[piece]?.subtract(covered) }
    }
    return result.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private static func pieces(of text: [UInt8]) -> Set<[UInt8]> {
    var result: Set<[UInt8]> = []
    for count in lengthWithPunctuation...lengths.upperBound where text.count >= count {
      for start in 0...text.count - count {
        let piece = Array(text[start..<start + count])
        guard lengths.contains(count) || piece.contains(where: isPunctuation) else { continue }
        guard KeywordScan.tells(piece) else { continue }
        result.insert(piece)
      }
    }
    return result
  }

  /// What a scan for a piece costs: something for itself, and for each place where its last two characters stand, since
  /// the library looks at those first.
  private static func cost(_ piece: [UInt8]) -> Int {
    100 + piece.suffix(2).reduce(1) { $0 * frequency(of: $1) }
  }

  /// About how many of a thousand characters of Windows' event logs are this one, measured over the development data.
  private static func frequency(of byte: UInt8) -> Int {
    if frequent.contains(byte) { return 45 }
    if usual.contains(byte) { return 18 }
    return rare.contains(byte) ? 4 : 1
  }

  private static let frequent = Set("oaisecrdtnw0".utf8)
  private static let usual = Set("-1lpmfb2gu4653y8\\97. ".utf8)
  private static let rare = Set("hq:v/k%x;=".utf8)

  private static func isPunctuation(_ byte: UInt8) -> Bool {
    !(byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: " "))
  }
}
