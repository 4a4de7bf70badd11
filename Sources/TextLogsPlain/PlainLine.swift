/// One line of a text log as the plain reader sees it.
public struct PlainLine: Hashable, Sendable {
  /// First byte, counted from the start of the log.
  public var offset: Int
  public var length: Int
  /// Counted from 1.
  public var number: Int
  /// Names and values in the order of the log; nil where the log has none.
  public var fields: [PlainField] = []
  /// RFC 3339; nil where the line does not say.
  public var time: String?

  public init(offset: Int, length: Int, number: Int, fields: [PlainField] = [], time: String? = nil) {
    self.offset = offset
    self.length = length
    self.number = number
    self.fields = fields
    self.time = time
  }
}

/// A value and its column.
public struct PlainField: Hashable, Sendable {
  public var name: String
  public var value: String?

  public init(name: String, value: String?) {
    self.name = name
    self.value = value
  }
}

/// What the plain reader makes of a whole log.
public struct PlainLog: Hashable, Sendable {
  public var lines: [PlainLine] = []
  /// Ranges that are no line of the log: damage, and what nobody knows.
  public var skips: [Range<Int>] = []
}
