public import Bytes

/// Percent escapes (RFC 3986, section 2.1) undone, as rules ask for it.
public enum PercentText {
  /// Appends a value with its escapes undone `times` times over.
  ///
  /// An escape that is none stays as it is, and so does `+`. What comes out is read as UTF-8, or as Windows-1252 where
  /// it is none.
  public static func append(
    _ value: RawSpan, kind: ValueKind, times: Int, folded: Bool, to text: inout ByteBuffer
  ) {
    guard kind == .utf8 || kind == .ansi || kind == .csvText, value.firstIndex(of: UInt8(ascii: "%")) != nil else {
      return ValueText.append(value, kind: kind, folded: folded, to: &text)
    }
    var decoded = ByteBuffer(capacity: value.byteCount)
    if kind == .csvText {
      var plain = ByteBuffer(capacity: value.byteCount)
      QuotedText.appendBytes(value, doubled: UInt8(ascii: "\""), to: &plain)
      decoded.append(percentDecoded: plain.bytes)
    } else {
      decoded.append(percentDecoded: value)
    }
    for _ in 1..<max(1, times) {
      guard decoded.bytes.firstIndex(of: UInt8(ascii: "%")) != nil else { break }
      var again = ByteBuffer(capacity: decoded.count)
      again.append(percentDecoded: decoded.bytes)
      swap(&again, &decoded)
    }
    if decoded.bytes.isUTF8 {
      ValueText.append(decoded.bytes, kind: .utf8, folded: folded, to: &text)
    } else {
      // A NUL ends text in Windows' own formats, but not here: what an escape hides behind one must be seen.
      text.append(ansiLine: decoded.bytes, folded: folded)
    }
  }
}
