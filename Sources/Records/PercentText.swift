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
    guard kind == .utf8 || kind == .ansi, value.firstIndex(of: UInt8(ascii: "%")) != nil else {
      return ValueText.append(value, kind: kind, folded: folded, to: &text)
    }
    var decoded = ByteBuffer(capacity: value.byteCount)
    decoded.append(percentDecoded: value)
    for _ in 1..<max(1, times) {
      guard decoded.bytes.firstIndex(of: UInt8(ascii: "%")) != nil else { break }
      var again = ByteBuffer(capacity: decoded.count)
      again.append(percentDecoded: decoded.bytes)
      swap(&again, &decoded)
    }
    if decoded.bytes.isUTF8 {
      ValueText.append(decoded.bytes, kind: .utf8, folded: folded, to: &text)
    } else {
      appendANSI(decoded.bytes, folded, &text)
    }
  }

  /// A NUL ends text in Windows' own formats, but not here: what an escape hides behind one must be seen.
  private static func appendANSI(_ bytes: RawSpan, _ folded: Bool, _ text: inout ByteBuffer) {
    var at = 0
    while let end = bytes.firstIndex(of: 0, from: at) {
      text.append(ansi: bytes.extracting(at..<end), folded: folded)
      text.append(0)
      at = end + 1
    }
    text.append(ansi: bytes.extracting(at..<bytes.byteCount), folded: folded)
  }
}
