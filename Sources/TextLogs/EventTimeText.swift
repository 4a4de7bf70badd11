internal import Bytes
internal import Model

/// Times as event exports write them.
///
/// RFC 3339 with `T` or a blank, with `Z`, ` UTC`, an offset or no zone, dashes or slashes in the date; numbers of
/// seconds, milliseconds or microseconds since 1970 with 10, 13 or 16 digits; and `/Date(…)/`, milliseconds since
/// 1970, as Windows PowerShell writes JSON. Digits after the seventh are cut.
struct EventTimeText {
  let ticks: Int64
  /// How many digits after the second the text gives, 0 to 7.
  let digits: UInt8
  let hasZone: Bool

  /// Nil for anything else.
  init?(_ text: RawSpan) {
    var at = 0
    if text.uint8(at: 0) == UInt8(ascii: "/") {
      at = 6
      self.init(sinceEpoch: text, at: &at)
    } else if Self.number(text, at: 0, width: 5) != nil {
      self.init(sinceEpoch: text, at: &at)
    } else {
      self.init(calendar: text)
    }
  }

  private init?(calendar text: RawSpan) {
    guard let year = Self.number(text, at: 0, width: 4), let month = Self.number(text, at: 5, width: 2),
      let day = Self.number(text, at: 8, width: 2), let dash = text.uint8(at: 4), text.uint8(at: 7) == dash,
      dash == UInt8(ascii: "-") || dash == UInt8(ascii: "/"), let gap = text.uint8(at: 10),
      gap == UInt8(ascii: "T") || gap == UInt8(ascii: "t") || gap == UInt8(ascii: " "),
      let hour = Self.number(text, at: 11, width: 2), text.uint8(at: 13) == UInt8(ascii: ":"),
      let minute = Self.number(text, at: 14, width: 2), text.uint8(at: 16) == UInt8(ascii: ":"),
      let second = Self.number(text, at: 17, width: 2)
    else { return nil }
    var at = 19
    let (fraction, digits) = Self.fraction(text, &at)
    let parts = Timestamp.Parts(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second, fraction: fraction)
    guard let zone = Self.zone(text, at), let local = Timestamp(parts, digits: digits) else { return nil }
    self.digits = digits
    switch zone {
    case .unsaid: (ticks, hasZone) = (local.ticks, false)
    case .minutesEast(let minutes):
      (ticks, hasZone) = (local.ticks - Int64(minutes) * 60 * Timestamp.ticksPerSecond, true)
    }
  }

  private init?(sinceEpoch text: RawSpan, at: inout Int) {
    let start = at
    var value: Int64 = 0
    while let byte = text.uint8(at: at), byte &- 0x30 < 10, at - start < 17 {
      value = value * 10 + Int64(byte &- 0x30)
      at += 1
    }
    let steps: Int64
    switch at - start {
    case 10: (steps, digits) = (Timestamp.ticksPerSecond, 0)
    case 12, 13: (steps, digits) = (10_000, 3)
    case 16: (steps, digits) = (10, 6)
    default: return nil
    }
    ticks = value * steps + Timestamp.unixEpochTicks
    hasZone = true
  }

  /// Steps of 100 nanoseconds within the second, and how many digits said so.
  private static func fraction(_ text: RawSpan, _ at: inout Int) -> (Int, UInt8) {
    guard let mark = text.uint8(at: at), mark == UInt8(ascii: ".") || mark == UInt8(ascii: ",") else { return (0, 0) }
    at += 1
    var value = 0
    var digits: UInt8 = 0
    while let byte = text.uint8(at: at), byte &- 0x30 < 10 {
      if digits < 7 {
        value = value * 10 + Int(byte &- 0x30)
        digits += 1
      }
      at += 1
    }
    for _ in digits..<7 { value *= 10 }
    return (value, digits)
  }

  private enum Zone {
    case unsaid
    case minutesEast(Int)
  }

  /// The zone that ends the text; nil where something else stands there.
  private static func zone(_ text: RawSpan, _ start: Int) -> Zone? {
    var at = start
    while text.uint8(at: at) == UInt8(ascii: " ") { at += 1 }
    guard let sign = text.uint8(at: at) else { return .unsaid }
    let rest = text.byteCount - at
    if sign | 0x20 == UInt8(ascii: "z"), rest == 1 { return .minutesEast(0) }
    if rest == 3, sign == UInt8(ascii: "U"), text.uint16(at: at + 1) == 0x4354 { return .minutesEast(0) }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), let hours = number(text, at: at + 1, width: 2) else {
      return nil
    }
    let colon = text.uint8(at: at + 3) == UInt8(ascii: ":") ? 1 : 0
    guard let minutes = rest == 3 ? 0 : number(text, at: at + 3 + colon, width: 2), hours < 24, minutes < 60,
      rest == 3 || rest == 5 + colon
    else { return nil }
    return .minutesEast((sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 60 + minutes))
  }

  private static func number(_ text: RawSpan, at start: Int, width: Int) -> Int? {
    var value = 0
    for at in start..<start + width {
      guard let byte = text.uint8(at: at), byte &- 0x30 < 10 else { return nil }
      value = value * 10 + Int(byte &- 0x30)
    }
    return value
  }
}
