/// What a line of a log is built of: texts, numbers and times, put at the end of its bytes.
extension [UInt8] {
  mutating func put(_ text: String) { append(contentsOf: text.utf8) }

  mutating func put(_ character: Unicode.Scalar) { append(UInt8(truncatingIfNeeded: character.value)) }

  /// A number that is not negative.
  mutating func put(_ number: Int) {
    if number < 10 { return append(UInt8(48 + Swift.max(0, number))) }
    var divisor = 1
    while number / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(48 + number / divisor % 10))
      divisor /= 10
    }
  }

  /// A number with zeros before it.
  mutating func put(_ number: Int, width: Int) {
    var divisor = 1
    for _ in 1..<Swift.max(1, width) { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(48 + number / divisor % 10))
      divisor /= 10
    }
  }

  /// `2021-03-03`.
  mutating func put(dateOf time: Moment) {
    let date = time.date
    put(date.year, width: 4)
    put("-")
    put(date.month, width: 2)
    put("-")
    put(date.day, width: 2)
  }

  /// `05:18:06`.
  mutating func put(timeOf time: Moment) {
    let seconds = time.timeOfDay / 1000
    put(seconds / 3600, width: 2)
    put(":")
    put(seconds / 60 % 60, width: 2)
    put(":")
    put(seconds % 60, width: 2)
  }

  /// `2021-03-03T05:18:06.802Z`.
  mutating func put(_ time: Moment) {
    put(dateOf: time)
    put("T")
    put(timeOf: time)
    put(".")
    put(time.timeOfDay % 1000, width: 3)
    put("Z")
  }

  /// A GUID in lower case with hyphens.
  mutating func put(_ id: RequestID) {
    put(hex: id.high >> 32, digits: 8)
    put("-")
    put(hex: id.high >> 16 & 0xFFFF, digits: 4)
    put("-")
    put(hex: id.high & 0xFFFF, digits: 4)
    put("-")
    put(hex: id.low >> 48, digits: 4)
    put("-")
    put(hex: id.low & 0xFFFF_FFFF_FFFF, digits: 12)
  }

  mutating func put(hex value: UInt64, digits: Int) {
    var shift = digits * 4
    while shift > 0 {
      shift -= 4
      let digit = UInt8(truncatingIfNeeded: value >> UInt64(shift) & 0xF)
      append(digit < 10 ? 48 + digit : 87 + digit)
    }
  }

  /// A field of a CSV log: quoted where it holds what parts fields, quotes in it doubled.
  mutating func put(field text: String) {
    if !text.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) { return put(text) }
    append(0x22)
    for byte in text.utf8 {
      if byte == 0x22 { append(0x22) }
      append(byte)
    }
    append(0x22)
  }

  /// A field of a W3C log, in which nothing is a hyphen and a blank is a plus.
  mutating func put(word text: String) {
    if text.isEmpty { return put("-") }
    for byte in text.utf8 { append(byte == 0x20 ? 0x2B : byte) }
  }

  mutating func commas(_ count: Int) { append(contentsOf: repeatElement(0x2C, count: count)) }

  mutating func endLine() { append(contentsOf: [0x0D, 0x0A]) }
}

/// The name that Exchange gives to a request.
struct RequestID: Hashable, Sendable {
  var high: UInt64
  var low: UInt64

  init(using random: inout some RandomNumberGenerator) {
    high = random.next() & ~0xF000 | 0x4000
    low = random.next() & ~(0xC << 60) | 0x8 << 60
  }

  var text: String {
    var bytes: [UInt8] = []
    bytes.put(self)
    return String(decoding: bytes, as: UTF8.self)
  }
}
