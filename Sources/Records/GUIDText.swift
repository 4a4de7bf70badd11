public import Bytes

/// Identifiers of requests as logs write them: 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12, dashes between.
public enum GUIDText {
  /// Bytes of one.
  public static let length = 36

  /// What Exchange puts before the number of a request in the queries that IIS logs.
  public static let cafeRequest = Array("cafeReqId=".utf8)

  /// Where the last one begins that follows `key`; nil where none does.
  ///
  /// The last, since the server appends its own to what the client sent. It is looked for from the end on, so that what
  /// stands at the end is found at once.
  public static func last(after key: [UInt8], in text: RawSpan) -> Int? {
    var rest = text
    while let start = lastKey(key, in: rest) {
      if isGUID(text, at: start) { return start }
      rest = text.extracting(0..<start &- key.count)
    }
    return nil
  }

  /// Where what follows the last `key` begins, if it is long enough; whether it is a GUID was not looked at.
  public static func lastKey(_ key: [UInt8], in text: RawSpan) -> Int? {
    guard let final = key.last else { return nil }
    var end = text.byteCount &- length
    while end >= key.count, let at = text.lastIndex(of: final, before: end) {
      let start = at &+ 1 &- key.count
      guard start >= 0 else { return nil }
      if text.partOrEmpty(at: start, count: key.count).hasSameBytes(as: key.span.bytes) { return at &+ 1 }
      end = at
    }
    return nil
  }

  /// Whether its four dashes stand where they must; the digits are not looked at.
  public static func hasDashes(_ text: RawSpan, at start: Int) -> Bool {
    guard start >= 0, start &+ length <= text.byteCount else { return false }
    let dash = UInt8(ascii: "-")
    return text.byte(at: start &+ 8) == dash && text.byte(at: start &+ 13) == dash
      && text.byte(at: start &+ 18) == dash && text.byte(at: start &+ 23) == dash
  }

  /// Whether one stands there, and nothing after it that would make it longer.
  public static func isGUID(_ text: RawSpan, at start: Int) -> Bool {
    guard start >= 0, start &+ length <= text.byteCount else { return false }
    for place in 0..<length {
      guard let byte = text.uint8(at: start &+ place) else { return false }
      let isDash = byte == UInt8(ascii: "-")
      let wantsDash = place == 8 || place == 13 || place == 18 || place == 23
      guard isDash == wantsDash, isDash || isHexDigit(byte) else { return false }
    }
    guard let next = text.uint8(at: start &+ length) else { return true }
    return !isHexDigit(next) && next != UInt8(ascii: "-")
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6 }
}
