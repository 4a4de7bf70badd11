/// A value for a substitution, of every type of [MS-EVEN6] 2.2.12.
public indirect enum MadeValue: Hashable, Sendable {
  case null
  /// Null that takes room, as Windows leaves it where a provider gave a size.
  case nullOfSize(Int)
  /// UTF-16LE without an end mark.
  case text(String)
  /// UTF-16LE with a NUL at its end, as some providers write it.
  case closedText(String)
  /// Single bytes of the machine's code page, stored as they are.
  case ansi([UInt8])
  case int8(Int8)
  case uint8(UInt8)
  case int16(Int16)
  case uint16(UInt16)
  case int32(Int32)
  case uint32(UInt32)
  case int64(Int64)
  case uint64(UInt64)
  case float(Float)
  case double(Double)
  /// Four bytes that are 0 or 1.
  case bool(Bool)
  case binary([UInt8])
  case guid(GUID)
  /// A size or pointer of 4 bytes.
  case size32(UInt32)
  /// A size or pointer of 8 bytes.
  case size64(UInt64)
  case fileTime(FileTime)
  /// Year, month, day of the week, day, hour, minute, second, milliseconds.
  case systemTime([UInt16])
  case sid(SID)
  case hex32(UInt32)
  case hex64(UInt64)
  /// Binary XML inside a value (0x21).
  case fragment(MadeFragment)
  /// An array of values of one kind; texts end with NUL each.
  case array(of: UInt8, [MadeValue])
  /// Any bytes under any type number.
  case raw(type: UInt8, [UInt8])

  /// The type number in the descriptor.
  public var type: UInt8 {
    switch self {
    case .null, .nullOfSize: 0x00
    case .text, .closedText: 0x01
    case .ansi: 0x02
    case .int8: 0x03
    case .uint8: 0x04
    case .int16: 0x05
    case .uint16: 0x06
    case .int32: 0x07
    case .uint32: 0x08
    case .int64: 0x09
    case .uint64: 0x0A
    case .float: 0x0B
    case .double: 0x0C
    case .bool: 0x0D
    case .binary: 0x0E
    case .guid: 0x0F
    case .size32, .size64: 0x10
    case .fileTime: 0x11
    case .systemTime: 0x12
    case .sid: 0x13
    case .hex32: 0x14
    case .hex64: 0x15
    case .fragment: 0x21
    case .array(let type, _): type | 0x80
    case .raw(let type, _): type
    }
  }

  /// The stored bytes; nil for a fragment, whose bytes depend on where in the chunk it stands.
  var plainBytes: [UInt8]? {
    var bytes: [UInt8] = []
    switch self {
    case .null: break
    case .nullOfSize(let size): bytes = [UInt8](repeating: 0, count: size)
    case .text(let text): bytes.append(utf16: text)
    case .closedText(let text): bytes.append(utf16: text + "\0")
    case .ansi(let stored), .binary(let stored), .raw(_, let stored): bytes = stored
    case .guid(let guid): bytes = guid.bytes
    case .sid(let sid): bytes = sid.bytes
    case .systemTime(let parts): for part in parts { bytes.append(littleEndian: part) }
    case .array(let type, let values): for value in values { bytes += value.elementBytes(type) }
    case .fragment: return nil
    default: appendNumber(to: &bytes)
    }
    return bytes
  }

  private func appendNumber(to bytes: inout [UInt8]) {
    switch self {
    case .int8(let value): bytes.append(littleEndian: value)
    case .uint8(let value): bytes.append(littleEndian: value)
    case .int16(let value): bytes.append(littleEndian: value)
    case .uint16(let value): bytes.append(littleEndian: value)
    case .int32(let value): bytes.append(littleEndian: value)
    case .uint32(let value), .size32(let value), .hex32(let value): bytes.append(littleEndian: value)
    case .int64(let value): bytes.append(littleEndian: value)
    case .uint64(let value), .size64(let value), .hex64(let value): bytes.append(littleEndian: value)
    case .float(let value): bytes.append(littleEndian: value.bitPattern)
    case .double(let value): bytes.append(littleEndian: value.bitPattern)
    case .bool(let value): bytes.append(littleEndian: UInt32(value ? 1 : 0))
    case .fileTime(let value): bytes.append(littleEndian: value.ticks)
    default: break
    }
  }

  private func elementBytes(_ type: UInt8) -> [UInt8] {
    let bytes = plainBytes ?? []
    return type == 0x01 ? bytes + [0, 0] : type == 0x02 ? bytes + [0] : bytes
  }
}
