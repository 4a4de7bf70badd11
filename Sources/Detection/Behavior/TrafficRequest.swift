internal import Bytes
internal import Records

/// What profiles look at in one request.
struct TrafficRequest {
  var head: RecordHead
  var status: UInt16
  /// Since 1601.
  var hour: Int64
  var method: Method
  /// Nil where the log does not say.
  var bytesOut: UInt64?
  /// Whether somebody was logged on.
  var isNamed: Bool
  /// Whether a page led to it.
  var isReferred: Bool
  /// Whether the log says who is logged on, and which page led there.
  var tellsName: Bool
  var tellsReferrer: Bool

  enum Method { case get, post, other }

  /// Nil for a row without a time or an outcome.
  init?(_ head: RecordHead, _ row: borrowing Row, _ binding: TrafficBinding) {
    guard head.ticks != RecordHead.noTime, let status = Self.number(row.bytes(ofSlot: binding.status)),
      status >= 100, status < 600
    else { return nil }
    self.head = head
    self.status = UInt16(status)
    hour = head.ticks / TrafficTally.hour
    method = Self.method(row.bytes(ofSlot: binding.method))
    bytesOut = Self.number(row.bytes(ofSlot: binding.bytesOut))
    isNamed = Self.hasText(row, binding.account)
    isReferred = Self.hasText(row, binding.referrer)
    tellsName = binding.account >= 0
    tellsReferrer = binding.referrer >= 0
  }

  var isAnswered: Bool { status >= 200 && status < 300 }
  var isRefused: Bool { status == 401 || status == 403 || status == 407 || status == 440 }

  private static func hasText(_ row: borrowing Row, _ slot: Int) -> Bool {
    row.hasValue(inSlot: slot) && row.slots[slot].length > 0
  }

  private static func method(_ bytes: RawSpan) -> Method {
    switch bytes.byteCount {
    case 3 where bytes.uint16(at: 0) == 0x4547: .get  // "GE"
    case 4 where bytes.uint32(at: 0) == 0x5453_4F50: .post  // "POST"
    case 4 where bytes.uint32(at: 0) == 0x4441_4548: .get  // "HEAD"
    default: .other
    }
  }

  /// The number at the beginning; nil where there is none, or one of more than 18 digits.
  private static func number(_ bytes: RawSpan) -> UInt64? {
    var value: UInt64 = 0
    var at = 0
    while at < bytes.byteCount, case let digit = UInt64(bytes.byte(at: at)) &- 0x30, digit < 10 {
      guard at < 18 else { return nil }
      value = value &* 10 &+ digit
      at += 1
    }
    return at > 0 ? value : nil
  }
}
