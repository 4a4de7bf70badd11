/// The `windash` modifier: a dash may be a slash or one of three longer dashes.
///
/// Source: Sigma Modifiers Appendix 2.1.0: "all possible permutations". Up to two dashes are spelled out; with more
/// the pattern becomes a regular expression, which says the same without 5 to the power of n texts.
enum WindowsDash {
  /// Hyphen, slash, en dash, em dash, horizontal bar.
  static let all = ["-", "/", "\u{2013}", "\u{2014}", "\u{2015}"]
  /// Up to here permutations are spelled out (25 texts).
  static let spelledOut = 2
  /// Up to here an encoding modifier may follow (625 texts).
  static let encodable = 4

  /// The text with each dash made free, then spelled out where they are few.
  static func expand(_ text: SigmaText) -> [SigmaText] {
    let freed = freeing(text)
    guard freed.dashCount > 0 else { return [text] }
    return freed.dashCount <= spelledOut ? spellOut(freed) : [freed]
  }

  /// All permutations; nil where they are too many.
  static func permutations(_ text: SigmaText) -> [SigmaText]? {
    text.dashCount <= encodable ? spellOut(text) : nil
  }

  private static func freeing(_ text: SigmaText) -> SigmaText {
    var result = text
    result.pieces = []
    result.original = nil
    for piece in text.pieces {
      guard case .literal(let bytes) = piece, let literal = String(validating: bytes, as: UTF8.self) else {
        result.append(piece)
        continue
      }
      var run = ""
      for scalar in literal.unicodeScalars {
        if all.contains(String(scalar)) {
          result.append(literal: Array(run.utf8))
          result.append(.anyDash)
          run = ""
        } else {
          run.unicodeScalars.append(scalar)
        }
      }
      result.append(literal: Array(run.utf8))
    }
    return result
  }

  private static func spellOut(_ text: SigmaText) -> [SigmaText] {
    var results = [text]
    results[0].pieces = []
    for piece in text.pieces {
      let choices = piece == .anyDash ? all.map { SigmaText.Piece.literal(Array($0.utf8)) } : [piece]
      results = results.flatMap { result in
        choices.map { choice in
          var longer = result
          longer.append(choice)
          return longer
        }
      }
    }
    return results
  }
}
