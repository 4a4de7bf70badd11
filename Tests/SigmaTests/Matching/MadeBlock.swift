import Bytes
import Records

/// A value of a row in the making: what is stored, and the texts that a reader must make of it.
enum MadeRowValue: Hashable {
  case null
  case utf16(String), utf8(String)
  /// ASCII only.
  case ansi(String)
  case uint32(UInt32), hex32(UInt32), bool(Bool)
  case guid([UInt8])
  /// Sub-authorities of `S-1-5`.
  case sid([UInt32])
  case texts([String]), numbers([UInt32])

  var kind: ValueKind {
    switch self {
    case .null: .null
    case .utf16: .utf16
    case .utf8: .utf8
    case .ansi: .ansi
    case .uint32: .uint32
    case .hex32: .hex32
    case .bool: .bool
    case .guid: .guid
    case .sid: .sid
    case .texts: ValueKind(rawValue: 0x81)
    case .numbers: ValueKind(rawValue: 0x88)
    }
  }

  /// One for each value that a rule can be about.
  var texts: [String] {
    switch self {
    case .null: []
    case .utf16(let text), .utf8(let text), .ansi(let text): [text]
    case .uint32(let number): ["\(number)"]
    case .hex32(let number): ["0x" + String(number, radix: 16)]
    case .bool(let truth): ["\(truth)"]
    case .guid(let bytes):
      [
        "{"
          + [3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15]
          .map { $0 < 0 ? "-" : Self.hex(bytes[$0]) }.joined() + "}"
      ]
    case .sid(let parts): ["S-1-5" + parts.map { "-\($0)" }.joined()]
    case .texts(let texts): texts
    case .numbers(let numbers): numbers.map { "\($0)" }
    }
  }

  private static func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }

  var bytes: [UInt8] {
    switch self {
    case .null: []
    case .utf16(let text): Self.units(text)
    case .utf8(let text), .ansi(let text): Array(text.utf8)
    case .uint32(let number), .hex32(let number): Self.little(number)
    case .bool(let truth): Self.little(truth ? 1 : 0)
    case .guid(let bytes): bytes
    case .sid(let parts): [1, UInt8(parts.count), 0, 0, 0, 0, 0, 5] + parts.flatMap(Self.little)
    case .texts(let texts): texts.flatMap { Self.units($0) + [0, 0] }
    case .numbers(let numbers): numbers.flatMap(Self.little)
    }
  }

  private static func units(_ text: String) -> [UInt8] { text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] } }
  private static func little(_ number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}

/// A field of a row in the making.
struct MadeRowField: Hashable {
  enum Part: Hashable {
    case constant(String)
    case value(MadeRowValue)
  }

  var name: String
  var parts: [Part]

  init(_ name: String, _ parts: [Part]) {
    self.name = name
    self.parts = parts
  }

  init(_ name: String, _ value: MadeRowValue) { self.init(name, [.value(value)]) }
  init(_ name: String, _ text: String) { self.init(name, .utf16(text)) }

  /// The values as rules know them.
  var texts: [String] {
    if parts.count == 1, case .value(let value) = parts[0] { return value.texts }
    return [
      parts.map { part in
        switch part {
        case .constant(let text): text
        case .value(let value): value.texts.joined(separator: ", ")
        }
      }.joined()
    ]
  }
}

/// Rows in the making that share one run of bytes, as the records of a chunk do.
struct MadeBlock {
  private(set) var bytes: [UInt8] = [0xFF]
  private(set) var rows: [MadeBlockRow] = []
  private var schemas: [[MadeRowField]: Schema] = [:]

  struct MadeBlockRow {
    var fields: [MadeRowField]
    var schema: Schema
    var slots: [Slot]
    /// Where the whole record lies.
    var range: Range<Int>
  }

  init(_ rows: [[MadeRowField]] = []) { for row in rows { add(row) } }

  mutating func add(_ fields: [MadeRowField]) {
    let start = bytes.count
    bytes += [0x2A, 0x2A, 0, 0, UInt8(truncatingIfNeeded: rows.count)]
    var slots: [Slot] = []
    let pieces = fields.map { field in
      field.parts.map { part -> Schema.Piece in
        guard case .value(let value) = part else {
          guard case .constant(let text) = part else { return .constant("") }
          return .constant(text)
        }
        let stored = value.bytes
        slots.append(Slot(offset: UInt32(bytes.count), length: UInt32(stored.count), kind: value.kind))
        bytes += stored
        return .slot(slots.count - 1)
      }
    }
    bytes += [0, 0]
    rows.append(
      MadeBlockRow(
        fields: fields, schema: schema(fields, pieces), slots: slots, range: start..<bytes.count))
  }

  /// Rows of the same names and constants share a schema.
  private mutating func schema(_ fields: [MadeRowField], _ pieces: [[Schema.Piece]]) -> Schema {
    let form = fields.map { field in
      MadeRowField(field.name, field.parts.map { if case .value = $0 { .value(.null) } else { $0 } })
    }
    if let known = schemas[form] { return known }
    let made = Schema(
      fields: zip(fields, pieces).map { Schema.Field(name: $0.name, pieces: $1) }, product: "windows")
    schemas[form] = made
    return made
  }

  func forEach(_ body: (MadeBlockRow, borrowing Row) -> Void) {
    for made in rows { body(made, Row(bytes: bytes.rawSpan, slots: made.slots.span)) }
  }
}
