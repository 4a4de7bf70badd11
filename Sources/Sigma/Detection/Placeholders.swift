/// The `expand` modifier: `%name%` stands for values that the user gives.
///
/// Source: Sigma Rules Specification 2.1.0, "Placeholders". `\%` is a plain percent sign. A placeholder without values
/// makes the rule one that cannot be run; it is never matched as the text that it is written as.
struct Placeholders {
  let place: TextPlace

  private enum Part {
    case plain([UInt8])
    case name(String)
  }

  /// Each combination of the values.
  ///
  /// Values are Sigma strings: they may hold wildcards.
  func expand(_ text: SigmaText, _ context: inout RuleContext) throws(RuleFault) -> [SigmaText] {
    var results = [text]
    results[0].pieces = []
    results[0].original = nil
    for piece in text.pieces {
      guard case .literal(let bytes) = piece else {
        for index in results.indices { results[index].append(piece) }
        continue
      }
      for part in Self.parts(bytes) {
        switch part {
        case .plain(let bytes): for index in results.indices { results[index].append(literal: bytes) }
        case .name(let name):
          let values = values(of: name, &context).map { SigmaText(parsing: $0) }
          results = try combined(results, values)
        }
      }
    }
    return results
  }

  private func combined(_ texts: [SigmaText], _ values: [SigmaText]) throws(RuleFault) -> [SigmaText] {
    guard texts.count * values.count <= ModifierChain.alternativesLimit else {
      throw RuleFault("the placeholders expand to more than \(ModifierChain.alternativesLimit) texts", at: place)
    }
    return texts.flatMap { text in
      values.map { value in
        var result = text
        for piece in value.pieces { result.append(piece) }
        return result
      }
    }
  }

  /// In a regular expression the values are plain text, one alternative each.
  func expand(_ regex: RegexPattern, _ context: inout RuleContext) throws(RuleFault) -> [RegexPattern] {
    var pattern = ""
    for part in Self.parts(Array(regex.pattern.utf8)) {
      switch part {
      case .plain(let bytes): pattern += String(decoding: bytes, as: UTF8.self)
      case .name(let name):
        pattern += "(?:" + values(of: name, &context).map { RegexText.escaped($0) }.joined(separator: "|") + ")"
      }
    }
    var result = regex
    result.pattern = pattern
    return [result]
  }

  private func values(of name: String, _ context: inout RuleContext) -> [String] {
    if let values = context.options.values(of: name), !values.isEmpty { return values }
    context.hinder("nobody gave values for the placeholder '%\(name)%'", at: place)
    return ["%\(name)%"]
  }

  private static func parts(_ bytes: [UInt8]) -> [Part] {
    let percent = UInt8(ascii: "%")
    var parts: [Part] = []
    var plain: [UInt8] = []
    var at = 0
    while at < bytes.count {
      if bytes[at] == UInt8(ascii: "\\"), at + 1 < bytes.count, bytes[at + 1] == percent {
        plain.append(percent)
        at += 2
      } else if bytes[at] == percent, let end = bytes[(at + 1)...].firstIndex(of: percent), end > at + 1,
        !bytes[(at + 1)..<end].contains(UInt8(ascii: "\\"))
      {
        if !plain.isEmpty { parts.append(.plain(plain)) }
        plain = []
        parts.append(.name(String(decoding: bytes[(at + 1)..<end], as: UTF8.self)))
        at = end + 1
      } else {
        plain.append(bytes[at])
        at += 1
      }
    }
    if !plain.isEmpty || parts.isEmpty { parts.append(.plain(plain)) }
    return parts
  }
}
