import Bytes

/// Literals of which at least one stands in every text in which a regular expression is found.
///
/// A careful reading of the expression that gives up (nil) at anything it does not know for certain. Literals are folded;
/// a match in any letter case has them in its folded text.
struct RequiredLiterals {
  /// The literals, or nil where none of at least two bytes is certain.
  static func of(_ pattern: String) -> [[UInt8]]? {
    var parser = RequiredLiterals(Array(pattern.unicodeScalars))
    guard let result = parser.alternatives(depth: 0), parser.at == parser.scalars.count else { return nil }
    guard let literals = result.literals, !literals.isEmpty, literals.allSatisfy({ $0.count >= 2 }) else { return nil }
    return literals
  }

  /// Alternatives of one expression that are followed; more cost more than they spare.
  private static let mostLiterals = 32
  private static let mostDepth = 16

  private let scalars: [Unicode.Scalar]
  private var at = 0

  private init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

  /// What is known of a part: the literals of which one must be there; nil where nothing must.
  private struct Known {
    var literals: [[UInt8]]?

    /// How good they are: the length of the shortest.
    var strength: Int { literals?.map(\.count).min() ?? 0 }
  }

  /// `a|b|c`: each alternative must have its own literals.
  ///
  /// Nil where the expression is not understood.
  private mutating func alternatives(depth: Int) -> Known? {
    guard depth < Self.mostDepth else { return nil }
    var all: [[UInt8]]? = []
    while true {
      guard let branch = sequence(depth: depth) else { return nil }
      if let literals = branch.literals { all?.append(contentsOf: literals) } else { all = nil }
      guard at < scalars.count, scalars[at] == "|" else { break }
      at += 1
    }
    if let count = all?.count, count > Self.mostLiterals { all = nil }
    return Known(literals: all)
  }

  private mutating func sequence(depth: Int) -> Known? {
    var best = Known()
    var run = ""
    func better(_ one: Known, _ other: Known) -> Known { one.strength >= other.strength ? one : other }
    func known(_ run: String) -> Known { Known(literals: run.isEmpty ? nil : [LetterCase.folded(run)]) }
    while at < scalars.count, scalars[at] != "|", scalars[at] != ")" {
      guard let item = item(depth: depth) else { return nil }
      guard let quantifier = quantifier() else { return nil }
      if let letter = item.letter, quantifier == .once {
        run.unicodeScalars.append(letter)
        continue
      }
      if let letter = item.letter, quantifier == .onceOrMore { run.unicodeScalars.append(letter) }
      best = better(best, known(run))
      run = ""
      if quantifier != .perhaps, let part = item.part { best = better(best, part) }
    }
    return better(best, known(run))
  }

  private struct Item {
    /// A single letter that stands for itself.
    var letter: Unicode.Scalar?
    /// A group.
    var part: Known?
  }

  private mutating func item(depth: Int) -> Item? {
    let scalar = scalars[at]
    at += 1
    switch scalar {
    case "(": return group(depth: depth)
    case "[": return skipClass() ? Item() : nil
    case ".", "^", "$": return Item()
    case "\\": return escape()
    case "*", "+", "?", "{": return nil
    default: return Item(letter: scalar)
    }
  }

  private mutating func group(depth: Int) -> Item? {
    if at < scalars.count, scalars[at] == "?" {
      guard at + 1 < scalars.count else { return nil }
      if scalars[at + 1] == ":" {
        at += 2
      } else if let end = flagsEnd() {
        // (?i) and the like, without x, which would make spaces mean nothing.
        at = end
        return Item()
      } else {
        return nil
      }
    }
    guard let inner = alternatives(depth: depth + 1), at < scalars.count, scalars[at] == ")" else { return nil }
    at += 1
    return Item(part: inner)
  }

  private func flagsEnd() -> Int? {
    var end = at + 1
    while end < scalars.count, "ims".unicodeScalars.contains(scalars[end]) { end += 1 }
    return end > at + 1 && end < scalars.count && scalars[end] == ")" ? end + 1 : nil
  }

  private mutating func skipClass() -> Bool {
    if at < scalars.count, scalars[at] == "^" { at += 1 }
    if at < scalars.count, scalars[at] == "]" { at += 1 }
    while at < scalars.count, scalars[at] != "]" {
      if scalars[at] == "[", at + 1 < scalars.count, ":.=".unicodeScalars.contains(scalars[at + 1]) { return false }
      at += scalars[at] == "\\" ? 2 : 1
    }
    guard at < scalars.count else { return false }
    at += 1
    return true
  }

  private mutating func escape() -> Item? {
    guard at < scalars.count else { return nil }
    let scalar = scalars[at]
    at += 1
    switch scalar {
    case "d", "D", "w", "W", "s", "S", "b", "B", "A", "z", "Z", "h", "H", "R", "n", "r", "t", "f", "v": return Item()
    default:
      // Other letters and digits have meanings of their own; a mark stands for itself.
      guard !scalar.properties.isAlphabetic, scalar.properties.numericType == nil else { return nil }
      return Item(letter: scalar)
    }
  }

  private enum Quantifier {
    case once, onceOrMore, perhaps
  }

  /// Nil where it is not understood.
  private mutating func quantifier() -> Quantifier? {
    guard at < scalars.count else { return .once }
    var result = Quantifier.once
    switch scalars[at] {
    case "*", "?":
      result = .perhaps
      at += 1
    case "+":
      result = .onceOrMore
      at += 1
    case "{":
      guard let close = scalars[at...].firstIndex(of: "}") else { return nil }
      let inside = String(String.UnicodeScalarView(scalars[at + 1..<close]))
      let least = inside.split(separator: ",", omittingEmptySubsequences: false).first.flatMap { Int($0) }
      guard let least else { return nil }
      result = least == 0 ? .perhaps : .onceOrMore
      at = close + 1
    default: return .once
    }
    if at < scalars.count, scalars[at] == "?" || scalars[at] == "+" { at += 1 }
    return result
  }
}
