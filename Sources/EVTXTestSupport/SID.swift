/// A security identifier as its stored bytes ([MS-DTYP] 2.4.2.2).
public struct SID: Hashable, Sendable, ExpressibleByStringLiteral {
  public let bytes: [UInt8]

  /// Reads `S-1-5-21-…`.
  public init(_ text: String) {
    let parts = text.split(separator: "-").dropFirst().compactMap { UInt64($0) }
    precondition(parts.count >= 2, "a SID has a revision and an authority: \(text)")
    var bytes = [UInt8(truncatingIfNeeded: parts[0]), UInt8(parts.count - 2)]
    for shift in stride(from: 40, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: parts[1] >> shift)) }
    for part in parts.dropFirst(2) { bytes.append(littleEndian: UInt32(truncatingIfNeeded: part)) }
    self.bytes = bytes
  }

  public init(stringLiteral text: String) { self.init(text) }
}
