internal import Bytes
internal import Model
internal import Records

/// Texts of fields of records that matter.
struct FieldTexts: ~Copyable {
  private var buffer = ByteBuffer(capacity: 4096)
  private var places: [UInt32: [String: Int]] = [:]
  private static let mostSchemas = 4096
  /// Longer values are cut in the case's copy; the citation has them whole.
  static let longestValue = 131_072

  init() {}

  /// The text of the first field of that name (in lower case); empty where there is none.
  mutating func text(of name: String, _ schema: Schema, _ row: borrowing Row) -> String {
    guard let place = places(of: schema)[name] else { return "" }
    return text(schema.fields[place], row)
  }

  private mutating func places(of schema: Schema) -> [String: Int] {
    if let known = places[schema.id] { return known }
    if places.count >= Self.mostSchemas { places.removeAll() }
    var made: [String: Int] = [:]
    for (number, field) in schema.fields.enumerated() where made[field.name.lowercased()] == nil {
      made[field.name.lowercased()] = number
    }
    places[schema.id] = made
    return made
  }

  /// The text of that field; empty where it has no value.
  mutating func text(_ field: Schema.Field, _ row: borrowing Row) -> String {
    buffer.removeAll()
    for piece in field.pieces {
      switch piece {
      case .constant(let text): buffer.append(text)
      case .slot(let slot):
        guard slot < row.slots.count else { continue }
        let bytes = row.bytes(ofSlot: slot)
        let kind = row.slots[slot].kind
        if field.pieces.count == 1 {
          append(bytes, kind)
        } else {
          // Inside a longer text each element has its place, as rules see it.
          ValueText.append(bytes, kind: kind, folded: false, to: &buffer)
        }
      case .percentDecoded, .joint, .part:
        FieldValues.append(Schema.Field(name: "", pieces: [piece]), row, folded: false, to: &buffer)
      }
    }
    if buffer.count > Self.longestValue { cut() }
    return buffer.text
  }

  /// Cuts the text before a character, and says so.
  private mutating func cut() {
    let count = buffer.count
    var end = Self.longestValue
    while end > 0, (buffer.bytes.uint8(at: end) ?? 0) & 0xC0 == 0x80 { end -= 1 }
    buffer.truncate(to: end)
    buffer.append(" … (\(count) bytes in all)")
  }

  /// Appends a value alone; of an array, not the empty elements that it begins with.
  private mutating func append(_ bytes: RawSpan, _ kind: ValueKind) {
    let start = buffer.count
    ValueText.forEachElement(bytes, kind: kind) { element, kind in
      if buffer.count > start { buffer.append(", ") }
      ValueText.append(element, kind: kind, folded: false, to: &buffer)
    }
  }

  /// An owned copy of the record; its citation names only the place, the artifact is filled in later.
  mutating func event(_ head: RecordHead, _ schema: Schema, _ row: borrowing Row) -> Event {
    var values: [Event.Field] = []
    for field in schema.fields where !field.isDerived {
      let value = text(field, row)
      if !value.isEmpty { values.append(Event.Field(name: field.name, value: value)) }
    }
    let citation = Citation(
      artifact: "", sha256: "", offset: head.offset, length: UInt64(head.length),
      place: head.isLine ? .line(head.number) : .record(head.number), time: head.time)
    return Event(
      time: head.time, host: text(of: "computer", schema, row), channel: text(of: "channel", schema, row),
      provider: text(of: "provider_name", schema, row), eventID: UInt32(text(of: "eventid", schema, row)),
      fields: values, citation: citation)
  }
}
