/// JSON (RFC 8259) written piece by piece: keys in the order in which they come, no spaces, one value a line if asked.
///
/// Characters that steer a terminal or turn the direction of text are written as `\uXXXX`: the value stays the same,
/// and a screen shows it harmlessly.
public struct JSONWriter: ~Copyable {
  /// What was written so far and not handed on.
  public var buffer: ByteBuffer
  private var needsComma = false

  public init(capacity: Int = 4096) { buffer = ByteBuffer(capacity: capacity) }

  // MARK: Values

  public mutating func object(_ body: (inout JSONWriter) throws -> Void) rethrows {
    open(UInt8(ascii: "{"))
    try body(&self)
    close(UInt8(ascii: "}"))
  }

  public mutating func array(_ body: (inout JSONWriter) throws -> Void) rethrows {
    open(UInt8(ascii: "["))
    try body(&self)
    close(UInt8(ascii: "]"))
  }

  public mutating func array(_ texts: [String]) {
    array { json in
      for text in texts { json.value(text) }
    }
  }

  public mutating func value(_ text: String) {
    separate()
    buffer.appendHarmlessJSON(text)
    needsComma = true
  }

  public mutating func value(_ number: Int) {
    separate()
    buffer.append(decimal: Int64(number))
    needsComma = true
  }

  public mutating func value(_ number: UInt64) {
    separate()
    buffer.append(decimal: number)
    needsComma = true
  }

  public mutating func value(_ claim: Bool) {
    separate()
    if claim { buffer.append("true") } else { buffer.append("false") }
    needsComma = true
  }

  public mutating func null() {
    separate()
    buffer.append("null")
    needsComma = true
  }

  /// A value that is JSON already; line ends at its end are left out.
  public mutating func raw(_ json: [UInt8]) {
    separate()
    var end = json.count
    while end > 0, json[end - 1] == 0x0A || json[end - 1] == 0x0D { end -= 1 }
    buffer.append(Array(json[..<end]))
    needsComma = true
  }

  // MARK: Members of an object

  public mutating func key(_ name: StaticString) {
    separate()
    buffer.append(UInt8(ascii: "\""))
    buffer.append(name)
    buffer.append("\":")
    needsComma = false
  }

  /// A key that comes from evidence.
  public mutating func key(text name: String) {
    separate()
    buffer.appendHarmlessJSON(name)
    buffer.append(UInt8(ascii: ":"))
    needsComma = false
  }

  public mutating func member(_ name: StaticString, _ text: String) {
    key(name)
    value(text)
  }

  /// `null` where there is no text.
  public mutating func member(_ name: StaticString, _ text: String?) {
    key(name)
    if let text { value(text) } else { null() }
  }

  public mutating func member(_ name: StaticString, _ number: Int) {
    key(name)
    value(number)
  }

  public mutating func member(_ name: StaticString, _ number: UInt64) {
    key(name)
    value(number)
  }

  public mutating func member(_ name: StaticString, _ claim: Bool) {
    key(name)
    value(claim)
  }

  public mutating func member(_ name: StaticString, _ texts: [String]) {
    key(name)
    array(texts)
  }

  // MARK: Lines

  /// Ends a line; what follows begins without a comma.
  public mutating func endLine() {
    buffer.append(UInt8(ascii: "\n"))
    needsComma = false
  }

  /// Writes a line break and this many spaces before the next key or value, for files that people read.
  public mutating func breakLine(indent: Int) {
    if needsComma { buffer.append(UInt8(ascii: ",")) }
    needsComma = false
    buffer.append(UInt8(ascii: "\n"))
    for _ in 0..<indent { buffer.append(UInt8(ascii: " ")) }
  }

  private mutating func open(_ bracket: UInt8) {
    separate()
    buffer.append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    buffer.append(bracket)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { buffer.append(UInt8(ascii: ",")) }
  }
}

extension ByteBuffer {
  /// Appends text as a JSON string; characters that steer terminals or the direction of text stand as `\uXXXX`.
  public mutating func appendHarmlessJSON(_ text: String) {
    let before = count
    append(UInt8(ascii: "\""))
    append(text)
    let isASCII = bytes.extracting(before &+ 1..<count).isASCII
    if isASCII || !text.unicodeScalars.contains(where: { $0.value >= 0x80 && $0.steersDisplay }) {
      escapeJSON(from: before &+ 1)
      return append(UInt8(ascii: "\""))
    }
    truncate(to: before)
    append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
      if scalar.value >= 0x80, scalar.steersDisplay {
        appendEscape(scalar)
      } else {
        let start = count
        append(String(scalar))
        escapeJSON(from: start)
      }
    }
    append(UInt8(ascii: "\""))
  }

  private mutating func appendEscape(_ scalar: Unicode.Scalar) {
    for unit in String(scalar).utf16 {
      append("\\u")
      append(hexByte: UInt8(unit >> 8))
      append(hexByte: UInt8(unit & 0xFF))
    }
  }
}

extension Unicode.Scalar {
  /// Whether a terminal or a text view may act on it, or show nothing for it, instead of showing it.
  ///
  /// Controls (Cc), format characters (Cf: bidirectional marks, zero-width, tags), line and paragraph separators,
  /// private use and unassigned places, variation selectors, and the fillers that look like nothing.
  public var steersDisplay: Bool {
    switch value {
    case 0x20..<0x7F: return false
    case 0x115F, 0x1160, 0x3164, 0xFFA0, 0x034F, 0xFE00...0xFE0F, 0xE0100...0xE01EF: return true
    default: break
    }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: return true
    default: return false
    }
  }
}
