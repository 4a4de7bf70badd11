internal import Model

/// A document as a rule, a correlation or a filter.
struct DocumentParser {
  let origin: Origin
  /// The id of a document that gives none.
  let fallbackID: String

  func parse(_ document: YAMLValue, _ context: inout RuleContext) throws(RuleFault) -> DocumentDraft.Content {
    guard document.map != nil else {
      throw RuleFault("a rule is a map, found \(document.kindInWords)", at: document.place)
    }
    let sections = ["detection", "correlation", "filter"].filter { document[$0] != nil }
    if sections.count > 1 {
      throw RuleFault("'\(sections[0])' and '\(sections[1])' in one document", at: document.place)
    }
    switch sections.first {
    case "detection": return .rule(try rule(document, &context))
    case "correlation":
      let header = try RuleHeader.parse(document, &context)
      return .correlation(
        try CorrelationParser(header: header, id: header.id ?? fallbackID, origin: origin).parse(document, &context))
    case "filter": return .filter(try FilterParser.parse(document, &context))
    default: throw noSection(document)
    }
  }

  private func noSection(_ document: YAMLValue) -> RuleFault {
    for entry in document.map ?? [] {
      if let near = NearWord.nearest(to: entry.key, among: ["detection", "correlation", "filter"]) {
        return RuleFault(
          "unknown key '\(entry.key)', and no 'detection', 'correlation' or 'filter'", at: entry.keyPlace,
          suggestion: "did you mean '\(near)'?")
      }
    }
    return RuleFault("no 'detection', 'correlation' or 'filter': this is no Sigma rule", at: document.place)
  }

  private func rule(_ document: YAMLValue, _ context: inout RuleContext) throws(RuleFault) -> Rule {
    var header = try RuleHeader.parse(document, &context)
    let (source, definition) = try LogSource.parse(document, &context)
    guard let section = document["detection"] else {
      throw RuleFault("the detection is missing", at: document.place)
    }
    let expression = try DetectionParser.parse(
      section, sectionName: "detection", reserved: ["condition", "timeframe"], &context)
    if case .notServed(let reason) = context.options.logSources.answer(for: source) {
      context.hinder(reason, at: document["logsource"]?.place ?? document.place)
    }
    header.details.logSourceDefinition = definition
    return Rule(
      id: header.id ?? fallbackID, name: header.name, title: header.title, status: header.status, level: header.level,
      author: header.author, description: header.description, references: header.references, tags: header.tags,
      falsePositives: header.falsePositives, fields: header.fields, logSource: source, expression: expression,
      details: header.details, origin: origin)
  }
}
