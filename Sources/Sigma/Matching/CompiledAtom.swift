import Bytes

/// An atom made ready for comparing: its literal folded, its expression compiled.
final class CompiledAtom: Sendable {
  enum Kind: Sendable {
    /// The value is `literal`; the other text kinds likewise.
    case equals, prefix, suffix, contains
    /// Any value fits.
    case anything
    /// `pieces` with wildcards.
    case wildcard
    case regex(Regex)
    case null
    case exists
    case network(Network)
    case number(Comparison, Double)
    case field(FieldRelation)
    case time(TimePart, Int)
    /// One of many texts.
    case set(WordSet)
  }

  /// The field's name in lower case; nil for a keyword.
  let field: String?
  /// The second field of a comparison of fields, in lower case.
  let otherField: String?
  let kind: Kind
  let isCased: Bool
  let literal: [UInt8]
  let pieces: [Piece]

  enum Piece: Sendable {
    case literal([UInt8])
    case anyRun
    case anyOne
  }

  init(_ atom: Atom) {
    field = atom.field?.lowercased()
    var other: String?
    var cased = false
    var text: [UInt8] = []
    var parts: [Piece] = []
    switch atom.test {
    case .text(let pattern):
      let whole = atom.field == nil ? pattern.anywhere : pattern
      cased = pattern.isCased
      (kind, text, parts) = Self.compile(whole)
    case .regex(let pattern): kind = .regex(Regex(pattern))
    case .null: kind = .null
    case .exists: kind = .exists
    case .network(let network): kind = .network(network)
    case .number(let comparison, let value): kind = .number(comparison, value)
    case .field(let name, let relation, let isCased):
      other = name.lowercased()
      cased = isCased
      kind = .field(relation)
    case .time(let part, let value): kind = .time(part, value)
    }
    otherField = other
    isCased = cased
    literal = text
    pieces = parts
  }

  /// Any of atoms of one field that `WordSet` can hold.
  init(anyOf atoms: [CompiledAtom]) {
    field = atoms[0].field
    otherField = nil
    kind = .set(WordSet(atoms))
    (isCased, literal, pieces) = (false, [], [])
  }

  private static func compile(_ pattern: TextPattern) -> (Kind, [UInt8], [Piece]) {
    func bytes(_ text: String) -> [UInt8] { pattern.isCased ? Array(text.utf8) : LetterCase.folded(text) }
    switch (pattern.pieces.count, pattern.pieces.first, pattern.pieces.last) {
    case (0, _, _): return (.equals, [], [])
    case (1, .literal(let text), _): return (.equals, bytes(text), [])
    case (1, .anyRun, _): return (.anything, [], [])
    case (2, .literal(let text), .anyRun): return (.prefix, bytes(text), [])
    case (2, .anyRun, .literal(let text)): return (.suffix, bytes(text), [])
    case (3, .anyRun, .anyRun):
      if case .literal(let text) = pattern.pieces[1] { return (.contains, bytes(text), []) }
    default: break
    }
    let pieces = pattern.pieces.map { piece -> Piece in
      switch piece {
      case .literal(let text): .literal(bytes(text))
      case .anyRun: .anyRun
      case .anyOne: .anyOne
      }
    }
    return (.wildcard, [], pieces)
  }
}

extension TextPattern {
  /// The same pattern found anywhere in a text.
  var anywhere: TextPattern {
    var result = self
    if result.pieces.first != .anyRun { result.pieces.insert(.anyRun, at: 0) }
    if result.pieces.last != .anyRun { result.pieces.append(.anyRun) }
    return result
  }
}
