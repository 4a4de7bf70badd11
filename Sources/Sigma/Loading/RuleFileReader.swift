/// Reads one file: its documents, the actions of rule collections, and each rule by itself.
///
/// Collections are of Sigma 1: `action: global` gives keys to all documents after it, `reset` takes them away,
/// `repeat` takes the rule before and changes it. Maps are merged key by key, everything else is replaced.
struct RuleFileReader {
  let file: RuleFile
  let options: RuleLoadingOptions
  private var drafts: [DocumentDraft] = []
  private var global: YAMLValue?
  private var previous: YAMLValue?
  /// The document that is being read.
  private var source: YAMLDocuments.Part?

  static func read(_ file: RuleFile, _ options: RuleLoadingOptions) -> [DocumentDraft] {
    var reader = RuleFileReader(file: file, options: options)
    reader.readAll()
    return reader.drafts
  }

  private init(file: RuleFile, options: RuleLoadingOptions) {
    self.file = file
    self.options = options
  }

  private mutating func readAll() {
    let start = TextPlace(line: 1, column: 1)
    if file.bytes.count > YAMLLimits.fileBytes {
      return fail(RuleFault("the file is larger than \(YAMLLimits.fileBytes) bytes", at: start))
    }
    let parts = YAMLDocuments(file.bytes).parts
    if parts.count > YAMLLimits.documents {
      return fail(RuleFault("the file has more than \(YAMLLimits.documents) documents", at: start))
    }
    for part in parts {
      source = part
      read(part)
    }
    if drafts.isEmpty { fail(RuleFault("the file holds no rule", at: start)) }
  }

  private mutating func read(_ part: YAMLDocuments.Part) {
    do throws(RuleFault) {
      let document = try YAMLReader.read(part)
      if document.isNull { return }
      switch try action(document) {
      case nil: add(try merged(global, document), line: document.place.line)
      case "global": global = try merged(global, document)
      case "reset": global = nil
      case "repeat":
        guard let previous else {
          throw RuleFault("'action: repeat' without a rule before it", at: document.place)
        }
        add(try merged(previous, document), line: document.place.line)
      case let other?:
        let known = ["global", "reset", "repeat"]
        throw RuleFault(
          "unknown action '\(other)'", at: document["action"]?.place ?? document.place,
          suggestion: NearWord.suggestion(for: other, among: known))
      }
    } catch {
      fail(error)
    }
  }

  private func action(_ document: YAMLValue) throws(RuleFault) -> String? {
    guard let value = document["action"] else { return nil }
    return try RuleHeader.text(value, "action")
  }

  // MARK: Merging

  private func merged(_ base: YAMLValue?, _ document: YAMLValue) throws(RuleFault) -> YAMLValue {
    guard let base, document["correlation"] == nil, document["filter"] == nil else { return document }
    if base.count(upTo: YAMLLimits.sharedValues) >= YAMLLimits.sharedValues {
      throw RuleFault(
        "the document that is merged into this one has more than \(YAMLLimits.sharedValues) values",
        at: document.place)
    }
    return Self.merged(base, document)
  }

  private static func merged(_ base: YAMLValue, _ change: YAMLValue) -> YAMLValue {
    guard let entries = base.map, let changes = change.map else { return change }
    var result = entries.filter { $0.key != "action" }
    let places = Dictionary(result.enumerated().map { ($1.key, $0) }) { first, _ in first }
    for change in changes where change.key != "action" {
      if let index = places[change.key] {
        result[index].value = merged(result[index].value, change.value)
      } else {
        result.append(change)
      }
    }
    return YAMLValue(content: .map(result), place: change.place)
  }

  // MARK: Drafts

  private mutating func add(_ document: YAMLValue, line: Int) {
    previous = document
    let origin = Origin(file: file.name, line: line)
    let number = drafts.count + 1
    var context = RuleContext(options: options)
    let content: DocumentDraft.Content
    do throws(RuleFault) {
      content = try DocumentParser(origin: origin, fallbackID: "\(file.name)#\(number)").parse(document, &context)
    } catch {
      content = .failed(problem(error, title: document["title"]?.scalar?.text))
    }
    append(content, document, origin, context)
  }

  private mutating func append(
    _ content: DocumentDraft.Content, _ document: YAMLValue, _ origin: Origin, _ context: RuleContext
  ) {
    let title = document["title"]?.scalar?.text
    let name = document["name"].flatMap { $0.isNull ? nil : $0.scalar?.text }
    var draft = DocumentDraft(
      content: content, id: document["id"]?.scalar?.text.lowercased(), name: name, title: title, origin: origin)
    draft.source = source
    draft.warnings = context.allWarnings(at: TextPlace(line: origin.line, column: 1)).map { problem($0, title: title) }
    draft.obstacle = context.obstacle.map { problem($0, title: title) }
    draft.selections = context.selections
    draft.conditions = context.conditions
    drafts.append(draft)
  }

  private mutating func fail(_ fault: RuleFault) {
    drafts.append(
      DocumentDraft(
        content: .failed(problem(fault, title: nil)), origin: Origin(file: file.name, line: fault.place.line)))
  }

  private func problem(_ fault: RuleFault, title: String?) -> RuleProblem {
    RuleProblem(fault, in: source, of: file.name, title: title)
  }
}

extension RuleProblem {
  /// The problem with the line of the document that it is about.
  init(_ fault: RuleFault, in source: YAMLDocuments.Part?, of file: String, title: String? = nil) {
    let line = source.flatMap { SourceLine($0, number: fault.place.line) }
    // In a condition that spans lines the column is that of the unfolded text, and may lie beyond the line.
    let isInside = fault.place.column <= (line?.length ?? fault.place.column) + 1
    let column = isInside ? fault.place.column : nil
    self.init(
      file: file, line: fault.place.line, column: column, reason: fault.reason, suggestion: fault.suggestion,
      title: title, excerpt: line?.excerpt(around: column))
  }
}
