import Bytes
import Records

/// What decides, beside its schema, which rules a row can match: its event ID, channel and provider.
struct BindingKey {
  /// The fields, in lower case.
  ///
  /// Rules' tests of them are worked out once per binding.
  static let names: Set<String> = ["eventid", "channel", "provider_name"]

  var eventID: UInt32?
  /// Folded; nil where the row has none.
  var channel: String?
  var provider: String?
  /// The first folded value of each of `names` that the row has.
  var values: [String: [UInt8]] = [:]
  /// Those of `names` that a row may have further values of: the name of several fields, or of an array.
  ///
  /// The note that a log was cleared is in the channel `System` and names the log in a second field `Channel`.
  var unsettled: Set<String> = []

  /// Reads the three fields of a row.
  init(_ layout: SchemaLayout, _ row: borrowing Row, _ text: inout RowText) {
    for name in Self.names {
      guard let fields = layout.byName[name], let first = fields.first else { continue }
      text.fill(first, layout, row)
      if fields.count > 1 || layout.isArray(first, row) { unsettled.insert(name) }
      guard let value = text.firstValue(of: first) else { continue }
      values[name] = value
    }
    eventID = values["eventid"].flatMap { UInt32(String(decoding: $0, as: UTF8.self)) }
    channel = values["channel"].map { String(decoding: $0, as: UTF8.self) }
    provider = values["provider_name"].map { String(decoding: $0, as: UTF8.self) }
  }
}
