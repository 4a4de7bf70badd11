/// The name of an archive's member, taken apart.
///
/// Nothing is ever written under such a name; a name that would do harm where it is written costs its member all the
/// same, since a sound collection has none. A backslash separates like a slash: older .NET writes zips so.
enum MemberName {
  /// Names longer than a Windows path can be.
  static let longest = 32_767

  enum Parsed: Hashable {
    case components([String])
    /// Refused: one lower-case clause.
    case refused(String)
  }

  static func parse(_ raw: [UInt8]) -> Parsed {
    guard let first = raw.first else { return .refused("a member without a name") }
    guard raw.count <= longest else { return .refused("its name is \(raw.count) bytes long") }
    let slash = UInt8(ascii: "/"), backslash = UInt8(ascii: "\\")
    if first == slash || first == backslash {
      let isNetwork = raw.count > 1 && (raw[1] == slash || raw[1] == backslash)
      return .refused(isNetwork ? "its name is a network path" : "its name is an absolute path")
    }
    if raw.count > 1, raw[1] == UInt8(ascii: ":"), isLetter(first) { return .refused("its name begins with a drive") }
    let parts = raw.split { $0 == slash || $0 == backslash }
    if parts.contains(where: { $0.elementsEqual([0x2E, 0x2E]) }) {
      return .refused("its name leads out of the archive ('..')")
    }
    let components = parts.filter { !$0.elementsEqual([0x2E]) }.map { NameText.decode($0) }
    return components.isEmpty ? .refused("a member without a name") : .components(components)
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  private static let devices: Set<String> = ["con", "prn", "aux", "nul", "clock$", "conin$", "conout$"]

  /// Whether Windows takes a component for a device, whatever its extension: CON, AUX, COM1 and the like.
  static func isDevice(_ component: String) -> Bool {
    let stem = component.prefix { $0 != "." && $0 != ":" }.lowercased()
    let trimmed = String(stem.reversed().drop { $0 == " " }.reversed())
    if devices.contains(trimmed) { return true }
    return trimmed.count == 4 && (trimmed.hasPrefix("com") || trimmed.hasPrefix("lpt"))
      && (trimmed.last?.isWholeNumber ?? false)
  }
}

/// The text of a name that is in UTF-8, or else in the code page of DOS.
enum NameText {
  static func decode(_ bytes: some Collection<UInt8>) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var text = ""
    for byte in bytes {
      text.unicodeScalars.append(byte < 0x80 ? Unicode.Scalar(byte) : codePage437[Int(byte) - 0x80])
    }
    return text
  }

  /// Source: the Unicode Consortium's table `VENDORS/MICSFT/PC/CP437.TXT`, bytes 80 to FF.
  private static let codePage437 = Array(
    ("ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌"
      + "█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}").unicodeScalars)
}
