public import Records

/// What is known of a text log between two of its lines: everything that a block needs from those before it.
public struct TextLogState: Sendable {
  /// What the header in force says; nil before the first one.
  public var layout: TextLogLayout?
  /// The time of the last `#Date` line in 100-nanosecond steps since 1601; `RecordHead.noTime` where there was none.
  public var date = RecordHead.noTime
  /// Whether the bytes that follow belong to a record that was given up as too long.
  public var isInsideRecord = false

  /// Columns of all layouts that were put in force, one more for each.
  private var columnCount = 0
  /// Columns that the headers of one log may come to, those of each change anew: making a layout takes its time, and
  /// servers write other headers after an update only.
  static let mostColumns = 1_000_000

  /// Puts another layout in force; false where the headers of the log were too much, and the one before stays.
  mutating func change(to layout: () -> TextLogLayout) -> Bool {
    guard columnCount < Self.mostColumns else { return false }
    let layout = layout()
    columnCount += layout.columns.count + 1
    self.layout = layout
    return true
  }

  public init(layout: TextLogLayout? = nil) { self.layout = layout }
}
