public import Bytes

/// One item of a text of items `<type>:<key>=<value>` or `<key>=<value>` with semicolons between them.
///
/// This is the grammar of `EventData` in Exchange's ECP and OAB generator logs, and of `GenericInfo` in its request
/// logs. An item with special characters stands in single quotes, the ones inside it doubled: its semicolons end no
/// item. The text may come from between the quotes of a comma-separated file, its double quotes doubled.
public enum ItemText {
  /// Appends the value of the first item with that key.
  ///
  /// - Parameters:
  ///   - key: in lower case; letter case makes no difference.
  ///   - kind: what the text is: `utf8`, `csvText` or `ansi`.
  /// - Returns: false where there is no such item or its value is empty.
  public static func append(
    _ key: [UInt8], of items: RawSpan, kind: ValueKind, folded: Bool, to text: inout ByteBuffer
  ) -> Bool {
    guard let found = find(key, in: items), found.value.isEmpty == false else { return false }
    let value = items.partOrEmpty(at: found.value.lowerBound, count: found.value.count)
    let single = UInt8(ascii: "'")
    switch (kind, found.isQuoted) {
    case (.csvText, _):
      QuotedText.append(
        value, doubled: UInt8(ascii: "\""), and: found.isQuoted ? single : nil, folded: folded, to: &text)
    case (.utf8, true), (.ansi, true): QuotedText.append(value, doubled: single, folded: folded, to: &text)
    default: ValueText.append(value, kind: kind, folded: folded, to: &text)
    }
    return true
  }

  /// Where the value of the first item with that key stands, and whether the item is quoted.
  private static func find(_ key: [UInt8], in items: RawSpan) -> (value: Range<Int>, isQuoted: Bool)? {
    var at = 0
    while at < items.byteCount {
      let item = item(items, at)
      if let value = value(of: key, items, item.content) { return (value, item.isQuoted) }
      at = item.next
    }
    return nil
  }

  /// The item that begins at `start`, without its quotes, and where the next one begins.
  ///
  /// A quote that is never closed is a letter like others.
  private static func item(_ items: RawSpan, _ start: Int) -> (content: Range<Int>, isQuoted: Bool, next: Int) {
    if items.uint8(at: start) == UInt8(ascii: "'"), let end = closingQuote(items, from: start &+ 1) {
      let separator = items.firstIndex(of: UInt8(ascii: ";"), from: end &+ 1) ?? items.byteCount
      return (start &+ 1..<end, true, separator &+ 1)
    }
    let end = items.firstIndex(of: UInt8(ascii: ";"), from: start) ?? items.byteCount
    return (start..<end, false, end &+ 1)
  }

  private static func closingQuote(_ items: RawSpan, from start: Int) -> Int? {
    var at = start
    while let quote = items.firstIndex(of: UInt8(ascii: "'"), from: at) {
      guard items.uint8(at: quote &+ 1) == UInt8(ascii: "'") else { return quote }
      at = quote &+ 2
    }
    return nil
  }

  /// The value of an item with that key; nil for one with another key.
  private static func value(of key: [UInt8], _ items: RawSpan, _ content: Range<Int>) -> Range<Int>? {
    guard let equals = items.firstIndex(of: UInt8(ascii: "="), from: content.lowerBound), equals < content.upperBound
    else { return nil }
    var start = content.lowerBound
    // Types are short: `S`, `I32`, `Dbl`.
    for at in start..<min(equals, start &+ 8) where items.uint8(at: at) == UInt8(ascii: ":") {
      start = at &+ 1
      break
    }
    guard equals &- start == key.count else { return nil }
    for (number, letter) in key.enumerated() {
      guard let byte = items.uint8(at: start &+ number) else { return nil }
      guard byte == letter || (byte &- 0x41 < 26 && byte | 0x20 == letter) else { return nil }
    }
    return equals &+ 1..<content.upperBound
  }
}
