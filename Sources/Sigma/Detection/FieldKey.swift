/// A key of a detection's map: the field's name and the modifiers behind it.
struct FieldKey {
  struct Step {
    var modifier: Modifier
    var place: TextPlace
  }

  /// Nil for keywords: `'|all'`.
  var field: String?
  var steps: [Step]
  var place: TextPlace

  init(_ entry: YAMLEntry) throws(RuleFault) {
    let parts = entry.key.split(separator: "|", omittingEmptySubsequences: false)
    field = parts.first.flatMap { $0.isEmpty ? nil : String($0) }
    place = entry.keyPlace
    steps = []
    var offset = (parts.first?.unicodeScalars.count ?? 0) + 1
    for part in parts.dropFirst() {
      let place = entry.place(inKeyAt: offset)
      let modifier = try Self.modifier(String(part), at: place)
      if steps.contains(where: { $0.modifier == modifier }) {
        throw RuleFault("modifier '\(part)' is written twice", at: place)
      }
      steps.append(Step(modifier: modifier, place: place))
      offset += part.unicodeScalars.count + 1
    }
  }

  private static func modifier(_ name: String, at place: TextPlace) throws(RuleFault) -> Modifier {
    if let modifier = Modifier(rawValue: name) { return modifier }
    if name.isEmpty { throw RuleFault("a modifier is missing after '|'", at: place) }
    let lowered = name.lowercased().filter { $0 != " " }
    let near =
      Modifier.otherNames[lowered] ?? (Modifier(rawValue: lowered) != nil ? lowered : nil)
      ?? NearWord.nearest(to: name, among: Modifier.allCases.map(\.rawValue))
    throw RuleFault("unknown modifier '\(name)'", at: place, suggestion: near.map { "did you mean '\($0)'?" })
  }
}
