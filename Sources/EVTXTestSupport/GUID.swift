/// A GUID as its 16 stored bytes ([MS-DTYP] 2.3.4).
public struct GUID: Hashable, Sendable {
  /// As stored: the first three groups lowest byte first.
  public let bytes: [UInt8]

  /// Takes 16 stored bytes.
  public init(bytes: [UInt8]) {
    precondition(bytes.count == 16, "a GUID has 16 bytes")
    self.bytes = bytes
  }

  /// Reads `01234567-89AB-CDEF-0123-456789ABCDEF`, with or without braces.
  public init(_ text: String) {
    let digits = text.filter { $0.isHexDigit }.compactMap { $0.hexDigitValue }
    precondition(digits.count == 32, "a GUID has 32 hexadecimal digits: \(text)")
    let plain = (0..<16).map { UInt8(digits[2 * $0] * 16 + digits[2 * $0 + 1]) }
    self.init(bytes: [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15].map { plain[$0] })
  }

  /// The same GUID for the same bytes, in every run: two 64-bit FNV-1a sums.
  init(hashOf content: [UInt8]) {
    var result: [UInt8] = []
    for start: UInt64 in [0xCBF2_9CE4_8422_2325, 0x8422_2325_CBF2_9CE4] {
      var sum = start
      for byte in content { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }
      result.append(littleEndian: sum)
    }
    self.init(bytes: result)
  }

  /// The first four bytes, which Windows uses as a template's short identifier.
  var shortIdentifier: UInt32 { bytes.value(at: 0, as: UInt32.self) }
}

extension GUID: ExpressibleByStringLiteral {
  public init(stringLiteral text: String) { self.init(text) }
}
