/// Few short pieces of which every one of some texts holds at least one: a scan for few is twice as fast as for many.
enum KeywordPieces {
  /// Pieces of so many bytes are looked for; shorter ones stand everywhere.
  private static let length = 4
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
      // The piece that most of them hold; of several the longest, then the first.
      let best = holders.max { one, other in
        let (a, b) = (one.value.count, other.value.count)
        if a != b { return a < b }
        if one.key.count != other.key.count { return one.key.count < other.key.count }
        return other.key.lexicographicallyPrecedes(one.key)
      }
      guard let best, !best.value.isEmpty else { break }
      result.append(best.key)
      let covered = best.value
      uncovered.subtract(covered)
      for piece in holders.keys { holders[piece]?.subtract(covered) }
    }
    return result.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private static func pieces(of text: [UInt8]) -> Set<[UInt8]> {
    var result: Set<[UInt8]> = []
    for count in [lengthWithPunctuation, length] where text.count >= count {
      for start in 0...text.count - count {
        let piece = Array(text[start..<start + count])
        guard KeywordScan.tells(piece), count == length || piece.contains(where: isPunctuation) else { continue }
        result.insert(piece)
      }
    }
    return result
  }

  private static func isPunctuation(_ byte: UInt8) -> Bool {
    !(byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: " "))
  }
}
