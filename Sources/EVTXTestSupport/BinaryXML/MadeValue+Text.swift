/// A plain text for values that are written as constants; not every kind has one.
extension MadeValue: CustomStringConvertible {
  public var description: String {
    switch self {
    case .text(let text), .closedText(let text): text
    case .int8(let value): "\(value)"
    case .uint8(let value): "\(value)"
    case .int16(let value): "\(value)"
    case .uint16(let value): "\(value)"
    case .int32(let value): "\(value)"
    case .uint32(let value): "\(value)"
    case .int64(let value): "\(value)"
    case .uint64(let value): "\(value)"
    case .bool(let value): "\(value)"
    case .hex32(let value), .size32(let value): "0x" + String(value, radix: 16)
    case .hex64(let value), .size64(let value): "0x" + String(value, radix: 16)
    case .guid(let guid): guid.description
    case .sid(let sid): sid.description
    case .fileTime(let time): time.description
    default: ""
    }
  }
}

extension GUID: CustomStringConvertible {
  /// Braces and upper case.
  public var description: String {
    let order = [3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15]
    return "{" + order.map { $0 < 0 ? "-" : Hex.pair(bytes[$0]) }.joined() + "}"
  }
}

extension SID: CustomStringConvertible {
  public var description: String {
    let authority = bytes[2..<8].reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    let parts = (0..<Int(bytes[1])).map { "-\(bytes.value(at: 8 + 4 * $0, as: UInt32.self))" }
    return "S-\(bytes[0])-\(authority)" + parts.joined()
  }
}

extension FileTime: CustomStringConvertible {
  /// RFC 3339 with seven digits.
  public var description: String {
    var days = Int(ticks / 864_000_000_000)
    let ticksOfDay = Int(ticks % 864_000_000_000)
    var (year, month) = (1601, 1)
    while days >= Self.length(year) { (days, year) = (days - Self.length(year), year + 1) }
    while days >= Self.length(year, month) { (days, month) = (days - Self.length(year, month), month + 1) }
    let seconds = ticksOfDay / 10_000_000
    func padded(_ value: Int, _ width: Int) -> String {
      String(repeating: "0", count: max(0, width - String(value).count)) + String(value)
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(days + 1, 2))T\(padded(seconds / 3600, 2)):"
      + "\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2)).\(padded(ticksOfDay % 10_000_000, 7))Z"
  }
}

/// Hexadecimal digits.
enum Hex {
  /// Two upper-case digits.
  static func pair(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count == 1 ? "0" + digits : digits
  }
}
