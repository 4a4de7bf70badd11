/// A filter document.
///
/// Source: Sigma Filters Specification 2.1.0. The filter's condition is joined to the rule's by AND, as written: an
/// exclusion is written with `not`.
enum FilterParser {
  static func parse(_ document: YAMLValue, _ context: inout RuleContext) throws(RuleFault) -> FilterDraft {
    _ = try RuleHeader.parse(document, &context)
    let (source, _) = try LogSource.parse(document, &context)
    guard let section = document["filter"], section.map != nil else {
      throw RuleFault("'filter' must be a map", at: document["filter"]?.place ?? document.place)
    }
    let rules = try rules(section)
    let expression = try DetectionParser.parse(
      section, sectionName: "filter", reserved: ["condition", "rules"], &context)
    return FilterDraft(rules: rules, logSource: source, expression: expression)
  }

  private static func rules(_ section: YAMLValue) throws(RuleFault) -> [CorrelationDraft.Reference]? {
    guard let value = section["rules"] else {
      throw RuleFault(
        "the filter names no rules", at: section.place, suggestion: "'rules: any' is for all of its log source")
    }
    if let scalar = value.scalar, scalar.text.lowercased() == "any" { return nil }
    return try CorrelationParser.references(value, "rules")
  }
}
