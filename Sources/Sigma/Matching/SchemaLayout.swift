import Bytes
import Records

/// A schema as matching needs it: fields by number, names in lower case, constants folded.
final class SchemaLayout {
  let schema: Schema
  let fieldCount: Int
  /// For each field the one slot that is its value; -1 where it is made of several pieces or of none.
  let singleSlots: FrozenArray<Int32>
  /// For each field whether it only repeats what others hold, in another form.
  let derived: FrozenArray<Bool>
  let pieces: FlatPieces
  /// For each field its pieces, the constants folded.
  let foldedPieces: [[FoldedPiece]]
  /// Name in lower case → numbers of the fields of that name.
  let byName: [String: [Int]]
  /// The slots that the fields of the binding key are made of.
  let keySlots: FrozenArray<Int32>

  enum FoldedPiece {
    case constant([UInt8])
    case slot(Int)
    case part(ValuePart, slot: Int)
    case percentDecoded(slot: Int, times: Int)
    case joint([UInt8], slot: Int)
  }

  init(_ schema: Schema) {
    self.schema = schema
    fieldCount = schema.fields.count
    singleSlots = FrozenArray(
      schema.fields.map { field in
        if field.pieces.count == 1, case .slot(let slot) = field.pieces[0] { Int32(slot) } else { -1 }
      })
    derived = FrozenArray(schema.fields.map(\.isDerived))
    pieces = FlatPieces(schema.fields)
    foldedPieces = schema.fields.map { field in
      field.pieces.map { piece in
        switch piece {
        case .constant(let text): .constant(LetterCase.folded(text))
        case .slot(let slot): .slot(slot)
        case .part(let part, let slot): .part(part, slot: slot)
        case .percentDecoded(let slot, let times): .percentDecoded(slot: slot, times: times)
        case .joint(let text, let slot): .joint(LetterCase.folded(text), slot: slot)
        }
      }
    }
    var byName: [String: [Int]] = [:]
    for (number, field) in schema.fields.enumerated() { byName[field.name.lowercased(), default: []].append(number) }
    self.byName = byName
    var slots: [Int32] = []
    for name in BindingKey.names.sorted() {
      guard let first = byName[name]?.first else { continue }
      for case .slot(let slot) in schema.fields[first].pieces { slots.append(Int32(slot)) }
    }
    keySlots = FrozenArray(slots)
  }

  /// Whether rows that share the kinds of this one may have several values in the field.
  func isArray(_ field: Int, _ row: borrowing Row) -> Bool {
    let slot = Int(singleSlots[field])
    return slot >= 0 && slot < row.slots.count && row.slots[slot].kind.isArray
  }

  /// Fields that are made of texts and slots together: what spans both is not in the row's bytes.
  var composedFields: [Int] {
    foldedPieces.indices.filter { number in
      foldedPieces[number].count > 1 && !derived[number]
        && foldedPieces[number].contains { if case .slot = $0 { true } else { false } }
    }
  }

  /// Whether one of the texts stands in a constant of the schema.
  func hasConstant(withAnyOf texts: [[UInt8]]) -> Bool {
    foldedPieces.contains { pieces in
      let joined = pieces.reduce(into: [UInt8]()) { joined, piece in
        if case .constant(let text) = piece { joined += text }
      }
      return texts.contains { unsafe joined.span.bytes.offset(of: $0.span.bytes) != nil }
    }
  }
}
