/// The rows of a comma-separated list by the names in its first line.
///
/// Source: RFC 4180, with a byte order mark and a quoted field over several lines allowed. Rows with another number
/// of fields than the header are left out.
struct CSVTable {
  private let columns: [String: Int]
  private let rows: [[Substring]]

  init(_ bytes: [UInt8]) {
    let text = String(
      decoding: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...], as: UTF8.self)
    var records = Self.records(text)[...]
    let header = records.popFirst() ?? []
    columns = Dictionary(header.enumerated().map { ($1.lowercased(), $0) }) { first, _ in first }
    rows = records.filter { $0.count == header.count }
  }

  /// Calls `body` with each row; the argument tells the field of a column, nil where it is empty or not there.
  func forEachRow(_ body: ((String) -> String?) -> Void) {
    for row in rows {
      body { name in
        guard let at = columns[name.lowercased()], !row[at].isEmpty else { return nil }
        return String(row[at])
      }
    }
  }

  private static func records(_ text: String) -> [[Substring]] {
    var records: [[Substring]] = []
    var fields: [Substring] = []
    var field = Substring()
    var isQuoted = false, wasQuote = false
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"":
        if wasQuote { field.unicodeScalars.append(scalar) }
        wasQuote = isQuoted && !wasQuote
        isQuoted = wasQuote ? isQuoted : true
        continue
      case "," where !isQuoted || wasQuote:
        fields.append(field)
        field = ""
        (isQuoted, wasQuote) = (false, false)
      case "\n" where !isQuoted || wasQuote, "\r" where !isQuoted || wasQuote:
        if !fields.isEmpty || !field.isEmpty { records.append(fields + [field]) }
        fields = []
        field = ""
        (isQuoted, wasQuote) = (false, false)
      default:
        field.unicodeScalars.append(scalar)
        wasQuote = false
      }
    }
    if !fields.isEmpty || !field.isEmpty { records.append(fields + [field]) }
    return records
  }
}
