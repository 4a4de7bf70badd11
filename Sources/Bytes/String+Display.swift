extension String {
  /// The text with everything that a terminal would act on shown by name or number: `<ESC>`, `<U+202E>`.
  ///
  /// For text from evidence and for file names, wherever people read them. Line breaks and tabs are shown so too:
  /// one text stays on one line.
  public var escapedForDisplay: String {
    guard unicodeScalars.contains(where: \.steersDisplay) else { return self }
    var result = ""
    result.reserveCapacity(utf8.count + 16)
    for scalar in unicodeScalars {
      if scalar.steersDisplay { result += scalar.displayName } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }

  /// As `escapedForDisplay`, and every other character outside ASCII by its number too.
  public var escapedForASCII: String {
    guard !utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return self }
    var result = ""
    for scalar in unicodeScalars {
      if scalar.value >= 0x7F || scalar.value < 0x20 {
        result += scalar.displayName
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension Unicode.Scalar {
  /// The name in angle brackets for the control characters of ASCII, `<U+202E>` for others.
  var displayName: String {
    if value < 0x20 { return "<\(Self.controlNames[Int(value)])>" }
    if value == 0x7F { return "<DEL>" }
    let digits = String(value, radix: 16, uppercase: true)
    return "<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
  }

  /// ISO 646's short names for 0x00 to 0x1F.
  private static let controlNames = [
    "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "TAB", "LF", "VT", "FF", "CR", "SO", "SI",
    "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS", "RS", "US",
  ]
}
