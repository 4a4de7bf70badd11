/// Few short and rare pieces of which every one of some texts holds at least one.
///
/// A scan for few is twice as fast as for many, and what begins to look like a piece everywhere is slow to find.
enum KeywordPieces {
  /// Pieces of so many bytes are looked for; shorter ones stand everywhere, and longer ones are no rarer.
  private static let lengths = 4...8
  /// So many are enough where one of them is no letter and no digit.
  private static let lengthWithPunctuation = 3

  /// Pieces that are looked for in one text; longer texts have more than any choice needs.
  private static let mostPieces = 1024
  /// Among so many texts pieces are chosen that several of them hold; more take too long, and each has one of its own.
  static let mostShared = 256

  /// The pieces in a fixed order; a text that has none of the right length stands for itself.
  ///
  /// `texts` are telling parts of keywords (`KeywordScan.tellingPart`), and every piece is telling too.
  static func covering(_ texts: Set<[UInt8]>) -> [[UInt8]] {
    let choices = texts.map { text in
      let pieces = pieces(of: text)
      return pieces.isEmpty ? [text] : pieces
    }
    let chosen = texts.count > mostShared ? choices.compactMap { best(of: $0) } : shared(by: choices)
    return Set(chosen).sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// The piece of a text that costs least.
  private static func best(of pieces: Set<[UInt8]>) -> [UInt8]? {
    pieces.map { Candidate(piece: $0, cost: cost($0), holders: [0], count: 1) }.max(by: Candidate.isWorse)?.piece
  }

  /// A piece, and the texts that hold it.
  private struct Candidate {
    var piece: [UInt8]
    var cost: Int
    var holders: [Int]
    /// How many of the holders have no chosen piece yet.
    var count: Int

    /// Whether one costs more for each text; of equals the shorter is worse, then the one that comes later.
    static func isWorse(_ one: Candidate, _ other: Candidate) -> Bool {
      let (a, b) = (one.count * other.cost, other.count * one.cost)
      if a != b { return a < b }
      if one.piece.count != other.piece.count { return one.piece.count < other.piece.count }
      return other.piece.lexicographicallyPrecedes(one.piece)
    }
  }

  /// Takes, as long as a text has none, the piece that costs least for each text that it is new to.
  private static func shared(by texts: [Set<[UInt8]>]) -> [[UInt8]] {
    var holders: [[UInt8]: [Int]] = [:]
    for (number, pieces) in texts.enumerated() { for piece in pieces { holders[piece, default: []].append(number) } }
    var candidates = holders.map { Candidate(piece: $0, cost: cost($0), holders: $1, count: $1.count) }
    var isCovered = Array(repeating: false, count: texts.count)
    var result: [[UInt8]] = []
    while let best = candidates.max(by: Candidate.isWorse) {
      result.append(best.piece)
      for text in best.holders { isCovered[text] = true }
      candidates.removeAll { candidate in candidate.holders.allSatisfy { isCovered[$0] } }
      for at in candidates.indices { candidates[at].count = candidates[at].holders.count { !isCovered[$0] } }
    }
    return result
  }

  private static func pieces(of text: [UInt8]) -> Set<[UInt8]> {
    var result: Set<[UInt8]> = []
    for start in text.indices where result.count < mostPieces {
      for count in lengthWithPunctuation...lengths.upperBound where text.count - start >= count {
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
