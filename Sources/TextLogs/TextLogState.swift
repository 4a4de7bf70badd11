public import Records

/// What is known of a text log between two of its lines: everything that a block needs from those before it.
public struct TextLogState: Sendable {
  /// What the header in force says; nil before the first one.
  public var layout: TextLogLayout?
  /// The time of the last `#Date` line in 100-nanosecond steps since 1601; `RecordHead.noTime` where there was none.
  public var date = RecordHead.noTime
  /// Whether the bytes that follow belong to a record that was given up as too long.
  public var isInsideRecord = false

  public init(layout: TextLogLayout? = nil) { self.layout = layout }
}
