public import Bytes

/// The number that the front end of Exchange gives each request, the same in all logs that saw it.
public struct RequestNumber: Hashable, Sendable {
  private let high: UInt64
  private let low: UInt64

  /// Of a GUID as logs write it; nil for anything else.
  public init?(_ text: RawSpan, at start: Int) {
    guard GUIDText.isGUID(text, at: start) else { return nil }
    var halves: (UInt64, UInt64) = (0, 0)
    for place in 0..<GUIDText.length {
      guard let byte = text.uint8(at: start &+ place), byte != UInt8(ascii: "-") else { continue }
      let digit = UInt64(byte < 0x3A ? byte &- 0x30 : (byte | 0x20) &- 0x57)
      if place < 18 { halves.0 = halves.0 << 4 | digit } else { halves.1 = halves.1 << 4 | digit }
    }
    (high, low) = halves
  }

  /// A number that depends on all digits, in letters of either case, and on nothing else; any bytes have one.
  ///
  /// Zero where fewer bytes than those of a GUID follow `start`. It is a mixer, no cryptographic hash.
  public static func hash(_ text: RawSpan, at start: Int) -> UInt64 {
    var hash: UInt64 = 0
    for place in [0, 8, 16, 24, 28] {
      guard let word = text.uint64(at: start &+ place) else { return 0 }
      // Digits and dashes have that bit; letters become lower case.
      hash = (hash ^ (word | 0x2020_2020_2020_2020)) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 32
    }
    return (hash &* 0xBF58_476D_1CE4_E5B9) ^ (hash >> 29)
  }
}

/// Where the rows of a schema carry the number of their request.
public enum RequestPlace: Sendable {
  case nowhere
  /// A slot holds nothing else.
  case slot(Int)
  /// Behind `cafeReqId=` in this slot.
  case query(Int)

  /// Web logs of IIS have it in the query; most logs that Exchange writes in the column `RequestId`.
  public init(_ schema: Schema) {
    self = .nowhere
    guard schema.product == "iis" || schema.product == "exchange" else { return }
    for field in schema.fields where field.pieces.count == 1 {
      switch field.pieces[0] {
      case .part(.guid(let key), let slot) where key == GUIDText.cafeRequest: self = .query(slot)
      case .slot(let slot) where schema.product == "exchange" && field.name.lowercased() == "requestid":
        self = .slot(slot)
      default: continue
      }
      return
    }
  }

  /// As it is known, or worked out and kept.
  public init(of schema: Schema, _ known: inout [UInt32: RequestPlace]) {
    if let place = known[schema.id] {
      self = place
    } else {
      if known.count >= 4096 { known.removeAll() }
      self = RequestPlace(schema)
      known[schema.id] = self
    }
  }

  /// The bytes that may hold it, and where in them; nil where there are none.
  @_lifetime(copy row)
  public func candidate(_ row: borrowing Row) -> RequestCandidate? {
    switch self {
    case .nowhere: return nil
    case .slot(let slot):
      let text = row.bytes(ofSlot: slot)
      return text.byteCount == GUIDText.length ? RequestCandidate(text: text, start: 0) : nil
    case .query(let slot):
      guard row.hasValue(inSlot: slot) else { return nil }
      let text = row.bytes(ofSlot: slot)
      guard let start = GUIDText.lastKey(GUIDText.cafeRequest, in: text) else { return nil }
      return RequestCandidate(text: text, start: start)
    }
  }
}

/// Bytes that may be a request's number.
public struct RequestCandidate: ~Escapable {
  public let text: RawSpan
  public let start: Int

  @_lifetime(copy text)
  init(text: RawSpan, start: Int) {
    self.text = text
    self.start = start
  }

  public var hash: UInt64 { RequestNumber.hash(text, at: start) }
  /// Whether it looks like a number at a glance; what two logs have alike is one anyway.
  public var isLikely: Bool { GUIDText.hasDashes(text, at: start) }
  public var number: RequestNumber? { RequestNumber(text, at: start) }
}
