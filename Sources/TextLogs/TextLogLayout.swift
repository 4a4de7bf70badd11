public import Records

/// How the lines under one header are read: immutable, shared by all readers of a run.
public final class TextLogLayout: Sendable {
  public let kind: TextLogKind
  /// Constants such as `Channel` first, then one field for each column, then derived ones.
  public let schema: Schema
  /// The columns in the order of the line; column n is slot n of the schema.
  let columns: [Column]
  /// The fields of lines whose values cannot all be told apart: those of `schema` and `unmatched`, whose slot follows
  /// those of the columns; nil where the format has no such lines.
  let looseSchema: Schema?
  /// What the header's lines said, by the name before the colon in lower case (`software`, `fields`), as far as later
  /// ones need it: a new `#Fields` line keeps the rest.
  let header: [String: [UInt8]]
  /// Whether the log is in UTF-16, which no reader of text logs reads.
  let isUTF16: Bool
  /// What stands between two values.
  let separator: UInt8
  /// Where a record's time stands.
  let time: TimeRule

  init(
    kind: TextLogKind, schema: Schema, looseSchema: Schema? = nil, columns: [Column], header: [String: [UInt8]] = [:],
    isUTF16: Bool = false, separator: UInt8 = UInt8(ascii: " "), time: TimeRule = .none
  ) {
    self.kind = kind
    self.schema = schema
    self.looseSchema = looseSchema
    self.columns = columns
    self.header = header
    self.isUTF16 = isUTF16
    self.separator = separator
    self.time = time
  }

  /// A column of the log.
  struct Column: Hashable, Sendable {
    /// As the header writes it.
    let name: String
    /// What its values look like, where that is known; helps where a line has too many or too few of them.
    var shape = Shape.any
  }

  /// What values of a column look like.
  enum Shape: Hashable, Sendable {
    case any
    case date
    case time
    case number
    case address
    /// One of the few methods that HTTP has, or another word in capitals.
    case method
  }

  /// Where a record's time stands; numbers are those of columns.
  enum TimeRule: Hashable, Sendable {
    /// The log does not say, or says it in local time of an unknown zone.
    case none
    /// A date and a time in UTC.
    case dateAndTime(date: Int, time: Int)
    /// A time in UTC; the day is that of the last `#Date`.
    case timeOfDay(time: Int)
    /// Date, time and zone in one value.
    case whole(Int)
  }
}
