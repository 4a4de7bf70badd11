/// A YAML scalar: its text, and how it was written.
///
/// Kinds follow the core schema of YAML 1.2 (section 10.3.2): `yes` and `on` are text, `0o17` is octal, `017` is not.
struct YAMLScalar: Sendable {
  enum Style: Sendable { case plain, quoted, block }

  enum Kind: Sendable, Hashable {
    case null
    case bool(Bool)
    /// In decimal digits, with the zeros that it was written with.
    case integer(String)
    case float(Double)
    case string
  }

  var text: String
  var style: Style
  /// Whether a tag says that it is text whatever it looks like.
  var isTaggedString = false

  var kind: Kind {
    guard style == .plain, !isTaggedString else { return .string }
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    default: return Self.number(text.utf8) ?? .string
    }
  }

  /// What a rule compares with: numbers in their canonical form, everything else as written.
  ///
  /// A number with leading zeros stays as written: `00000429` is a keyboard layout, not 429.
  var comparedText: String {
    switch kind {
    case .integer(let digits): digits
    case .bool(let value): value ? "true" : "false"
    case .null: ""
    case .float, .string: text
    }
  }

  /// The number that it is, also where it stands in quotes.
  var number: Double? {
    switch Self.number(text.utf8) {
    case .integer(let digits): Double(digits)
    case .float(let value): value.isFinite ? value : nil
    default: nil
    }
  }

  private static func number(_ text: String.UTF8View) -> Kind? {
    guard let first = text.first, first <= UInt8(ascii: "9") else { return nil }
    if let value = radix(text) { return .integer(String(value)) }
    let sign = first == UInt8(ascii: "-") || first == UInt8(ascii: "+") ? 1 : 0
    let digits = text.dropFirst(sign)
    if !digits.isEmpty, digits.allSatisfy(isDigit) { return .integer(canonical(digits, isNegative: first == 0x2D)) }
    guard isFloat(digits), let value = double(String(text)) else { return nil }
    return .float(value)
  }

  /// Swift's numbers need a digit behind the point, YAML's do not.
  private static func double(_ text: String) -> Double? { Double(text) ?? Double(text.replacing(".", with: ".0")) }

  private static func radix(_ text: String.UTF8View) -> UInt64? {
    let body = String(Substring(text.dropFirst(2)))
    if text.starts(with: "0x".utf8) { return body.first == "-" || body.first == "+" ? nil : UInt64(body, radix: 16) }
    if text.starts(with: "0o".utf8) { return body.first == "-" || body.first == "+" ? nil : UInt64(body, radix: 8) }
    return nil
  }

  private static func canonical(_ digits: Substring.UTF8View, isNegative: Bool) -> String {
    (isNegative ? "-" : "") + String(Substring(digits))
  }

  /// Whether it is a float of the core schema without its sign.
  ///
  /// `(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
  private static func isFloat(_ text: Substring.UTF8View) -> Bool {
    let whole = text.prefix(while: isDigit)
    var rest = text.dropFirst(whole.count)
    var fraction = 0
    let hasPoint = rest.first == UInt8(ascii: ".")
    if hasPoint {
      fraction = rest.dropFirst().prefix(while: isDigit).count
      rest = rest.dropFirst(1 + fraction)
    }
    guard !whole.isEmpty || fraction > 0 else { return false }
    guard let mark = rest.first else { return hasPoint }
    guard mark | 0x20 == UInt8(ascii: "e") else { return false }
    rest = rest.dropFirst()
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    return !rest.isEmpty && rest.allSatisfy(isDigit)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
