internal import Yams

/// The one door to Yams: a document's bytes in, a tree of values with their places out.
///
/// Source: YAML 1.2.2 <https://yaml.org/spec/1.2.2/>. Bombs of anchors, depth and size are refused by `YAMLLimits`,
/// nesting above 1,000 levels by libyaml itself.
struct YAMLReader {
  /// The line of the file before the document's first.
  private let linesBefore: Int
  private var valueCount = 0

  static func read(_ part: YAMLDocuments.Part) throws(RuleFault) -> YAMLValue {
    let start = TextPlace(line: part.line, column: 1)
    try checkSize(part, at: start)
    guard let text = String(validating: part.bytes, as: UTF8.self) else {
      throw RuleFault("not valid UTF-8", at: TextPlace(line: invalidLine(part), column: 1))
    }
    var reader = YAMLReader(linesBefore: part.line - 1)
    let root: Node
    do {
      // The basic resolver leaves kinds alone: the default one runs regular expressions over every scalar.
      guard let node = try Yams.compose(yaml: text, .basic, .default, .utf8) else {
        return YAMLValue(content: .scalar(YAMLScalar(text: "", style: .plain)), place: start)
      }
      root = node
    } catch {
      throw reader.fault(error, at: start)
    }
    return try reader.value(root, depth: 0, fallback: start)
  }

  private init(linesBefore: Int) { self.linesBefore = linesBefore }

  private static func checkSize(_ part: YAMLDocuments.Part, at start: TextPlace) throws(RuleFault) {
    if part.bytes.count > YAMLLimits.documentBytes {
      throw RuleFault("the document is larger than \(YAMLLimits.documentBytes) bytes", at: start)
    }
    let count = AnchorCount(part.bytes)
    guard count.anchors > 0 else { return }
    if count.aliases > YAMLLimits.aliases {
      throw RuleFault("the document uses its anchors more than \(YAMLLimits.aliases) times", at: start)
    }
    if count.aliases > 0, part.bytes.count > YAMLLimits.documentBytesWithAnchors {
      throw RuleFault(
        "a document that uses anchors may have \(YAMLLimits.documentBytesWithAnchors) bytes at most", at: start)
    }
  }

  private static func invalidLine(_ part: YAMLDocuments.Part) -> Int {
    var line = part.line
    for bytes in part.bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if String(validating: bytes, as: UTF8.self) == nil { return line }
      line += 1
    }
    return part.line
  }

  // MARK: From Yams's nodes to ours

  private func place(_ mark: Mark?, or fallback: TextPlace) -> TextPlace {
    guard let mark, mark.line > 0 else { return fallback }
    return TextPlace(line: linesBefore + mark.line, column: mark.column)
  }

  private mutating func value(_ node: Node, depth: Int, fallback: TextPlace) throws(RuleFault) -> YAMLValue {
    let place = place(node.mark, or: fallback)
    valueCount += 1
    if valueCount > YAMLLimits.values {
      throw RuleFault("the document holds more than \(YAMLLimits.values) values", at: place)
    }
    if depth > YAMLLimits.depth {
      throw RuleFault("lists and maps are nested more than \(YAMLLimits.depth) deep", at: place)
    }
    switch node {
    case .scalar(let scalar): return YAMLValue(content: .scalar(Self.scalar(scalar)), place: place)
    case .sequence(let sequence):
      var items: [YAMLValue] = []
      for item in sequence { items.append(try value(item, depth: depth + 1, fallback: place)) }
      return YAMLValue(content: .list(items), place: place)
    case .mapping(let mapping):
      return YAMLValue(content: .map(try entries(mapping, depth: depth, place)), place: place)
    case .alias: throw RuleFault("an alias leads nowhere", at: place)
    }
  }

  private mutating func entries(
    _ mapping: Node.Mapping, depth: Int, _ place: TextPlace
  ) throws(RuleFault) -> [YAMLEntry] {
    var entries: [YAMLEntry] = []
    var merged: [YAMLEntry] = []
    for (key, node) in mapping {
      let keyPlace = self.place(key.mark, or: place)
      guard case .scalar(let scalar) = key else {
        throw RuleFault("a key must be text, not a list or map", at: keyPlace)
      }
      let value = try value(node, depth: depth + 1, fallback: keyPlace)
      let isPlain = scalar.style == .plain
      if isPlain, scalar.string == "<<" {
        merged += try Self.merge(value)
      } else {
        entries.append(YAMLEntry(key: scalar.string, keyPlace: keyPlace, keyIsPlain: isPlain, value: value))
      }
    }
    let own = Set(entries.map(\.key))
    return entries + merged.filter { !own.contains($0.key) }
  }

  /// The merge key of YAML 1.1, which rule writers who use anchors expect.
  private static func merge(_ value: YAMLValue) throws(RuleFault) -> [YAMLEntry] {
    if let map = value.map { return map }
    var result: [YAMLEntry] = []
    for item in value.list ?? [] {
      let known = Set(result.map(\.key))
      result += (item.map ?? []).filter { !known.contains($0.key) }
    }
    if value.list == nil { throw RuleFault("'<<' needs a map, found \(value.kindInWords)", at: value.place) }
    return result
  }

  private static func scalar(_ scalar: Node.Scalar) -> YAMLScalar {
    let style: YAMLScalar.Style =
      switch scalar.style {
      case .singleQuoted, .doubleQuoted: .quoted
      case .literal, .folded: .block
      case .plain, .any: .plain
      }
    // A plain scalar whose tag says "string" was tagged so: untagged ones are still unresolved here.
    let isTagged = scalar.tag.description == "tag:yaml.org,2002:str" || scalar.tag.description == "!"
    return YAMLScalar(text: scalar.string, style: style, isTaggedString: style == .plain && isTagged)
  }

  // MARK: Errors

  private func fault(_ error: any Error, at start: TextPlace) -> RuleFault {
    guard let error = error as? YamlError else { return RuleFault("not valid YAML", at: start) }
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let what = context.map { " (\($0.text))" } ?? ""
      return RuleFault("not valid YAML: \(problem)\(what)", at: place(mark, or: start))
    case .duplicatedKeysInMapping(let duplicates, let context):
      let names = duplicates.map { "'\($0)'" }.joined(separator: ", ")
      return RuleFault("the key \(names) is written twice", at: place(context.mark, or: start))
    case .reader(let problem, _, _, _): return RuleFault("not valid YAML: \(problem)", at: start)
    default: return RuleFault("not valid YAML", at: start)
    }
  }
}
