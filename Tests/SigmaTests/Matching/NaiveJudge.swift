import Foundation
import Sigma

/// Judges a row by an expression as a reader of the specification would: field by field, value by value.
///
/// It shares no code with the matching that it is compared with.
struct NaiveJudge {
  let fields: [MadeRowField]
  /// The rule's name of a field in lower case → the row's name.
  var names: [String: String] = [:]

  func holds(_ expression: Sigma.Expression) -> Bool {
    switch expression {
    case .all(let parts): parts.allSatisfy(holds)
    case .any(let parts): parts.contains(where: holds)
    case .not(let part): !holds(part)
    case .atom(let atom): holds(atom)
    }
  }

  private func named(_ name: String) -> [MadeRowField] {
    let wanted = (names[name.lowercased()] ?? name).lowercased()
    return fields.filter { $0.name.lowercased() == wanted }
  }

  private func holds(_ atom: Atom) -> Bool {
    let found = atom.field.map(named) ?? fields
    let texts = found.flatMap(\.texts)
    switch atom.test {
    case .text(let pattern):
      let pieces = atom.field == nil ? [.anyRun] + pattern.pieces + [.anyRun] : pattern.pieces
      return texts.contains { Self.fits($0, pieces, isCased: pattern.isCased) }
    case .regex(let regex): return texts.contains { Self.isFound(regex, in: $0) }
    case .null: return texts.isEmpty
    case .exists: return !found.isEmpty
    case .network(let network): return texts.contains { Self.isIn(network, $0) }
    case .number(let comparison, let number):
      return texts.contains { Self.number($0).map { Self.compares($0, comparison, number) } ?? false }
    case .field(let other, let relation, let isCased):
      let others = named(other).flatMap(\.texts)
      return texts.contains { one in others.contains { Self.relates(one, relation, $0, isCased) } }
    case .time: return false
    }
  }

  /// Scalar by scalar, where the lower case is one scalar.
  static func folded(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let lower = scalar == "ſ" ? "s" : scalar.properties.lowercaseMapping
      if lower.unicodeScalars.count == 1 {
        result.append(contentsOf: lower.unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  private static func fits(_ text: String, _ pieces: [TextPattern.Piece], isCased: Bool) -> Bool {
    func scalars(_ text: String) -> ArraySlice<Unicode.Scalar> {
      ArraySlice((isCased ? text : folded(text)).unicodeScalars)
    }
    let literals = pieces.map { piece -> ArraySlice<Unicode.Scalar> in
      if case .literal(let text) = piece { return scalars(text) }
      return []
    }
    func fits(_ text: ArraySlice<Unicode.Scalar>, from at: Int) -> Bool {
      guard at < pieces.count else { return text.isEmpty }
      switch pieces[at] {
      case .literal: return text.starts(with: literals[at]) && fits(text.dropFirst(literals[at].count), from: at + 1)
      case .anyOne: return !text.isEmpty && fits(text.dropFirst(), from: at + 1)
      case .anyRun:
        if at + 1 == pieces.count { return true }
        return (0...text.count).contains { fits(text.dropFirst($0), from: at + 1) }
      }
    }
    return fits(scalars(text), from: 0)
  }

  private static func isFound(_ regex: RegexPattern, in text: String) -> Bool {
    var options: NSRegularExpression.Options = []
    if regex.ignoresCase { options.insert(.caseInsensitive) }
    guard let made = try? NSRegularExpression(pattern: regex.pattern, options: options) else { return false }
    return made.firstMatch(in: text, range: NSRange(location: 0, length: text.utf16.count)) != nil
  }

  /// IPv4 alone.
  private static func isIn(_ network: Network, _ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    guard parts.count == 4, !parts.contains(nil), text.allSatisfy({ $0.isNumber || $0 == "." }) else { return false }
    let address = parts.reduce(0 as UInt64) { $0 << 8 | UInt64($1 ?? 0) } | 0xFFFF_0000_0000
    let shift = UInt64(128 - network.prefixLength)
    return network.high == 0 && address >> shift == network.low >> shift
  }

  private static func number(_ text: String) -> Double? {
    let text = folded(text)
    return text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16).map(Double.init) : Double(text)
  }

  private static func compares(_ one: Double, _ comparison: Comparison, _ other: Double) -> Bool {
    switch comparison {
    case .less: one < other
    case .lessOrEqual: one <= other
    case .greater: one > other
    case .greaterOrEqual: one >= other
    }
  }

  private static func relates(_ one: String, _ relation: FieldRelation, _ other: String, _ isCased: Bool) -> Bool {
    let one = Array((isCased ? one : folded(one)).unicodeScalars)
    let other = Array((isCased ? other : folded(other)).unicodeScalars)
    switch relation {
    case .equals: return one == other
    case .startsWith: return one.starts(with: other)
    case .endsWith: return one.reversed().starts(with: other.reversed())
    case .contains:
      return other.count <= one.count
        && (0...one.count - other.count).contains { one[$0...].starts(with: other) }
    }
  }
}

/// What a set of rules finds in a row, one rule after the other, under every reading of its log source.
enum NaiveRules {
  static func matches(_ rules: [Rule], _ fields: [MadeRowField]) -> [Int] {
    func first(_ name: String) -> String? {
      (fields.first { $0.name.lowercased() == name }?.texts.first).map(NaiveJudge.folded)
    }
    let (channel, provider) = (first("channel"), first("provider_name"))
    let eventID = first("eventid").flatMap { UInt32($0) }
    return rules.indices.filter { number in
      LogSourceMap.builtIn.variants(for: rules[number].logSource).contains { variant in
        (variant.channels.isEmpty || variant.channels.contains(channel ?? ""))
          && (variant.providers.isEmpty || variant.providers.contains(provider ?? ""))
          && (variant.eventIDs.isEmpty || eventID.map(variant.eventIDs.contains) ?? false)
          && variant.conditions.allSatisfy { NaiveJudge(fields: fields).holds($0.expression) }
          && NaiveJudge(fields: fields, names: variant.fieldNames).holds(rules[number].expression)
      }
    }
  }
}
