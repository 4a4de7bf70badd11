internal import Bytes

/// What `postern rules check` says of a rule set.
///
/// `rules` = `loaded` + `failed` + `notRunnable`; correlations and filters are among the loaded.
public struct RuleCheckReport: Sendable, Hashable {
  /// How many rules there are for a log source.
  public struct LogSourceCount: Sendable, Hashable {
    public var logSource: LogSource
    public var rules: Int
  }

  public let ruleSet: RuleSet

  public init(_ ruleSet: RuleSet) { self.ruleSet = ruleSet }

  public var loaded: Int { ruleSet.rules.count + ruleSet.correlations.count + ruleSet.filterCount }
  public var rules: Int { loaded + ruleSet.failed.count + ruleSet.notRunnable.count }

  /// The log sources that the loaded rules need, the most frequent first, then by name.
  public var logSources: [LogSourceCount] {
    var counts: [LogSource: Int] = [:]
    for rule in ruleSet.rules { counts[rule.logSource, default: 0] += 1 }
    return counts.map { LogSourceCount(logSource: $0.key, rules: $0.value) }.sorted {
      $0.rules != $1.rules ? $0.rules > $1.rules : $0.logSource.text < $1.logSource.text
    }
  }

  /// One JSON object, as `docs/sigma.md` describes it, with a line end.
  public var json: String {
    var buffer = ByteBuffer(capacity: 1 << 16)
    buffer.append("{\"rules\":")
    buffer.append(decimal: UInt64(rules))
    buffer.append(",\"loaded\":")
    buffer.append(decimal: UInt64(loaded))
    buffer.append(",\"correlations\":")
    buffer.append(decimal: UInt64(ruleSet.correlations.count))
    buffer.append(",\"filters\":")
    buffer.append(decimal: UInt64(ruleSet.filterCount))
    buffer.append(",\"failed\":")
    buffer.append(ruleSet.failed)
    buffer.append(",\"notRunnable\":")
    buffer.append(ruleSet.notRunnable)
    buffer.append(",\"warnings\":")
    buffer.append(ruleSet.warnings)
    buffer.append(",\"logSources\":")
    buffer.append(logSources)
    buffer.append("}\n")
    return buffer.text
  }

  /// The same for a person: counts, every refused rule with its line, and the rest by reason.
  public var text: String {
    var lines = [
      "\(rules) rules: \(loaded) load, \(ruleSet.failed.count) refused, \(ruleSet.notRunnable.count) not runnable here"
    ]
    if !ruleSet.correlations.isEmpty || ruleSet.filterCount > 0 {
      lines.append("  among the loaded: \(ruleSet.correlations.count) correlations, \(ruleSet.filterCount) filters")
    }
    section("refused", ruleSet.failed.map(\.text), &lines)
    section("warnings", Self.grouped(ruleSet.warnings), &lines)
    section("not runnable here", Self.grouped(ruleSet.notRunnable), &lines)
    section("log sources of the loaded rules", logSources.map { "\($0.rules)  \($0.logSource.text)" }, &lines)
    return lines.joined(separator: "\n") + "\n"
  }

  private func section(_ title: String, _ entries: [String], _ lines: inout [String]) {
    if !entries.isEmpty { lines += ["", title + ":"] + entries.map { "  " + $0.replacing("\n", with: "\n  ") } }
  }

  /// Reason and number of rules, the most frequent first; a single rule with its file.
  private static func grouped(_ problems: [RuleProblem]) -> [String] {
    var files: [String: [String]] = [:]
    for problem in problems { files[problem.reason, default: []].append(problem.file) }
    return files.sorted { $0.value.count != $1.value.count ? $0.value.count > $1.value.count : $0.key < $1.key }
      .map { reason, files in
        let rest = files.count > 1 ? " and \(files.count - 1) more" : ""
        return RuleProblem.printable("\(files.count)  \(reason): \(files[0])\(rest)")
      }
  }
}

extension LogSource {
  /// In one line: `product/category/service`, with `-` for what is not given, as far as something is.
  public var text: String {
    let parts = [product, category, service]
    let last = parts.lastIndex { $0 != nil } ?? 0
    return parts[...last].map { RuleProblem.printable($0 ?? "-") }.joined(separator: "/")
  }
}

extension ByteBuffer {
  fileprivate mutating func append(_ problems: [RuleProblem]) {
    append("[")
    for (index, problem) in problems.enumerated() {
      if index > 0 { append(",") }
      append("{\"file\":")
      appendJSON(problem.file)
      append(",\"line\":")
      append(decimal: UInt64(problem.line))
      if let column = problem.column {
        append(",\"column\":")
        append(decimal: UInt64(column))
      }
      append(",\"reason\":")
      appendJSON(problem.reason)
      if let suggestion = problem.suggestion {
        append(",\"suggestion\":")
        appendJSON(suggestion)
      }
      if let title = problem.title {
        append(",\"title\":")
        appendJSON(title)
      }
      append("}")
    }
    append("]")
  }

  fileprivate mutating func append(_ counts: [RuleCheckReport.LogSourceCount]) {
    append("[")
    for (index, count) in counts.enumerated() {
      if index > 0 { append(",") }
      append("{\"logSource\":")
      appendJSON(count.logSource.text)
      append(",\"rules\":")
      append(decimal: UInt64(count.rules))
      append("}")
    }
    append("]")
  }
}
