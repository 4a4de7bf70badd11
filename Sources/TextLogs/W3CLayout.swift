internal import Records

/// What a W3C log's header says of its lines.
enum W3CLayout {
  /// `header`: the values of `fields`, `software` and `time format`, as far as they stood in the log.
  static func layout(_ header: [String: [UInt8]]) -> TextLogLayout {
    // A log whose header is in an earlier file: its lines begin with date and time, as all that IIS writes.
    let fields = header["fields"] ?? Array("date time".utf8)
    // Some proxies separate by tabs; names hold neither.
    let separator: UInt8 = fields.contains(0x09) ? 0x09 : 0x20
    let names = fields.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 }).prefix(W3CHeader.mostColumns)
    let columns = names.map { name in
      let text = String(decoding: name, as: UTF8.self)
      return TextLogLayout.Column(name: text, shape: shapes[text.lowercased()] ?? .any)
    }
    let source = source(columns, header)
    return TextLogLayout(
      kind: .w3c, schema: schema(columns, source, isLoose: false), looseSchema: schema(columns, source, isLoose: true),
      columns: columns, header: header, separator: separator, time: time(columns, header))
  }

  /// What values look like, for the columns of which that is known.
  ///
  /// Source: the column list of IIS' and HTTP.sys' documentation, and the logs in the development data.
  private static let shapes: [String: TextLogLayout.Shape] = [
    "date": .date, "time": .time, "s-ip": .address, "c-ip": .address, "cs-method": .method, "s-port": .number,
    "c-port": .number, "sc-status": .number, "sc-substatus": .number, "sc-win32-status": .number, "sc-bytes": .number,
    "cs-bytes": .number, "time-taken": .number, "s-siteid": .number,
  ]

  // MARK: Which log it is

  private struct Source {
    var channel: String
    var product: String?
  }

  /// Told by the columns, and by the software where that is named.
  private static func source(_ columns: [TextLogLayout.Column], _ header: [String: [UInt8]]) -> Source {
    let names = Set(columns.map { $0.name.lowercased() })
    if names.contains("s-reason") || names.contains("s-queuename") {
      return Source(channel: "IIS/HTTPERR", product: "iis")
    }
    let software = header["software"].map { String(decoding: $0, as: UTF8.self).lowercased() } ?? "microsoft"
    guard software.hasPrefix("microsoft"), !software.contains("firewall") else { return Source(channel: "W3C") }
    return Source(channel: names.contains("x-session") ? "IIS/FTP" : "IIS/W3C", product: "iis")
  }

  private static func time(
    _ columns: [TextLogLayout.Column], _ header: [String: [UInt8]]
  ) -> TextLogLayout.TimeRule {
    let isLocal = header["time format"].map { String(decoding: $0, as: UTF8.self).lowercased() } == "local"
    guard !isLocal, let time = columns.firstIndex(where: { $0.shape == .time }) else { return .none }
    guard let date = columns.firstIndex(where: { $0.shape == .date }) else { return .timeOfDay(time: time) }
    return .dateAndTime(date: date, time: time)
  }

  // MARK: Fields

  private static func schema(_ columns: [TextLogLayout.Column], _ source: Source, isLoose: Bool) -> Schema {
    var fields = [Schema.Field(name: "Channel", pieces: [.constant(source.channel)])]
    for (slot, column) in columns.enumerated() {
      fields.append(Schema.Field(name: column.name, pieces: [.slot(slot)]))
    }
    if isLoose { fields.append(Schema.Field(name: "unmatched", pieces: [.slot(columns.count)])) }
    if let computer = columns.firstIndex(where: { $0.name.lowercased() == "s-computername" }) {
      fields.append(Schema.Field(name: "Computer", pieces: [.slot(computer)], isAlias: true))
    }
    fields += WebFields.derived(columns.map(\.name))
    return Schema(fields: fields, product: source.product)
  }
}
