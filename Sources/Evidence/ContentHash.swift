import Crypto

/// SHA-256 of bytes that pass by.
struct ContentHash {
  private var hash = SHA256()
  private(set) var size: UInt64 = 0

  mutating func update(_ bytes: RawSpan) {
    size += UInt64(bytes.byteCount)
    // SAFETY: the buffer is read inside the closure only.
    unsafe bytes.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
  }

  /// 64 lower-case hexadecimal digits.
  func hexDigits() -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in hash.finalize() {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
