/// What the bytes of a slot are.
///
/// The numbers below 0x80 are those of Windows' binary XML ([MS-EVEN6] 2.2.12, 2.2.13), 0x80 added for arrays; text
/// logs use `utf8`, `csvText` and `ansi`.
@frozen public struct ValueKind: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  public var rawValue: UInt8
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

  @inlinable public static var null: ValueKind { ValueKind(rawValue: 0x00) }
  /// UTF-16LE text.
  @inlinable public static var utf16: ValueKind { ValueKind(rawValue: 0x01) }
  /// Text in the code page of the machine that wrote it; read as Windows-1252.
  @inlinable public static var ansi: ValueKind { ValueKind(rawValue: 0x02) }
  @inlinable public static var int8: ValueKind { ValueKind(rawValue: 0x03) }
  @inlinable public static var uint8: ValueKind { ValueKind(rawValue: 0x04) }
  @inlinable public static var int16: ValueKind { ValueKind(rawValue: 0x05) }
  @inlinable public static var uint16: ValueKind { ValueKind(rawValue: 0x06) }
  @inlinable public static var int32: ValueKind { ValueKind(rawValue: 0x07) }
  @inlinable public static var uint32: ValueKind { ValueKind(rawValue: 0x08) }
  @inlinable public static var int64: ValueKind { ValueKind(rawValue: 0x09) }
  @inlinable public static var uint64: ValueKind { ValueKind(rawValue: 0x0A) }
  @inlinable public static var float: ValueKind { ValueKind(rawValue: 0x0B) }
  @inlinable public static var double: ValueKind { ValueKind(rawValue: 0x0C) }
  @inlinable public static var bool: ValueKind { ValueKind(rawValue: 0x0D) }
  @inlinable public static var binary: ValueKind { ValueKind(rawValue: 0x0E) }
  @inlinable public static var guid: ValueKind { ValueKind(rawValue: 0x0F) }
  /// A size or pointer of 4 or 8 bytes.
  @inlinable public static var size: ValueKind { ValueKind(rawValue: 0x10) }
  @inlinable public static var fileTime: ValueKind { ValueKind(rawValue: 0x11) }
  @inlinable public static var systemTime: ValueKind { ValueKind(rawValue: 0x12) }
  @inlinable public static var sid: ValueKind { ValueKind(rawValue: 0x13) }
  @inlinable public static var hex32: ValueKind { ValueKind(rawValue: 0x14) }
  @inlinable public static var hex64: ValueKind { ValueKind(rawValue: 0x15) }
  @inlinable public static var handle: ValueKind { ValueKind(rawValue: 0x20) }
  /// Binary XML inside a value.
  @inlinable public static var binaryXML: ValueKind { ValueKind(rawValue: 0x21) }
  @inlinable public static var xml: ValueKind { ValueKind(rawValue: 0x23) }
  /// UTF-8 text, as text logs and JSON have it.
  @inlinable public static var utf8: ValueKind { ValueKind(rawValue: 0x40) }
  /// UTF-8 text from between the quotes of a comma-separated file (RFC 4180), where two quotes stand for one.
  @inlinable public static var csvText: ValueKind { ValueKind(rawValue: 0x41) }

  @inlinable public static func == (one: ValueKind, other: ValueKind) -> Bool { one.rawValue == other.rawValue }

  @inlinable public var isArray: Bool { rawValue & 0x80 != 0 }
  /// The kind of an array's elements; of a single value, the kind itself.
  @inlinable public var element: ValueKind { ValueKind(rawValue: rawValue & 0x7F) }

  /// The size of one value in bytes, or nil where the kind has no fixed size.
  public var fixedSize: Int? {
    switch element {
    case .int8, .uint8: 1
    case .int16, .uint16: 2
    case .int32, .uint32, .float, .hex32, .bool: 4
    case .int64, .uint64, .double, .fileTime, .hex64: 8
    case .guid, .systemTime: 16
    default: nil
    }
  }
}
