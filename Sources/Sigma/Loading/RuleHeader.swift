internal import Model

/// What rules, correlations and filters say of themselves alike.
struct RuleHeader {
  var id: String?
  var name: String?
  var title: String
  var status: String?
  var level: Severity?
  var author: String?
  var description: String?
  var references: [String] = []
  var tags: [String] = []
  var falsePositives: [String] = []
  var fields: [String] = []
  var details = RuleDetails()

  /// Limits of the specification; longer texts load with a warning.
  static let titleLimit = 256
  static let descriptionLimit = 65_535
  static let statuses = ["stable", "test", "experimental", "deprecated", "unsupported"]
  static let knownKeys = [
    "title", "id", "name", "related", "taxonomy", "status", "description", "license", "references", "author", "date",
    "modified", "logsource", "detection", "fields", "falsepositives", "level", "tags", "scope", "correlation", "filter",
    "action", "generate", "postern",
  ]

  /// Reads the keys of a document's first level.
  static func parse(_ document: YAMLValue, _ context: inout RuleContext) throws(RuleFault) -> RuleHeader {
    guard let title = document["title"] else { throw RuleFault("the title is missing", at: document.place) }
    var header = RuleHeader(title: try text(title, "title"))
    if header.title.isEmpty { throw RuleFault("the title is empty", at: title.place) }
    if header.title.unicodeScalars.count > titleLimit {
      context.warn("the title is longer than \(titleLimit) characters", at: title.place)
    }
    for entry in document.map ?? [] { try header.read(entry, &context) }
    return header
  }

  private mutating func read(_ entry: YAMLEntry, _ context: inout RuleContext) throws(RuleFault) {
    let value = entry.value
    switch entry.key {
    case "title", "logsource", "detection", "correlation", "filter", "action", "generate": break
    case "id": id = try Self.identifier(value, &context)
    case "name": name = try Self.optionalText(value, "name")
    case "status": status = try Self.choice(value, "status", of: Self.statuses)
    case "level":
      let names = Severity.allCases.map(\.rawValue)
      level = try Self.choice(value, "level", of: names).flatMap { Severity(rawValue: $0) }
    case "taxonomy": try Self.checkTaxonomy(value)
    case "author": author = try Self.texts(value, "author").joined(separator: ", ")
    case "description": description = try Self.description(value, &context)
    case "license": details.license = try Self.optionalText(value, "license")
    case "date": details.date = Self.date(value, "date", &context)
    case "modified": details.modified = Self.date(value, "modified", &context)
    case "references": references = try Self.texts(value, "references")
    case "tags": tags = try Self.tags(value, &context)
    case "falsepositives": falsePositives = try Self.texts(value, "falsepositives")
    case "fields": fields = try Self.texts(value, "fields")
    case "scope": details.scope = try Self.texts(value, "scope")
    case "postern": details.read(try PosternKeys(value, &context))
    case "related": details.related = Self.related(value, &context)
    default: keep(entry, &context)
    }
  }

  private mutating func keep(_ entry: YAMLEntry, _ context: inout RuleContext) {
    if details.custom.count < RuleContext.warningLimit,
      let near = NearWord.nearest(to: entry.key, among: Self.knownKeys)
    {
      context.warn("unknown key '\(entry.key)'", at: entry.keyPlace, suggestion: "did you mean '\(near)'?")
    }
    details.custom.append(.init(key: entry.key, value: entry.value.inOneLine))
  }

  // MARK: Values

  static func text(_ value: YAMLValue, _ key: String) throws(RuleFault) -> String {
    guard let scalar = value.scalar, !value.isNull else {
      throw RuleFault("'\(key)' must be text, found \(value.kindInWords)", at: value.place)
    }
    return scalar.text
  }

  private static func optionalText(_ value: YAMLValue, _ key: String) throws(RuleFault) -> String? {
    value.isNull ? nil : try text(value, key)
  }

  /// A list of texts, or one text.
  static func texts(_ value: YAMLValue, _ key: String) throws(RuleFault) -> [String] {
    if value.isNull { return [] }
    guard let list = value.list else { return [try text(value, key)] }
    var result: [String] = []
    for item in list where !item.isNull { result.append(try text(item, key)) }
    return result
  }

  static func choice(
    _ value: YAMLValue, _ key: String, of known: [String]
  ) throws(RuleFault) -> String? {
    if value.isNull { return nil }
    let word = try text(value, key).lowercased()
    guard known.contains(word) else {
      let suggestion = NearWord.suggestion(for: word, among: known) ?? "it is one of \(known.joined(separator: ", "))"
      throw RuleFault("unknown \(key) '\(word)'", at: value.place, suggestion: suggestion)
    }
    return word
  }

  private static func identifier(_ value: YAMLValue, _ context: inout RuleContext) throws(RuleFault) -> String? {
    guard let text = try optionalText(value, "id") else { return nil }
    let id = text.lowercased()
    if id.isEmpty || id.unicodeScalars.count > titleLimit || id.unicodeScalars.contains(where: \.isUnprintable) {
      throw RuleFault("the id is empty, too long or has control characters", at: value.place)
    }
    if !isUUID(id) { context.warn("the id is no UUID", at: value.place) }
    return id
  }

  static func isUUID(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.utf8.count) == [8, 4, 4, 4, 12] && parts.allSatisfy { $0.utf8.allSatisfy(isHex) }
  }

  private static func isHex(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6 }

  private static func checkTaxonomy(_ value: YAMLValue) throws(RuleFault) {
    guard let name = try optionalText(value, "taxonomy"), name.lowercased() != "sigma" else { return }
    throw RuleFault("the taxonomy '\(name)' is not known here; only 'sigma' is", at: value.place)
  }

  private static func description(_ value: YAMLValue, _ context: inout RuleContext) throws(RuleFault) -> String? {
    let text = try optionalText(value, "description")
    if let text, text.utf8.count > descriptionLimit, text.unicodeScalars.count > descriptionLimit {
      context.warn("the description is longer than \(descriptionLimit) characters", at: value.place)
    }
    return text
  }

  /// A date with dashes.
  ///
  /// Slashes are of Sigma 1 and give a warning, anything else is kept as it is with one.
  private static func date(_ value: YAMLValue, _ key: String, _ context: inout RuleContext) -> String? {
    guard let text = value.scalar?.text, !value.isNull else { return nil }
    let dashed = text.replacing("/", with: "-")
    if !isDate(dashed) {
      context.warn("'\(key)' is no date as YYYY-MM-DD", at: value.place)
      return text
    }
    if dashed != text { context.warn("'\(key)' has slashes; Sigma 2 has dashes", at: value.place) }
    return dashed
  }

  static func isDate(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2], parts.allSatisfy({ $0.utf8.allSatisfy { $0 &- 0x30 < 10 } }),
      let month = Int(parts[1]), let day = Int(parts[2])
    else { return false }
    return (1...12).contains(month) && (1...31).contains(day)
  }

  private static func tags(_ value: YAMLValue, _ context: inout RuleContext) throws(RuleFault) -> [String] {
    let tags = try texts(value, "tags").map { $0.lowercased() }
    let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789_-.".unicodeScalars)
    if let odd = tags.first(where: { !$0.unicodeScalars.allSatisfy(allowed.contains) || !$0.contains(".") }) {
      context.warn("the tag '\(odd)' is not of the form namespace.name", at: value.place)
    }
    return tags
  }

  private static func related(_ value: YAMLValue, _ context: inout RuleContext) -> [RelatedRule] {
    var result: [RelatedRule] = []
    for item in value.list ?? [] {
      guard let id = item["id"]?.scalar?.text, let type = item["type"]?.scalar?.text else {
        context.warn("an entry of 'related' needs an id and a type", at: item.place)
        continue
      }
      // "obsoletes" is the spelling before version 2.
      let word = type == "obsoletes" ? "obsolete" : type
      if let kind = RelatedRule.Kind(rawValue: word) {
        result.append(RelatedRule(id: id.lowercased(), kind: kind))
      } else {
        let near = NearWord.suggestion(for: type, among: RelatedRule.Kind.allCases.map(\.rawValue))
        context.warn("unknown type of relation '\(type)'", at: item.place, suggestion: near)
      }
    }
    return result
  }
}

extension Unicode.Scalar {
  /// Whether it must not reach a terminal or a log as it is: controls, and marks that change the direction of text.
  var isUnprintable: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
    default: false
    }
  }
}

extension YAMLValue {
  /// The value in one line, in YAML's flow style.
  var inOneLine: String {
    switch content {
    case .scalar(let scalar): scalar.text
    case .list(let items): "[" + items.map(\.inOneLine).joined(separator: ", ") + "]"
    case .map(let entries): "{" + entries.map { $0.key + ": " + $0.value.inOneLine }.joined(separator: ", ") + "}"
    }
  }
}
