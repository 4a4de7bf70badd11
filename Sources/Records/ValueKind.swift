/// What the bytes of a slot are.
///
/// The numbers below 0x80 are those of Windows' binary XML ([MS-EVEN6] 2.2.12, 2.2.13), 0x80 added for arrays; text
/// logs use `utf8`.
@frozen public struct ValueKind: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  public var rawValue: UInt8
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let null = ValueKind(rawValue: 0x00)
  /// UTF-16LE text.
  public static let utf16 = ValueKind(rawValue: 0x01)
  /// Text in the code page of the machine that wrote it; read as Windows-1252.
  public static let ansi = ValueKind(rawValue: 0x02)
  public static let int8 = ValueKind(rawValue: 0x03)
  public static let uint8 = ValueKind(rawValue: 0x04)
  public static let int16 = ValueKind(rawValue: 0x05)
  public static let uint16 = ValueKind(rawValue: 0x06)
  public static let int32 = ValueKind(rawValue: 0x07)
  public static let uint32 = ValueKind(rawValue: 0x08)
  public static let int64 = ValueKind(rawValue: 0x09)
  public static let uint64 = ValueKind(rawValue: 0x0A)
  public static let float = ValueKind(rawValue: 0x0B)
  public static let double = ValueKind(rawValue: 0x0C)
  public static let bool = ValueKind(rawValue: 0x0D)
  public static let binary = ValueKind(rawValue: 0x0E)
  public static let guid = ValueKind(rawValue: 0x0F)
  /// A size or pointer of 4 or 8 bytes.
  public static let size = ValueKind(rawValue: 0x10)
  public static let fileTime = ValueKind(rawValue: 0x11)
  public static let systemTime = ValueKind(rawValue: 0x12)
  public static let sid = ValueKind(rawValue: 0x13)
  public static let hex32 = ValueKind(rawValue: 0x14)
  public static let hex64 = ValueKind(rawValue: 0x15)
  public static let handle = ValueKind(rawValue: 0x20)
  /// Binary XML inside a value.
  public static let binaryXML = ValueKind(rawValue: 0x21)
  public static let xml = ValueKind(rawValue: 0x23)
  /// UTF-8 text, as text logs and JSON have it.
  public static let utf8 = ValueKind(rawValue: 0x40)

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
