internal import Bytes
internal import Model

/// How entries of `ExchangeSetup.log` begin: `[03/06/2021 18:37:29.0350] [0] `.
enum SetupLine {
  /// Letters of the time between its brackets.
  static let timeLength = 24
  private static let pattern: [UInt8] = Array("00/00/0000 00:00:00.0000".utf8)

  static func begins(_ bytes: RawSpan, at start: Int) -> Bool {
    guard bytes.uint8(at: start) == UInt8(ascii: "["),
      bytes.uint8(at: start &+ timeLength &+ 1) == UInt8(ascii: "]")
    else { return false }
    for (number, letter) in pattern.enumerated() {
      guard let byte = bytes.uint8(at: start &+ 1 &+ number) else { return false }
      guard letter == 0x30 ? byte &- 0x30 < 10 : byte == letter else { return false }
    }
    return true
  }

  /// The first line behind `start` that begins an entry; nil where there is none.
  static func next(in bytes: RawSpan, from start: Int) -> Int? {
    var at = start
    while true {
      at = bytes.endOfLineOrText(from: at)
      guard at < bytes.byteCount else { return nil }
      at &+= 1
      if begins(bytes, at: at) { return at }
    }
  }

  /// The digits of ` [0]` at `start`; nil where something else stands there.
  static func depth(_ bytes: RawSpan, _ start: Int) -> Range<Int>? {
    guard bytes.uint16(at: start) == 0x5B20 else { return nil }
    var at = start &+ 2
    while at &- start < 12, let byte = bytes.uint8(at: at), byte &- 0x30 < 10 { at &+= 1 }
    guard at > start &+ 2, bytes.uint8(at: at) == UInt8(ascii: "]") else { return nil }
    return start &+ 2..<at
  }

  /// The time whose first digit stands at `start`; nil where a number is out of its range.
  static func time(_ bytes: RawSpan, at start: Int) -> Timestamp? {
    func number(_ at: Int, _ width: Int) -> Int {
      (0..<width).reduce(0) { $0 * 10 + Int((bytes.uint8(at: start &+ at &+ $1) ?? 0x30) &- 0x30) }
    }
    let fraction = number(20, 4)
    let isMilliseconds = fraction < 1000
    return Timestamp(
      .init(
        year: number(6, 4), month: number(0, 2), day: number(3, 2), hour: number(11, 2), minute: number(14, 2),
        second: number(17, 2), fraction: isMilliseconds ? fraction * 10_000 : fraction * 1000),
      digits: isMilliseconds ? 3 : 4)
  }
}
