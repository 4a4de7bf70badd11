/// The percent escapes with which Velociraptor writes one component of a path.
///
/// Each component is escaped by itself, so a `%2F` or `%5C` in it is part of a name and never a separator.
enum PercentEscape {
  /// The text with all escapes undone; a lone `%` at the end is dropped, any other stays.
  static func decode(_ text: String) -> String { decode(text) { _ in true } }

  /// As `decode`, but what would no longer be one component stays escaped: separators, `.` and `..`.
  static func decodeComponent(_ text: String) -> String {
    let decoded = decode(text) { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "\\") }
    return decoded == "." || decoded == ".." || decoded.isEmpty ? text : decoded
  }

  /// The text itself where it is one component; escaped where it would not be one any more.
  static func asComponent(_ text: String) -> String {
    let isOne = !text.isEmpty && text != "." && text != ".." && !text.contains { $0 == "/" || $0 == "\\" }
    return isOne ? text : encodeComponent(text)
  }

  /// One component as Velociraptor writes it.
  ///
  /// Source: Velociraptor, `utils/sanitize.go`.
  static func encodeComponent(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    for (at, scalar) in scalars.enumerated() {
      let isAtEdge = (scalar == "." || scalar == " ") && (at == 0 || at == scalars.count - 1)
      if isAtEdge || scalar.value < 0x20 || scalar.value == 0x7F || special.contains(scalar) {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result.append(contentsOf: ("%" + (digits.count < 2 ? "0" : "") + digits).unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  private static let special = Set("?\"*:\\|<>%/".unicodeScalars)

  private static func decode(_ text: String, where isAllowed: (UInt8) -> Bool) -> String {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var at = 0
    while at < bytes.count {
      if bytes[at] == UInt8(ascii: "%") {
        if at + 1 == bytes.count { break }
        if at + 2 < bytes.count, let high = digit(bytes[at + 1]), let low = digit(bytes[at + 2]),
          isAllowed(high << 4 | low)
        {
          result.append(high << 4 | low)
          at += 3
          continue
        }
      }
      result.append(bytes[at])
      at += 1
    }
    return NameText.decode(result)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
