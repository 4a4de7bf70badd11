extension LogSource {
  /// Reads the log source section of a rule or filter, and what its author says of it.
  static func parse(
    _ document: YAMLValue, _ context: inout RuleContext
  ) throws(RuleFault) -> (source: LogSource, definition: String?) {
    guard let section = document["logsource"] else {
      throw RuleFault("the log source is missing", at: document.place)
    }
    guard let entries = section.map else {
      throw RuleFault("'logsource' must be a map, found \(section.kindInWords)", at: section.place)
    }
    var source = LogSource()
    for entry in entries {
      switch entry.key {
      case "category": source.category = try part(entry)
      case "product": source.product = try part(entry)
      case "service": source.service = try part(entry)
      case "definition": break
      default:
        let near = NearWord.nearest(to: entry.key, among: ["category", "product", "service", "definition"])
        if let near {
          context.warn(
            "unknown key '\(entry.key)' in the log source", at: entry.keyPlace, suggestion: "did you mean '\(near)'?")
        }
      }
    }
    if source == LogSource() {
      throw RuleFault("the log source has no category, product or service", at: section.place)
    }
    return (source, section["definition"]?.scalar?.text)
  }

  private static func part(_ entry: YAMLEntry) throws(RuleFault) -> String? {
    if entry.value.isNull { return nil }
    let text = try RuleHeader.text(entry.value, entry.key).lowercased()
    return text.isEmpty ? nil : text
  }
}
