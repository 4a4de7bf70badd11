import Records

/// A schema as matching needs it: fields by number, names in lower case.
final class SchemaLayout {
  let schema: Schema
  /// For each field the one slot that is its value; -1 where it is made of several pieces or of none.
  let singleSlots: [Int32]
  /// Name in lower case → numbers of the fields of that name.
  let byName: [String: [Int]]
  /// The slots that the fields of the binding key are made of.
  let keySlots: [Int]

  init(_ schema: Schema) {
    self.schema = schema
    singleSlots = schema.fields.map { field in
      if field.pieces.count == 1, case .slot(let slot) = field.pieces[0] { Int32(slot) } else { -1 }
    }
    var byName: [String: [Int]] = [:]
    for (number, field) in schema.fields.enumerated() { byName[field.name.lowercased(), default: []].append(number) }
    self.byName = byName
    var slots: [Int] = []
    for name in BindingKey.names.sorted() {
      guard let first = byName[name]?.first else { continue }
      for case .slot(let slot) in schema.fields[first].pieces { slots.append(slot) }
    }
    keySlots = slots
  }
}
