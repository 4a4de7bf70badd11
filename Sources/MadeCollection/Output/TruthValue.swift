/// A value of the truth file, written as JSON with its members in the order given.
indirect enum TruthValue {
  case null
  case text(String)
  case number(Int)
  case flag(Bool)
  case list([TruthValue])
  case members(KeyValuePairs<String, TruthValue>)
  case table([(String, TruthValue)])

  static func optional(_ text: String?) -> TruthValue { text.map { .text($0) } ?? .null }
  static func optional(_ number: Int?) -> TruthValue { number.map { .number($0) } ?? .null }
  static func texts(_ texts: [String]) -> TruthValue { .list(texts.map { .text($0) }) }

  func write(into bytes: inout [UInt8], indent: Int = 0) {
    switch self {
    case .null: bytes.put("null")
    case .text(let text): Self.quote(text, into: &bytes)
    case .number(let number): bytes.put(String(number))
    case .flag(let flag): bytes.put(flag ? "true" : "false")
    case .list(let values):
      Self.block("[", "]", values.count, indent, &bytes) { values[$0].write(into: &$1, indent: indent + 1) }
    case .members(let pairs): TruthValue.table(pairs.map { ($0.key, $0.value) }).write(into: &bytes, indent: indent)
    case .table(let pairs):
      Self.block("{", "}", pairs.count, indent, &bytes) { number, bytes in
        Self.quote(pairs[number].0, into: &bytes)
        bytes.put(": ")
        pairs[number].1.write(into: &bytes, indent: indent + 1)
      }
    }
  }

  private static func block(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ count: Int, _ indent: Int, _ bytes: inout [UInt8],
    _ item: (Int, inout [UInt8]) -> Void
  ) {
    bytes.put(open)
    for number in 0..<count {
      bytes.put(number == 0 ? "\n" : ",\n")
      bytes.append(contentsOf: repeatElement(0x20, count: indent + 1))
      item(number, &bytes)
    }
    if count > 0 {
      bytes.put("\n")
      bytes.append(contentsOf: repeatElement(0x20, count: indent))
    }
    bytes.put(close)
  }

  private static func quote(_ text: String, into bytes: inout [UInt8]) {
    bytes.put("\"")
    for byte in text.utf8 {
      switch byte {
      case 0x22, 0x5C:
        bytes.append(0x5C)
        bytes.append(byte)
      case 0..<0x20: bytes.put("\\u00" + (byte < 16 ? "0" : "1") + String(byte & 15, radix: 16))
      default: bytes.append(byte)
      }
    }
    bytes.put("\"")
  }
}
