internal import Bytes
internal import Records

/// What profiles look at in one request.
struct TrafficRequest {
  var head: RecordHead
  var status: UInt16
  /// Since 1601.
  var hour: Int64
  var method: Method
  /// 0 where the log does not say.
  var bytesOut: UInt64
  var tellsBytes: Bool
  /// Whether somebody was logged on.
  var isNamed: Bool
  /// Whether a page led to it.
  var isReferred: Bool

  enum Method { case get, post, other }

  /// Nil for a row without a time or an outcome.
  init?(_ head: RecordHead, _ row: borrowing Row, _ binding: TrafficBinding) {
    let status = Self.number(row.bytes(ofSlot: binding.status))
    guard head.ticks != RecordHead.noTime, status >= 100, status < 600 else { return nil }
    self.head = head
    self.status = UInt16(status)
    hour = head.ticks / TrafficTally.hour
    method = Self.method(row.bytes(ofSlot: binding.method))
    tellsBytes = binding.bytesOut >= 0
    bytesOut = Self.number(row.bytes(ofSlot: binding.bytesOut))
    isNamed = Self.hasText(row, binding.account)
    isReferred = Self.hasText(row, binding.referrer)
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

  /// The number at the beginning; 0 where there is none.
  private static func number(_ bytes: RawSpan) -> UInt64 {
    var value: UInt64 = 0
    for at in 0..<min(bytes.byteCount, 18) {
      let digit = UInt64(bytes.byte(at: at)) &- 0x30
      guard digit < 10 else { break }
      value = value &* 10 &+ digit
    }
    return value
  }
}
