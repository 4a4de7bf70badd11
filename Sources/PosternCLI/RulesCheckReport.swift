internal import Bytes
internal import Reports
internal import Sigma

/// What `postern rules check` prints.
struct RulesCheckReport {
  private let rules: RuleSet
  private let terminal: TerminalText

  init(_ rules: RuleSet, terminal: TerminalText) {
    self.rules = rules
    self.terminal = terminal
  }

  private var total: Int { rules.rules.count + rules.failed.count + rules.notRunnable.count }

  /// In the shape of the promises to machines.
  var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("rules", total)
      json.member("loaded", rules.rules.count)
      json.member("correlations", rules.correlations.count)
      json.member("filters", rules.filterCount)
      json.key("failed")
      json.array { json in
        for problem in rules.failed { Self.write(problem, withLine: true, to: &json) }
      }
      json.key("notRunnable")
      json.array { json in
        for problem in rules.notRunnable { Self.write(problem, withLine: false, to: &json) }
      }
    }
    json.endLine()
    return json.buffer.array
  }

  private static func write(_ problem: RuleProblem, withLine: Bool, to json: inout JSONWriter) {
    json.object { json in
      json.member("file", problem.file)
      if withLine {
        json.member("line", problem.line)
        if let column = problem.column { json.member("column", column) }
      }
      json.member("reason", problem.reason)
      if let suggestion = problem.suggestion { json.member("suggestion", suggestion) }
    }
  }

  var lines: [String] {
    var lines = rules.failed.flatMap { problem in ["refused  " + place(problem)] }
    lines += rules.warnings.map { "warning  " + place($0) }
    lines += rules.notRunnable.map { "cannot run here  " + place($0) }
    if !lines.isEmpty { lines.append("") }
    lines += ["Log sources that the rules need:"] + sourceLines + [""]
    lines.append(
      "\(Quantity.count(total, "rule")): \(Quantity.grouped(rules.rules.count)) loaded, "
        + "\(Quantity.grouped(rules.failed.count)) refused, "
        + "\(Quantity.grouped(rules.notRunnable.count)) cannot run here")
    lines.append(
      "\(Quantity.count(rules.correlations.count, "correlation")), \(Quantity.count(rules.filterCount, "filter"))")
    return lines
  }

  private func place(_ problem: RuleProblem) -> String {
    let column = problem.column.map { ":\($0)" } ?? ""
    let suggestion = problem.suggestion.map { " (\($0))" } ?? ""
    return terminal.escaped("\(problem.file):\(problem.line)\(column): \(problem.reason)\(suggestion)")
  }

  private var sourceLines: [String] {
    var counts: [String: Int] = [:]
    for rule in rules.rules {
      let source = rule.logSource
      let parts = [("product", source.product), ("category", source.category), ("service", source.service)]
      let name = parts.compactMap { part in part.1.map { "\(part.0) \($0)" } }.joined(separator: ", ")
      counts[name, default: 0] += 1
    }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { name, count in
      "  \(terminal.escaped(name)): \(Quantity.count(count, "rule"))"
    }
  }
}
