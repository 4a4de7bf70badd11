public import Records

/// How the lines under one header are read: immutable, shared by all readers of a run.
public final class TextLogLayout: Sendable {
  public let kind: TextLogKind
  /// Constants such as `Channel` first, then one field for each column, then derived ones.
  public let schema: Schema
  /// The columns in the order of the line; column n is slot n of the schema.
  let columns: [Column]
  /// What earlier lines of the header said and later ones need, by the name before the colon in lower case
  /// (`software`, `log-type`): a new `#Fields` line keeps it.
  let header: [String: String]
  /// Where a record's time stands.
  let time: TimeRule

  init(kind: TextLogKind, schema: Schema, columns: [Column], header: [String: String] = [:], time: TimeRule = .none) {
    self.kind = kind
    self.schema = schema
    self.columns = columns
    self.header = header
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
