internal import Bytes

/// The text of a value by its type ([MS-EVEN6] 2.2.12, [MS-DTYP]).
///
/// Written a second time on purpose, against the same description as the fast reader's, and with none of its code. A
/// value whose bytes do not fit its type is shown as upper-case hexadecimal digits.
extension PlainValue {
  /// The value of type `kind` whose bytes these are.
  init(kind: UInt8, bytes: [UInt8]) {
    self.kind = kind
    guard kind & 0x80 != 0 else {
      texts = [Self.text(bytes, kind)]
      return
    }
    let element = kind & 0x7F
    texts = Self.elements(bytes, element).map { Self.text($0, element) }
  }

  /// The parts of an array: texts end with NUL each, everything else is of one size.
  private static func elements(_ bytes: [UInt8], _ kind: UInt8) -> [[UInt8]] {
    switch kind {
    case 0x01: return terminated(bytes, width: 2)
    case 0x02: return terminated(bytes, width: 1)
    default:
      guard let size = size(of: kind) else { return [bytes] }
      return stride(from: 0, through: bytes.count - size, by: size).map { Array(bytes[$0..<$0 + size]) }
    }
  }

  private static func terminated(_ bytes: [UInt8], width: Int) -> [[UInt8]] {
    var result: [[UInt8]] = []
    var current: [UInt8] = []
    for start in stride(from: 0, through: bytes.count - width, by: width) {
      let unit = bytes[start..<start + width]
      if unit.allSatisfy({ $0 == 0 }) {
        result.append(current)
        current = []
      } else {
        current += unit
      }
    }
    return current.isEmpty ? result : result + [current]
  }

  private static func size(of kind: UInt8) -> Int? {
    switch kind {
    case 0x03, 0x04: 1
    case 0x05, 0x06: 2
    case 0x07, 0x08, 0x0B, 0x0D, 0x14: 4
    case 0x09, 0x0A, 0x0C, 0x11, 0x15: 8
    case 0x0F, 0x12: 16
    default: nil
    }
  }

  private static func text(_ bytes: [UInt8], _ kind: UInt8) -> String {
    switch kind {
    case 0x00: return ""
    case 0x01: return utf16(bytes)
    case 0x02: return windows1252(bytes)
    case 0x0D: return truth(bytes)
    case 0x10: return bytes.count == 4 || bytes.count == 8 ? "0x" + String(number(bytes), radix: 16) : hex(bytes)
    case 0x13: return sid(bytes) ?? hex(bytes)
    default:
      guard bytes.count == size(of: kind) else { return hex(bytes) }
      return fixed(bytes, kind) ?? hex(bytes)
    }
  }

  /// Nil for kinds that have no text but their digits, and for impossible times.
  private static func fixed(_ bytes: [UInt8], _ kind: UInt8) -> String? {
    let value = number(bytes)
    switch kind {
    case 0x03: return String(Int8(truncatingIfNeeded: value))
    case 0x05: return String(Int16(truncatingIfNeeded: value))
    case 0x07: return String(Int32(truncatingIfNeeded: value))
    case 0x09: return String(Int64(truncatingIfNeeded: value))
    case 0x04, 0x06, 0x08, 0x0A: return String(value)
    case 0x0B: return Float(bitPattern: UInt32(truncatingIfNeeded: value)).description
    case 0x0C: return Double(bitPattern: value).description
    case 0x0F: return guid(bytes)
    case 0x11: return PlainTime.text(fileTime: value)
    case 0x12: return PlainTime.text(systemTime: bytes)
    case 0x14, 0x15: return "0x" + String(value, radix: 16)
    default: return nil
    }
  }

  /// The unsigned number that up to eight bytes make, lowest first.
  private static func number(_ bytes: some Collection<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  static func hex(_ bytes: some Collection<UInt8>) -> String {
    var buffer = ByteBuffer(capacity: bytes.count * 2)
    for byte in bytes { buffer.append(hexByte: byte, uppercase: true) }
    return buffer.text
  }

  /// UTF-16LE, without the NULs at its end if asked; what is no UTF-16 becomes U+FFFD.
  static func utf16(_ bytes: [UInt8], untilNULs: Bool = true) -> String {
    var units = stride(from: 0, to: bytes.count - 1, by: 2).map { UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8 }
    while untilNULs, units.last == 0 { units.removeLast() }
    return text(units)
  }

  /// Unit by unit: the library decodes UTF-16 through its generic protocols, which took most of the time here.
  private static func text(_ units: [UInt16]) -> String {
    if units.allSatisfy({ $0 < 0x80 }) {
      return String(decoding: units.map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self)
    }
    var scalars: [UInt8] = []
    scalars.reserveCapacity(units.count * 3)
    var at = 0
    while at < units.count {
      var value = UInt32(units[at])
      at += 1
      if value >= 0xD800, value < 0xE000 {
        let low = value < 0xDC00 && at < units.count ? UInt32(units[at]) : 0
        if low >= 0xDC00, low < 0xE000 {
          value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
          at += 1
        } else {
          value = 0xFFFD
        }
      }
      append(value, to: &scalars)
    }
    return String(decoding: scalars, as: UTF8.self)
  }

  private static func append(_ value: UInt32, to bytes: inout [UInt8]) {
    func put(_ value: UInt32) { bytes.append(UInt8(truncatingIfNeeded: value)) }
    switch value {
    case 0..<0x80: put(value)
    case 0x80..<0x800:
      put(0xC0 | value >> 6)
      put(0x80 | value & 0x3F)
    case 0x800..<0x10000:
      put(0xE0 | value >> 12)
      put(0x80 | value >> 6 & 0x3F)
      put(0x80 | value & 0x3F)
    default:
      put(0xF0 | value >> 18)
      put(0x80 | value >> 12 & 0x3F)
      put(0x80 | value >> 6 & 0x3F)
      put(0x80 | value & 0x3F)
    }
  }

  /// 0 is false and 1 is true; anything else is no truth value and stays a number, signed.
  private static func truth(_ bytes: [UInt8]) -> String {
    let wide = bytes.prefix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let number = bytes.count >= 4 ? Int32(bitPattern: wide) : Int32(bytes.first ?? 0)
    return number == 0 ? "false" : number == 1 ? "true" : String(number)
  }

  /// One character a byte, up to a NUL.
  private static func windows1252(_ bytes: [UInt8]) -> String {
    var buffer = ByteBuffer(capacity: bytes.count * 3)
    buffer.append(ansi: bytes.rawSpan)
    return buffer.text
  }

  private static func guid(_ bytes: [UInt8]) -> String {
    let groups = [
      hex(bytes[0..<4].reversed()), hex(bytes[4..<6].reversed()), hex(bytes[6..<8].reversed()), hex(bytes[8..<10]),
      hex(bytes[10..<16]),
    ]
    return "{\(groups.joined(separator: "-"))}"
  }

  private static func sid(_ bytes: [UInt8]) -> String? {
    guard bytes.count >= 8, bytes.count >= 8 + 4 * Int(bytes[1]) else { return nil }
    let authority = bytes[2..<8].reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    let parts = (0..<Int(bytes[1])).map { number(bytes[8 + 4 * $0..<12 + 4 * $0]) }
    return (["S", "\(bytes[0])", "\(authority)"] + parts.map { "\($0)" }).joined(separator: "-")
  }
}
