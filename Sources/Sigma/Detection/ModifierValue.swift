/// One value of a field on its way through the modifiers.
enum ModifierValue: Hashable {
  case null
  case bool(Bool)
  /// A number, and its text in canonical form.
  case number(Double, text: String)
  case text(SigmaText)
  case regex(RegexPattern)
  case network(Network)
  case comparison(Comparison, Double)
  case exists(Bool)
  case reference(String, FieldRelation, isCased: Bool)
  case time(TimePart, Int)

  init(_ scalar: YAMLScalar) {
    switch scalar.kind {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .integer(let digits): self = .number(Double(digits) ?? .infinity, text: digits)
    case .float(let value): self = .number(value, text: scalar.text)
    case .string: self = .text(SigmaText(parsing: scalar.text))
    }
  }

  /// As text, where it is text, a number or a boolean that no modifier changed into something else.
  var asText: SigmaText? {
    switch self {
    case .text(let text): text
    case .number(_, let text): SigmaText(literal: Array(text.utf8)).named(text)
    case .bool(let value): SigmaText(literal: Array((value ? "true" : "false").utf8)).named(value ? "true" : "false")
    default: nil
    }
  }

  /// As a number, also where the number stands in quotes.
  var asNumber: Double? {
    switch self {
    case .number(let value, _): value.isFinite ? value : nil
    case .text(let text): text.original.flatMap { YAMLScalar(text: $0, style: .plain).number }
    default: nil
    }
  }

  /// What it is, in words for messages.
  var kindInWords: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .text: "text"
    case .regex: "a regular expression"
    case .network: "a network"
    case .comparison: "a comparison"
    case .exists: "a test of existence"
    case .reference: "a field reference"
    case .time: "a part of a time"
    }
  }
}

extension SigmaText {
  fileprivate func named(_ original: String) -> SigmaText {
    var result = self
    result.original = original
    return result
  }
}
