/// One value of a YAML document with its place; aliases and merge keys are followed already.
struct YAMLValue: Sendable {
  indirect enum Content: Sendable {
    case scalar(YAMLScalar)
    case list([YAMLValue])
    case map([YAMLEntry])
  }

  var content: Content
  /// Where it begins in its file, both counted from 1; the column in Unicode scalars.
  var place: TextPlace

  var scalar: YAMLScalar? { if case .scalar(let scalar) = content { scalar } else { nil } }
  var list: [YAMLValue]? { if case .list(let list) = content { list } else { nil } }
  var map: [YAMLEntry]? { if case .map(let map) = content { map } else { nil } }

  /// Whether it is YAML's null, an empty value included.
  var isNull: Bool { if case .null? = scalar?.kind { true } else { false } }

  /// The value under `key` where this is a map that has it.
  subscript(key: String) -> YAMLValue? { map?.first { $0.key == key }?.value }

  /// How many values it holds, itself included; counting stops at the limit.
  func count(upTo limit: Int) -> Int {
    var total = 1
    let inner: [YAMLValue] =
      switch content {
      case .scalar: []
      case .list(let items): items
      case .map(let entries): entries.map(\.value)
      }
    for value in inner where total < limit { total += value.count(upTo: limit - total) }
    return min(total, limit)
  }

  /// What kind of value it is, in words for messages.
  var kindInWords: String {
    switch content {
    case .list: "a list"
    case .map: "a map"
    case .scalar(let scalar):
      switch scalar.kind {
      case .null: "nothing"
      case .bool: "a boolean"
      case .integer, .float: "a number"
      case .string: "text"
      }
    }
  }
}

/// A key and its value in a YAML map.
struct YAMLEntry: Sendable {
  var key: String
  var keyPlace: TextPlace
  /// Whether the key is written without quotes, so that its characters stand where its place says.
  var keyIsPlain: Bool
  var value: YAMLValue

  /// The place of the key's character at `offset`, counted in scalars.
  func place(inKeyAt offset: Int) -> TextPlace { keyPlace.moved(by: keyIsPlain ? offset : offset + 1) }
}

/// A place in a rule file, both parts counted from 1.
struct TextPlace: Sendable, Hashable {
  var line: Int
  /// In Unicode scalars.
  var column: Int

  func moved(by columns: Int) -> TextPlace { TextPlace(line: line, column: column + columns) }
}
