import Bytes
import Records
import Sigma

/// A rule against one row: what the index finds is what judging by itself finds.
///
/// An input is a byte for the modifiers, a byte for the kind of the row's value, the pattern, a line end, and the value.
/// Beside each rule stands its negation, which no search for literals can help with: exactly one of the two matches.
enum SigmaMatchTarget {
  private static let modifiers = [
    "", "|contains", "|startswith", "|endswith", "|re", "|re|i", "|re|m|s", "|cidr", "|cased", "|contains|cased",
    "|windash|contains", "|base64offset|contains", "|wide|base64offset|contains", "|contains|all", "|lt", "|gte",
    "|fieldref", "|neq", "|fieldref|contains", "|startswith|cased", "|endswith|cased", "|re|startswith",
  ]

  static func run(_ input: [UInt8]) {
    guard input.count > 3, let end = input[2...].firstIndex(of: 0x0A) else { return }
    let isKeyword = input[0] == 0xFF
    // U+001F between several patterns.
    let patterns = input[2..<end].split(separator: 0x1F, omittingEmptySubsequences: false).prefix(8).map {
      "      - " + YAMLText.quoted(String(decoding: $0, as: UTF8.self)) + "\n"
    }.joined()
    let key = isKeyword ? "" : "\n    'Field\(modifiers[Int(input[0]) % modifiers.count])':"
    let text = SigmaSeeds.pair("  selection:\(key)\n\(patterns)")
    let set = RuleSet.load([RuleFile(name: "input.yml", bytes: Array(text.utf8))])
    guard set.rules.count == 2 else { return }
    let found = matches(set.rules, value: Array(input[(end + 1)...]), kind: ValueKind(rawValue: input[1]))
    require(found.count == 1, "matched \(found) of rule and negation; failures as in the text\n\(text)")
  }

  private static func matches(_ rules: [Rule], value: [UInt8], kind: ValueKind) -> [Int] {
    let fields = ["Field", "Other", "Third"].enumerated().map { Schema.Field(name: $1, pieces: [.slot($0)]) }
    let schema = Schema(fields: fields, product: "windows")
    let other = Array("Whoami.exe /all".utf8)
    let slots = [
      Slot(offset: 0, length: UInt32(value.count), kind: kind),
      Slot(offset: UInt32(value.count), length: UInt32(other.count), kind: .utf8),
      Slot(offset: 0, length: 0, kind: .null),
    ]
    let bytes = value + other
    var matcher = RowMatcher(RuleIndex(rules, judgesUnknownSources: true))
    var found: [Int] = []
    matcher.match(Row(bytes: bytes.rawSpan, slots: slots.span), schema: schema) { found.append($0) }
    // An expression that gives up counts as not found, in the rule and in its negation alike.
    require(matcher.failures.isEmpty, "\(matcher.failures)")
    return found
  }
}
