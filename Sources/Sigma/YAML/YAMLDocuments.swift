/// A file's bytes cut into YAML documents, so that what is wrong with one costs that one alone.
///
/// A line that begins with `---` or `...` ends a document wherever it stands: YAML 1.2.2, section 9.1.2, forbids both
/// inside scalars.
struct YAMLDocuments {
  struct Part: Sendable {
    var bytes: ArraySlice<UInt8>
    /// The line of the file on which it begins, counted from 1.
    var line: Int
  }

  private(set) var parts: [Part] = []

  init(_ bytes: [UInt8]) {
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var startLine = 1
    var lines = LineStarts(bytes[start...])
    while let line = lines.next() {
      guard line.offset > start, let marker = Self.marker(bytes, at: line.offset) else { continue }
      append(bytes[start..<line.offset], startLine)
      start = marker == .end ? min(bytes.count, line.offset + 3) : line.offset
      startLine = line.number
    }
    append(bytes[start...], startLine)
  }

  private mutating func append(_ bytes: ArraySlice<UInt8>, _ line: Int) {
    if Self.hasContent(bytes) { parts.append(Part(bytes: bytes, line: line)) }
  }

  private enum Marker { case start, end }

  private static func marker(_ bytes: [UInt8], at offset: Int) -> Marker? {
    guard offset + 3 <= bytes.count, bytes[offset] == bytes[offset + 1], bytes[offset] == bytes[offset + 2] else {
      return nil
    }
    guard offset + 3 == bytes.count || bytes[offset + 3] <= UInt8(ascii: " ") else { return nil }
    switch bytes[offset] {
    case UInt8(ascii: "-"): return .start
    case UInt8(ascii: "."): return .end
    default: return nil
    }
  }

  /// Whether there is more than blank lines, comments, directives and a marker.
  private static func hasContent(_ bytes: ArraySlice<UInt8>) -> Bool {
    for (index, line) in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).enumerated() {
      var rest = line
      if index == 0, line.starts(with: "---".utf8) { rest = line.dropFirst(3) }
      guard let first = rest.first(where: { $0 != 0x20 && $0 != 0x09 }) else { continue }
      if first == UInt8(ascii: "#") || rest.first == UInt8(ascii: "%") { continue }
      return true
    }
    return false
  }
}

/// Where the lines of a text begin; LF, CRLF and lone CR end a line.
struct LineStarts {
  private let bytes: ArraySlice<UInt8>
  private var offset: Int
  private var number: Int

  /// The lines of `bytes`, the first of which has the number `first`.
  init(_ bytes: ArraySlice<UInt8>, first: Int = 1) {
    self.bytes = bytes
    offset = bytes.startIndex
    number = first - 1
  }

  /// Where the next line begins, as an index of the bytes, and its number.
  mutating func next() -> (offset: Int, number: Int)? {
    let end = bytes.endIndex
    guard offset < end else { return nil }
    number += 1
    let start = offset
    while offset < end, bytes[offset] != 0x0A, bytes[offset] != 0x0D { offset += 1 }
    if offset + 1 < end, bytes[offset] == 0x0D, bytes[offset + 1] == 0x0A { offset += 1 }
    offset += 1
    return (start, number)
  }
}
