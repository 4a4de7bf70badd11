public import Bytes
public import Model

/// A borrowed view of one record: its bytes and its slots.
///
/// Nothing is copied or decoded until something asks.
@frozen public struct Row: ~Escapable {
  /// What the slots' offsets count in; more than the record itself.
  public let bytes: RawSpan
  public let slots: Span<Slot>

  @inlinable @_lifetime(copy bytes, copy slots)
  public init(bytes: RawSpan, slots: Span<Slot>) {
    self.bytes = bytes
    self.slots = slots
  }

  /// The bytes of a slot; empty where the slot does not lie inside the row's bytes or does not exist.
  @inlinable @_lifetime(copy self)
  public func bytes(ofSlot number: Int) -> RawSpan {
    guard number >= 0, number < slots.count else { return bytes.extracting(0..<0) }
    let slot = slots[number]
    return bytes.partOrEmpty(at: Int(slot.offset), count: Int(slot.length))
  }

  /// Whether the slot exists and is not null.
  @inlinable public func hasValue(inSlot number: Int) -> Bool {
    number >= 0 && number < slots.count && slots[number].kind != .null
  }
}

/// What a record is, whatever its format: where it stands and when it happened.
@frozen public struct RecordHead: Hashable, Sendable, BitwiseCopyable {
  /// First byte of the whole record, counted from the start of the artifact.
  public var offset: UInt64
  /// Length of the whole record in bytes, header included.
  public var length: UInt32
  /// The identifier in an event record's header, or the line, counted from 1.
  public var number: UInt64
  public var isLine: Bool
  /// 100-nanosecond steps since 1601 (`Timestamp.ticks`); `noTime` where the record does not say.
  public var ticks: Int64
  /// How many digits after the second the source gives, 0 to 7.
  public var timeDigits: UInt8

  public static let noTime = Int64.min

  @inlinable public init(
    offset: UInt64, length: UInt32, number: UInt64, isLine: Bool, ticks: Int64 = noTime, timeDigits: UInt8 = 7
  ) {
    self.offset = offset
    self.length = length
    self.number = number
    self.isLine = isLine
    self.ticks = ticks
    self.timeDigits = timeDigits
  }

  /// Nil where the record does not say when it happened.
  public var time: Timestamp? { ticks == Self.noTime ? nil : Timestamp(ticks: ticks, digits: timeDigits) }
}
