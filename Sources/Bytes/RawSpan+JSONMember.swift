/// Looking for one member of a JSON object (RFC 8259) without reading the rest.
extension RawSpan {
  /// Where the value of the first member with that name stands; nil where the bytes are no such object.
  ///
  /// The name is compared as its bytes stand; names with escapes are not found. What stands inside other values is not
  /// looked at, and values are not checked.
  public func jsonMember(_ name: [UInt8]) -> Range<Int>? {
    var at = skippingJSONBlanks(from: 0)
    guard uint8(at: at) == UInt8(ascii: "{") else { return nil }
    at = skippingJSONBlanks(from: at &+ 1)
    while uint8(at: at) == UInt8(ascii: "\""), let nameEnd = endOfJSONText(from: at &+ 1) {
      let colon = skippingJSONBlanks(from: nameEnd &+ 1)
      guard uint8(at: colon) == UInt8(ascii: ":") else { return nil }
      let start = skippingJSONBlanks(from: colon &+ 1)
      guard let end = endOfJSONValue(from: start), end > start else { return nil }
      if partOrEmpty(at: at &+ 1, count: nameEnd &- at &- 1).hasSameBytes(as: name.rawSpan) { return start..<end }
      let comma = skippingJSONBlanks(from: end)
      guard uint8(at: comma) == UInt8(ascii: ",") else { return nil }
      at = skippingJSONBlanks(from: comma &+ 1)
    }
    return nil
  }

  /// Calls `body` with the place of each element of a JSON array; does nothing where the bytes are none.
  public func forEachJSONElement(_ body: (Range<Int>) -> Void) {
    var at = skippingJSONBlanks(from: 0)
    guard uint8(at: at) == UInt8(ascii: "[") else { return }
    while true {
      let start = skippingJSONBlanks(from: at &+ 1)
      guard let end = endOfJSONValue(from: start), end > start else { return }
      body(start..<end)
      at = skippingJSONBlanks(from: end)
      guard uint8(at: at) == UInt8(ascii: ",") else { return }
    }
  }

  /// The place behind the value that begins at `start`; nil where the bytes end inside it.
  private func endOfJSONValue(from start: Int) -> Int? {
    var at = start
    var depth = 0
    while let byte = uint8(at: at) {
      switch byte {
      case UInt8(ascii: "\""):
        guard let end = endOfJSONText(from: at &+ 1) else { return nil }
        at = end &+ 1
        if depth == 0 { return at }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth &+= 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth <= 1 { return depth == 1 ? at &+ 1 : at }
        depth &-= 1
      case UInt8(ascii: ",") where depth == 0: return at
      default: if depth == 0, byte <= 0x20 { return at }
      }
      at &+= 1
    }
    return nil
  }

  /// The place of the quote that closes a string whose content begins at `start`.
  private func endOfJSONText(from start: Int) -> Int? {
    var at = start
    while true {
      at = endOfPlainJSONText(from: at)
      switch uint8(at: at) {
      case UInt8(ascii: "\""): return at
      case UInt8(ascii: "\\"): at &+= 2
      case nil: return nil
      default: at &+= 1
      }
    }
  }

  private func skippingJSONBlanks(from start: Int) -> Int {
    var at = start
    while let byte = uint8(at: at), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at &+= 1 }
    return at
  }
}
