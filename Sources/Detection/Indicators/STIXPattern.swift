/// The part of STIX's pattern language that says what equals what.
///
/// One observation or several with OR between them; in it comparisons with `=`, `IN` and, for networks, `ISSUBSET`,
/// joined by AND and OR. Anything else is refused by name. Source: OASIS, STIX Version 2.1, section 9.
enum STIXPattern {
  struct Part: Equatable {
    var kind: IndicatorKind
    var value: String
    /// A folder that the file of another part lies in.
    var isParent = false
  }

  /// Longer patterns, and such that come to more alternatives, are refused.
  static let longest = 65_536
  static let mostAlternatives = 1000
  static let mostDepth = 32
  /// Parts of one alternative.
  static let mostParts = 32

  /// What may stand in a record for the pattern to hold: any alternative, of each all parts.
  static func alternatives(_ text: String) throws(IndicatorRefused) -> [[Part]] {
    guard text.utf8.count <= longest else { throw IndicatorRefused("longer than \(longest) bytes") }
    var parser = STIXPatternParser(tokens: try STIXToken.all(in: text))
    let alternatives = try parser.pattern()
    var seen: Set<String> = []
    return alternatives.filter { seen.insert($0.map { "\($0.kind) \($0.value)" }.joined(separator: "\n")).inserted }
  }

  /// The kind of an object's path; nil where it is not looked for.
  static func part(_ path: String, _ value: String) -> Part? {
    let plain = path.replacing("'", with: "").lowercased()
    if plain.hasPrefix("file:hashes.") {
      let name = plain.dropFirst("file:hashes.".count)
      return ["md5", "sha-1", "sha1", "sha-256", "sha256"].contains(name) ? Part(kind: .hash, value: value) : nil
    }
    switch plain {
    case "ipv4-addr:value", "ipv6-addr:value": return Part(kind: .address, value: value)
    case "network-traffic:src_ref.value", "network-traffic:dst_ref.value":
      let kind = IndicatorWords.kind(ofValue: value)
      return kind == .address || kind == .domain ? kind.map { Part(kind: $0, value: value) } : nil
    case "domain-name:value": return Part(kind: .domain, value: value)
    case "url:value": return Part(kind: .url, value: value)
    case "email-addr:value", "email-message:from_ref.value", "email-message:sender_ref.value":
      return Part(kind: .email, value: value)
    case "file:name": return Part(kind: .fileName, value: value)
    case "file:parent_directory_ref.path": return Part(kind: .filePath, value: value, isParent: true)
    case "directory:path": return Part(kind: .filePath, value: value)
    case "network-traffic:extensions.http-request-ext.request_header.user-agent",
      "http-request-ext:request_header.user-agent":
      return Part(kind: .userAgent, value: value)
    case "network-traffic:extensions.http-request-ext.request_value": return Part(kind: .url, value: value)
    default: return nil
    }
  }
}

/// A word, sign or text of a pattern.
enum STIXToken: Equatable {
  case word(String)
  case text(String)
  case sign(Character)

  static func all(in pattern: String) throws(IndicatorRefused) -> [STIXToken] {
    var tokens: [STIXToken] = []
    var rest = pattern[...]
    while let first = rest.first {
      if first.isWhitespace {
        rest.removeFirst()
      } else if first == "'" {
        tokens.append(.text(try quoted(&rest)))
      } else if "[]()=!<>,".contains(first) {
        tokens.append(.sign(first))
        rest.removeFirst()
      } else {
        tokens.append(.word(try path(&rest)))
      }
    }
    return tokens
  }

  private static func quoted(_ rest: inout Substring) throws(IndicatorRefused) -> String {
    rest.removeFirst()
    var text = ""
    while let next = rest.popFirst() {
      if next == "'" { return text }
      if next == "\\" {
        guard let escaped = rest.popFirst() else { break }
        text.append(escaped)
      } else {
        text.append(next)
      }
    }
    throw IndicatorRefused("a text without its closing quote")
  }

  /// A word or an object's path, in which keys may be quoted.
  private static func path(_ rest: inout Substring) throws(IndicatorRefused) -> String {
    var text = ""
    while let next = rest.first, !next.isWhitespace, !"[]()=!<>,".contains(next) {
      if next == "'" {
        text += "'" + (try quoted(&rest)) + "'"
      } else {
        text.append(next)
        rest.removeFirst()
      }
    }
    return text
  }
}

private struct STIXPatternParser {
  let tokens: [STIXToken]
  var at = 0

  private var next: STIXToken? { at < tokens.count ? tokens[at] : nil }

  private mutating func take(_ sign: Character) -> Bool {
    guard next == .sign(sign) else { return false }
    at += 1
    return true
  }

  private mutating func take(word: String) -> Bool {
    guard case .word(let text) = next, text.uppercased() == word else { return false }
    at += 1
    return true
  }

  private var nextText: String {
    switch next {
    case nil: "the end"
    case .sign(let sign): "\(sign)"
    case .word(let text): IndicatorText.cut(text, 40)
    case .text(let text): "'\(IndicatorText.cut(text, 40))'"
    }
  }

  mutating func pattern() throws(IndicatorRefused) -> [[STIXPattern.Part]] {
    var result = try observations(depth: 0)
    while take(word: "OR") { result = try sum(result, try observations(depth: 0)) }
    guard next == nil else {
      throw IndicatorRefused("\(nextText) between or behind observations is not used")
    }
    return result
  }

  private mutating func observations(depth: Int) throws(IndicatorRefused) -> [[STIXPattern.Part]] {
    guard depth < STIXPattern.mostDepth else { throw IndicatorRefused("brackets too deep") }
    if take("(") {
      var result = try observations(depth: depth + 1)
      while take(word: "OR") { result = try sum(result, try observations(depth: depth + 1)) }
      guard take(")") else { throw IndicatorRefused("\(nextText) between observations is not used") }
      return result
    }
    guard take("[") else { throw IndicatorRefused("expected [, found \(nextText)") }
    let result = try either(depth: depth)
    guard take("]") else { throw IndicatorRefused("expected ], found \(nextText)") }
    return result
  }

  private mutating func either(depth: Int) throws(IndicatorRefused) -> [[STIXPattern.Part]] {
    var result = try both(depth: depth)
    while take(word: "OR") { result = try sum(result, try both(depth: depth)) }
    return result
  }

  private mutating func both(depth: Int) throws(IndicatorRefused) -> [[STIXPattern.Part]] {
    var result = try one(depth: depth)
    while take(word: "AND") {
      let other = try one(depth: depth)
      guard result.count * other.count <= STIXPattern.mostAlternatives else { throw tooMany }
      result = result.flatMap { first in other.map { first + $0 } }
      guard result.allSatisfy({ $0.count <= STIXPattern.mostParts }) else {
        throw IndicatorRefused("more than \(STIXPattern.mostParts) parts that must hold together")
      }
    }
    return result
  }

  private func sum(
    _ one: [[STIXPattern.Part]], _ other: [[STIXPattern.Part]]
  ) throws(IndicatorRefused) -> [[STIXPattern.Part]] {
    guard one.count + other.count <= STIXPattern.mostAlternatives else { throw tooMany }
    return one + other
  }

  private var tooMany: IndicatorRefused {
    IndicatorRefused("more than \(STIXPattern.mostAlternatives) alternatives")
  }

  private mutating func one(depth: Int) throws(IndicatorRefused) -> [[STIXPattern.Part]] {
    guard depth < STIXPattern.mostDepth else { throw IndicatorRefused("brackets too deep") }
    if take("(") {
      let result = try either(depth: depth + 1)
      guard take(")") else { throw IndicatorRefused("expected ), found \(nextText)") }
      return result
    }
    guard case .word(let path) = next, path.contains(":") else {
      throw IndicatorRefused("expected the path of an object, found \(nextText)")
    }
    at += 1
    return try comparison(path)
  }

  private mutating func comparison(_ path: String) throws(IndicatorRefused) -> [[STIXPattern.Part]] {
    if take(word: "IN") {
      guard take("(") else { throw IndicatorRefused("expected (, found \(nextText)") }
      var result: [[STIXPattern.Part]] = []
      repeat { result = try sum(result, [[try part(path, try text())]]) } while take(",")
      guard take(")") else { throw IndicatorRefused("expected ), found \(nextText)") }
      return result
    }
    if take(word: "ISSUBSET") {
      let part = try part(path, try text())
      guard part.kind == .address else { throw IndicatorRefused("ISSUBSET is for addresses") }
      return [[part]]
    }
    guard take("=") else { throw IndicatorRefused("the comparison \(nextText) is not used") }
    return [[try part(path, try text())]]
  }

  private mutating func text() throws(IndicatorRefused) -> String {
    guard case .text(let text) = next else { throw IndicatorRefused("expected a text, found \(nextText)") }
    at += 1
    return text
  }

  private func part(_ path: String, _ value: String) throws(IndicatorRefused) -> STIXPattern.Part {
    guard let part = STIXPattern.part(path, value) else {
      throw IndicatorRefused("\(IndicatorText.cut(path, 80)) is not looked for")
    }
    return part
  }
}
