internal import Bytes

/// A JSON document (RFC 8259) as values, read within limits.
///
/// For files of our own side that may be hostile all the same: feeds of indicators.
enum JSONDocument: Equatable {
  case null
  case bool(Bool)
  /// As written.
  case number(String)
  case string(String)
  case array([JSONDocument])
  /// Of a name that stands twice the first value counts.
  case object([String: JSONDocument])

  /// Deeper documents are refused: no feed needs more than a dozen levels.
  static let mostDepth = 64
  /// Values of one document: a feed of a million indicators has some thirty million.
  static let mostValues = 50_000_000

  /// Why a document cannot be read, and where.
  struct Failure: Error, Equatable {
    let line: Int
    /// In characters, counted from 1.
    let column: Int
    let reason: String
  }

  static func read(_ bytes: RawSpan) throws(Failure) -> JSONDocument {
    var parser = JSONDocumentParser(bytes)
    return try parser.document()
  }

  subscript(name: String) -> JSONDocument? {
    if case .object(let members) = self { members[name] } else { nil }
  }

  /// The elements of an array; none of anything else.
  var elements: [JSONDocument] { if case .array(let elements) = self { elements } else { [] } }

  var text: String? { if case .string(let text) = self { text } else { nil } }

  /// The text of a string or a number.
  var word: String? {
    switch self {
    case .string(let text), .number(let text): text
    default: nil
    }
  }

  /// True or false, also as the texts and numbers that some exports write.
  var truth: Bool? {
    switch self {
    case .bool(let value): value
    case .string(let text), .number(let text):
      switch text.lowercased() {
      case "true", "1", "yes": true
      case "false", "0", "no": false
      default: nil
      }
    default: nil
    }
  }
}

/// One document from its first byte to its last.
private struct JSONDocumentParser: ~Escapable {
  private let bytes: RawSpan
  private var at = 0
  private var values = 0

  @_lifetime(copy bytes)
  init(_ bytes: RawSpan) { self.bytes = bytes }

  private func failure(_ reason: String) -> JSONDocument.Failure {
    let before = bytes.partOrEmpty(at: 0, count: min(at, bytes.byteCount))
    var start = before.byteCount
    while start > 0, before.uint8(at: start - 1) != 0x0A { start -= 1 }
    let column = (start..<before.byteCount).count { (before.uint8(at: $0) ?? 0) & 0xC0 != 0x80 } + 1
    return JSONDocument.Failure(line: before.count(of: 0x0A) + 1, column: column, reason: reason)
  }

  @_lifetime(self: copy self)
  mutating func document() throws(JSONDocument.Failure) -> JSONDocument {
    if bytes.uint8(at: 0) == 0xEF, bytes.uint8(at: 1) == 0xBB, bytes.uint8(at: 2) == 0xBF { at = 3 }
    let value = try value(depth: 0)
    skipBlanks()
    guard at == bytes.byteCount else { throw failure("expected the end of the document") }
    return value
  }

  @_lifetime(self: copy self)
  private mutating func skipBlanks() {
    while let byte = bytes.uint8(at: at), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
  }

  @_lifetime(self: copy self)
  private mutating func take(_ byte: UInt8) -> Bool {
    skipBlanks()
    guard bytes.uint8(at: at) == byte else { return false }
    at += 1
    return true
  }

  @_lifetime(self: copy self)
  private mutating func value(depth: Int) throws(JSONDocument.Failure) -> JSONDocument {
    guard depth <= JSONDocument.mostDepth else {
      throw failure("values inside values more than \(JSONDocument.mostDepth) deep")
    }
    values += 1
    guard values <= JSONDocument.mostValues else { throw failure("more than \(JSONDocument.mostValues) values") }
    skipBlanks()
    switch bytes.uint8(at: at) {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case nil: throw failure("the document ends where a value was expected")
    default: return try number()
    }
  }

  @_lifetime(self: copy self)
  private mutating func word(_ text: StaticString, _ value: JSONDocument) throws(JSONDocument.Failure) -> JSONDocument {
    for byte in text.description.utf8 {
      guard bytes.uint8(at: at) == byte else { throw failure("expected a value") }
      at += 1
    }
    return value
  }

  @_lifetime(self: copy self)
  private mutating func number() throws(JSONDocument.Failure) -> JSONDocument {
    let start = at
    while let byte = bytes.uint8(at: at), byte &- 0x30 < 10 || "+-.eE".utf8.contains(byte) { at += 1 }
    guard at > start, at - start < 64 else { throw failure("expected a value") }
    return .number(bytes.extracting(start..<at).text)
  }

  @_lifetime(self: copy self)
  private mutating func string() throws(JSONDocument.Failure) -> String {
    var text = ByteBuffer(capacity: 64)
    switch text.append(jsonText: bytes, at: at + 1) {
    case .closed(let end): at = end
    case .open: throw failure("a text without its closing quote")
    case .invalid(let place):
      at = place
      throw failure("a character that may not stand in a text")
    }
    return text.text
  }

  @_lifetime(self: copy self)
  private mutating func array(depth: Int) throws(JSONDocument.Failure) -> JSONDocument {
    at += 1
    var elements: [JSONDocument] = []
    if take(UInt8(ascii: "]")) { return .array(elements) }
    repeat { elements.append(try value(depth: depth + 1)) } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw failure("expected a comma or the end of a list") }
    return .array(elements)
  }

  @_lifetime(self: copy self)
  private mutating func object(depth: Int) throws(JSONDocument.Failure) -> JSONDocument {
    at += 1
    var members: [String: JSONDocument] = [:]
    if take(UInt8(ascii: "}")) { return .object(members) }
    repeat {
      skipBlanks()
      guard bytes.uint8(at: at) == UInt8(ascii: "\"") else { throw failure("expected a name in quotes") }
      let name = try string()
      guard take(UInt8(ascii: ":")) else { throw failure("expected a colon") }
      let value = try value(depth: depth + 1)
      if members[name] == nil { members[name] = value }
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw failure("expected a comma or the end of an object") }
    return .object(members)
  }
}
