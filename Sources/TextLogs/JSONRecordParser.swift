internal import Bytes
internal import Records

/// Reads one JSON object (RFC 8259) into its values and a skeleton of its keys.
///
/// The skeleton is the object without blanks and with a letter in place of each value: `{"Event"{"EventID"v}}`. Keys
/// stand in it as the source spells them, so that it can be compared without decoding anything. Records of one
/// skeleton have the same fields in the same order.
struct JSONRecordParser: ~Copyable {
  /// Decoded values, one after the other; what the slots' offsets count in.
  private(set) var values = ByteBuffer(capacity: 1 << 14)
  private(set) var skeleton = ByteBuffer(capacity: 1 << 12)
  private(set) var slots: [Slot] = []
  /// How many line ends stand between the record's tokens.
  private(set) var lineEnds = 0

  /// Objects and arrays inside each other.
  ///
  /// Known exports need ten; the limit keeps the stack small.
  static let depthLimit = 32
  /// Values in one record.
  ///
  /// Known exports have a few hundred.
  static let valueLimit = 4096
  /// Bytes of keys and structure in one record, since they are kept for each set of keys.
  static let skeletonLimit = 1 << 16

  /// Why no record was read.
  enum Fault: Error {
    /// The bytes ended first.
    case incomplete
    /// At this place something else was expected.
    case invalid(at: Int, expected: StaticString)
  }

  /// Reads the object that begins at `start` and returns the place of the byte after it.
  mutating func parse(_ text: RawSpan, at start: Int) throws(Fault) -> Int {
    values.removeAll()
    skeleton.removeAll()
    slots.removeAll(keepingCapacity: true)
    lineEnds = 0
    var at = start
    try object(text, &at, depth: 1)
    return at
  }

  private mutating func object(_ text: RawSpan, _ at: inout Int, depth: Int) throws(Fault) {
    guard depth <= Self.depthLimit else { throw .invalid(at: at, expected: "at most 32 levels") }
    skeleton.append(UInt8(ascii: "{"))
    at &+= 1
    var byte = try token(text, &at)
    if byte != UInt8(ascii: "}") {
      while true {
        guard byte == UInt8(ascii: "\"") else { throw .invalid(at: at, expected: "a field name in quotes") }
        try key(text, &at)
        guard try token(text, &at) == UInt8(ascii: ":") else { throw .invalid(at: at, expected: "a colon") }
        at &+= 1
        try value(text, &at, depth: depth)
        byte = try token(text, &at)
        if byte == UInt8(ascii: "}") { break }
        guard byte == UInt8(ascii: ",") else { throw .invalid(at: at, expected: "a comma or a closing brace") }
        at &+= 1
        byte = try token(text, &at)
      }
    }
    at &+= 1
    skeleton.append(UInt8(ascii: "}"))
  }

  private mutating func array(_ text: RawSpan, _ at: inout Int, depth: Int) throws(Fault) {
    guard depth <= Self.depthLimit else { throw .invalid(at: at, expected: "at most 32 levels") }
    let opening = at
    at &+= 1
    var byte = try token(text, &at)
    if byte == UInt8(ascii: "]") {
      at &+= 1
      return try add(.null, from: values.count, opening)
    }
    skeleton.append(UInt8(ascii: "["))
    while true {
      try value(text, &at, depth: depth)
      byte = try token(text, &at)
      if byte == UInt8(ascii: "]") { break }
      guard byte == UInt8(ascii: ",") else { throw .invalid(at: at, expected: "a comma or a closing bracket") }
      at &+= 1
    }
    at &+= 1
    skeleton.append(UInt8(ascii: "]"))
  }

  private mutating func value(_ text: RawSpan, _ at: inout Int, depth: Int) throws(Fault) {
    let start = values.count
    let first = at
    switch try token(text, &at) {
    case UInt8(ascii: "\""):
      try string(text, &at)
      try add(.utf8, from: start, first)
    case UInt8(ascii: "{"): try object(text, &at, depth: depth &+ 1)
    case UInt8(ascii: "["): try array(text, &at, depth: depth &+ 1)
    case UInt8(ascii: "t"):
      try word(text, &at, 0x6575_7274)
      values.append("true")
      try add(.utf8, from: start, first)
    case UInt8(ascii: "f"):
      try word(text, &at, 0x736C_6166, closing: UInt8(ascii: "e"))
      values.append("false")
      try add(.utf8, from: start, first)
    case UInt8(ascii: "n"):
      try word(text, &at, 0x6C6C_756E)
      try add(.null, from: start, first)
    default:
      try number(text, &at)
      try add(.utf8, from: start, first)
    }
  }

  private mutating func add(_ kind: ValueKind, from start: Int, _ at: Int) throws(Fault) {
    guard slots.count < Self.valueLimit else { throw .invalid(at: at, expected: "at most 4,096 values in a record") }
    skeleton.append(UInt8(ascii: "v"))
    slots.append(Slot(offset: UInt32(clamping: start), length: UInt32(clamping: values.count &- start), kind: kind))
  }

  private mutating func string(_ text: RawSpan, _ at: inout Int) throws(Fault) {
    switch values.append(jsonText: text, at: at &+ 1) {
    case .closed(let end): at = end
    case .open: throw .incomplete
    case .invalid(let place):
      at = place
      throw .invalid(at: place, expected: "a character or an escape that JSON allows")
    }
  }

  /// Takes a key over into the skeleton, with its quotes.
  private mutating func key(_ text: RawSpan, _ at: inout Int) throws(Fault) {
    let start = at
    let run = text.endOfPlainJSONText(from: at &+ 1)
    if text.uint8(at: run) == UInt8(ascii: "\"") {
      at = run &+ 1
    } else {
      let kept = values.count
      try string(text, &at)
      values.truncate(to: kept)
    }
    guard skeleton.count &+ (at &- start) <= Self.skeletonLimit else {
      throw .invalid(at: start, expected: "at most 64 KiB of field names")
    }
    skeleton.append(text.partOrEmpty(at: start, count: at &- start))
  }

  /// Moves over `true`, `false` or `null`, given by its first four letters in one little-endian number.
  private func word(_ text: RawSpan, _ at: inout Int, _ letters: UInt32, closing: UInt8? = nil) throws(Fault) {
    let length = closing == nil ? 4 : 5
    guard text.byteCount &- at >= length else { throw .incomplete }
    guard text.uint32(at: at) == letters, closing == nil || text.uint8(at: at &+ 4) == closing else {
      throw .invalid(at: at, expected: "true, false or null")
    }
    at &+= length
  }

  /// Reads a number (RFC 8259, section 6).
  ///
  /// The text is kept as the source spells it.
  private mutating func number(_ text: RawSpan, _ at: inout Int) throws(Fault) {
    let start = at
    if text.uint8(at: at) == UInt8(ascii: "-") { at &+= 1 }
    let isZero = text.uint8(at: at) == UInt8(ascii: "0")
    guard try digits(text, &at) == 1 || !isZero else {
      throw .invalid(at: at, expected: "a number without leading zeros")
    }
    if text.uint8(at: at) == UInt8(ascii: ".") {
      at &+= 1
      _ = try digits(text, &at)
    }
    if let byte = text.uint8(at: at), byte | 0x20 == UInt8(ascii: "e") {
      at &+= 1
      if let sign = text.uint8(at: at), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { at &+= 1 }
      _ = try digits(text, &at)
    }
    guard at < text.byteCount else { throw .incomplete }
    values.append(text.partOrEmpty(at: start, count: at &- start))
  }

  /// Moves over digits and says how many they are, at least one.
  private func digits(_ text: RawSpan, _ at: inout Int) throws(Fault) -> Int {
    let start = at
    while let byte = text.uint8(at: at), byte &- 0x30 < 10 { at &+= 1 }
    guard at > start else {
      guard at < text.byteCount else { throw .incomplete }
      throw .invalid(at: at, expected: "a value")
    }
    return at &- start
  }

  /// Moves over blanks and returns the byte there, without moving past it.
  @inline(__always) private mutating func token(_ text: RawSpan, _ at: inout Int) throws(Fault) -> UInt8 {
    while let byte = text.uint8(at: at) {
      if byte > 0x20 { return byte }
      guard JSONBlank.isBlank(byte) else { return byte }
      if byte == 0x0A { lineEnds &+= 1 }
      at &+= 1
    }
    throw .incomplete
  }
}

/// What may stand between JSON's tokens.
enum JSONBlank {
  @inline(__always) static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }
}
