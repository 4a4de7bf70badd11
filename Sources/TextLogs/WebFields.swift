internal import Records

/// Fields of web logs that are made for rules: the whole address of a request, the number that Exchange gave it, and
/// texts without percent escapes.
///
/// `<field>-decoded` has them undone once, `<field>-decoded2` twice.
enum WebFields {
  /// The derived fields of a log with these columns; column n is slot n.
  static func derived(_ columns: [String]) -> [Schema.Field] {
    var places: [String: Int] = [:]
    for (slot, name) in columns.enumerated() where places[name.lowercased()] == nil { places[name.lowercased()] = slot }
    var fields: [Schema.Field] = []
    if let stem = places["cs-uri-stem"], let query = places["cs-uri-query"], places["cs-uri"] == nil {
      fields.append(
        Schema.Field(name: "cs-uri", pieces: [.slot(stem), .joint("?", slot: query), .slot(query)], isAlias: true))
      fields += decoded("cs-uri") { times in
        [
          .percentDecoded(slot: stem, times: times), .joint("?", slot: query),
          .percentDecoded(slot: query, times: times),
        ]
      }
    }
    for name in ["cs-uri-stem", "cs-uri-query", "cs-uri", "cs(Referer)"] {
      guard let slot = places[name.lowercased()] else { continue }
      fields += decoded(name) { [.percentDecoded(slot: slot, times: $0)] }
    }
    if let query = places["cs-uri-query"], places["cafereqid"] == nil {
      fields.append(
        Schema.Field(name: "cafeReqId", pieces: [.part(.guid(after: GUIDText.cafeRequest), slot: query)], isAlias: true)
      )
    }
    return fields
  }

  /// `name-decoded` and `name-decoded2`.
  static func decoded(_ name: String, _ pieces: (Int) -> [Schema.Piece]) -> [Schema.Field] {
    [
      Schema.Field(name: name + "-decoded", pieces: pieces(1), isAlias: true),
      Schema.Field(name: name + "-decoded2", pieces: pieces(2), isAlias: true),
    ]
  }
}
