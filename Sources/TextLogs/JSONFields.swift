internal import Records

/// The fields of one set of keys: names for each value, where the time stands, and which product wrote it.
struct JSONFields {
  private(set) var fields: [Schema.Field] = []
  private(set) var times: [TimeSource] = []
  private(set) var product: String?

  /// A value that may say when the event happened.
  struct TimeSource: Sendable {
    var slot: Int
    var isUTC: Bool
  }

  private var named: [(name: String, slot: Int, isAlias: Bool)] = []
  private var taken: Set<String> = []
  private var slotsByPath: [String: [Int]] = [:]

  init(_ leaves: [JSONSkeleton.Leaf]) {
    for (slot, leaf) in leaves.enumerated() { add(leaf.path, slot) }
    addAliases()
    let ranks = Dictionary(uniqueKeysWithValues: JSONFieldNames.system.enumerated().map { ($1, $0) })
    let sorted = named.enumerated().sorted { one, other in
      (ranks[one.element.name] ?? .max, one.offset) < (ranks[other.element.name] ?? .max, other.offset)
    }
    fields = sorted.map { _, field in
      Schema.Field(name: field.name, pieces: [.slot(field.slot)], isAlias: field.isAlias)
    }
    findTimes()
    product = ["eventid", "channel", "provider_name"].contains { taken.contains($0) } ? "windows" : nil
  }

  private static let ownMembers: Set<String> = ["artifact", "record", "line", "offset", "length", "time"]

  private mutating func add(_ given: [String], _ slot: Int) {
    var path = given[...]
    // Elasticsearch's dumps wrap each document.
    if path.first == "_source", path.count > 1 { path = path.dropFirst() }
    if path.first == "Event", path.count > 1 {
      if let name = JSONEventPath(path.dropFirst()).name { give(name, slot) }
      return
    }
    // Our own exports say there where the event was read; that is no field of the event.
    if path.first == "postern", path.count == 2, Self.ownMembers.contains(path[path.startIndex + 1]) { return }
    let dotted = path.joined(separator: ".")
    give(dotted, slot)
    slotsByPath[dotted, default: []].append(slot)
    addOwnName(of: dotted, slot)
  }

  /// Values of event data are known by their own name too, whether the export nests it or writes it with dots.
  private mutating func addOwnName(of dotted: String, _ slot: Int) {
    for prefix in JSONFieldNames.eventData {
      let start = prefix.joined(separator: ".") + "."
      guard dotted.hasPrefix(start), let own = dotted.dropFirst(start.count).split(separator: ".").last else {
        continue
      }
      return give(String(own), slot, isAlias: true)
    }
  }

  private mutating func give(_ name: String, _ slot: Int, isAlias: Bool = false) {
    named.append((name, slot, isAlias))
    taken.insert(name.lowercased())
  }

  private mutating func addAliases() {
    var aliases = JSONFieldNames.aliases
    if taken.contains("sourcemoduletype") || taken.contains("eventreceivedtime") { aliases += JSONFieldNames.nxlog }
    if taken.contains("logname") { aliases.append(JSONFieldNames.powerShell) }
    for alias in aliases where !taken.contains(alias.name.lowercased()) { give(alias) }
    for alias in JSONFieldNames.numbers { give(alias) }
  }

  private mutating func give(_ alias: JSONFieldNames.Alias) {
    for slot in slotsByPath[alias.source] ?? [] { give(alias.name, slot, isAlias: true) }
  }

  private mutating func findTimes() {
    for time in JSONFieldNames.times {
      for field in fields where field.name == time.name {
        if case .slot(let slot)? = field.pieces.first { times.append(TimeSource(slot: slot, isUTC: time.isUTC)) }
      }
    }
  }
}

/// The name of a value inside an `Event` object: the tag, or the tag and its attribute.
///
/// Attributes stand under `#attributes`, in a sibling `Tag_attributes`, or as `@Name`; text beside attributes under
/// `#text`. These are the shapes of the Rust `evtx` tool, with and without its separate attributes, and of XML
/// converters. Tags of sections other than `System`, `EventData` and `UserData` carry the section's name in front.
struct JSONEventPath {
  /// Nil for what is no field: the namespace.
  let name: String?

  init(_ path: ArraySlice<String>) {
    var tags: [String] = []
    var attribute: String?
    var isAttribute = false
    for (place, key) in path.enumerated() {
      let isLast = place == path.count - 1
      if isAttribute {
        attribute = key
      } else if key == "#attributes" {
        isAttribute = true
      } else if key.hasSuffix("_attributes"), !isLast {
        tags.append(String(key.dropLast("_attributes".count)))
        isAttribute = true
      } else if key.hasPrefix("@"), isLast {
        attribute = String(key.dropFirst())
      } else if key != "#text" {
        tags.append(key)
      }
    }
    name = attribute?.hasPrefix("xmlns") == true ? nil : Self.name(tags, attribute)
  }

  private static func name(_ tags: [String], _ attribute: String?) -> String? {
    guard let section = tags.first, let tag = tags.last else { return attribute.map { "Event_\($0)" } }
    let isPlain = tags.count < 2 || ["System", "EventData", "UserData"].contains(section)
    let name = isPlain ? tag : "\(section)_\(tag)"
    return attribute.map { "\(name)_\($0)" } ?? name
  }
}
