import Model
import Sigma

/// Rules written in tests: only the part that a test is about.
enum RuleText {
  static let id = "6a1f0c1e-0000-4000-8000-000000000001"

  /// A rule for all Windows logs with this detection section.
  static func rule(_ detection: String, logSource: String = "product: windows", extra: String = "") -> String {
    """
    title: A rule
    id: \(id)
    logsource:
    \(logSource.indented(4))
    detection:
    \(detection.indented(4))
    \(extra)
    """
  }

  /// A rule with one selection of this one line, or these lines.
  static func selecting(_ lines: String) -> String {
    rule("selection:\n\(lines.indented(4))\ncondition: selection")
  }

  static func load(_ text: String, _ options: RuleLoadingOptions = RuleLoadingOptions()) -> RuleSet {
    RuleSet.load([RuleFile(name: "rule.yml", bytes: Array(text.utf8))], options: options)
  }

  /// The expression of the only rule, or nil where the rule does not load.
  static func expression(_ text: String, _ options: RuleLoadingOptions = RuleLoadingOptions()) -> Expression? {
    let set = load(text, options)
    return set.rules.count == 1 ? set.rules[0].expression : nil
  }

  /// "12:3 reason" of the only problem.
  static func failure(_ text: String, _ options: RuleLoadingOptions = RuleLoadingOptions()) -> String? {
    let set = load(text, options)
    guard set.failed.count == 1, set.rules.isEmpty else { return nil }
    let problem = set.failed[0]
    let remark = problem.suggestion.map { " (\($0))" } ?? ""
    return "\(problem.line):\(problem.column ?? 0) \(problem.reason)\(remark)"
  }
}

extension String {
  func indented(_ width: Int) -> String {
    let margin = String(repeating: " ", count: width)
    return split(separator: "\n", omittingEmptySubsequences: false).map { margin + $0 }.joined(separator: "\n")
  }
}

extension Expression {
  /// In a short notation for tests: `A="x*"`, `(… and …)`, `not …`.
  var short: String {
    switch self {
    case .all(let parts): "(" + parts.map(\.short).joined(separator: " and ") + ")"
    case .any(let parts): "(" + parts.map(\.short).joined(separator: " or ") + ")"
    case .not(let part): "not " + part.short
    case .atom(let atom): (atom.field ?? "") + atom.test.short
    }
  }
}

extension Test {
  var short: String {
    switch self {
    case .text(let pattern): "=" + pattern.short
    case .regex(let regex):
      "~/\(regex.pattern)/" + (regex.ignoresCase ? "i" : "") + (regex.isMultiline ? "m" : "")
        + (regex.dotMatchesNewline ? "s" : "")
    case .null: " is null"
    case .exists: " exists"
    case .network(let network):
      " in \(String(network.high, radix: 16)):\(String(network.low, radix: 16))/\(network.prefixLength)"
    case .number(let comparison, let number): " \(comparison.rawValue) \(number)"
    case .field(let name, let relation, let isCased): " \(relation.rawValue)\(isCased ? " cased" : "") \(name)"
    case .time(let part, let number): " \(part.rawValue) \(number)"
    }
  }
}

extension TextPattern {
  /// Wildcards as they are, plain ones with a tilde before them; quotes, in doubles where case counts.
  var short: String {
    let text = pieces.map { piece in
      switch piece {
      case .literal(let text):
        text.replacing("*", with: "~*").replacing("?", with: "~?").replacing("\0", with: "␀")
      case .anyRun: "*"
      case .anyOne: "?"
      }
    }.joined()
    return isCased ? "\"\(text)\"" : "'\(text)'"
  }
}
