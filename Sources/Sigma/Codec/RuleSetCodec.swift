internal import Bytes

/// A rule set as bytes, for a cache: loading them again takes a fraction of reading YAML.
///
/// Layout, all integers little-endian: magic `PSTRULES`, version, CRC-32 and length of the rest; then a table of
/// strings, each once, and the lists of the rule set with numbers into the table. Numbers are LEB128. The version
/// changes with every change of the layout; there is no reading of older ones.
public enum RuleSetCodec {
  /// Why bytes are no rule set.
  public enum Failure: Error, Hashable, Sendable {
    case notARuleSet
    /// Written by another version of Postern.
    case otherVersion(UInt32)
    /// At this offset; the checksum's offset where that does not fit.
    case damaged(offset: Int)
  }

  static let magic = Array("PSTRULES".utf8)
  /// Raise it with every change of `Rule`, `Correlation`, `RuleSet` or this layout.
  static let version: UInt32 = 3
  static let headerLength = 24

  public static func encode(_ set: RuleSet) -> [UInt8] {
    var encoder = RuleSetEncoder()
    encoder.append(set)
    let body = encoder.finished()
    var buffer = ByteBuffer(capacity: body.count + headerLength)
    buffer.append(magic)
    buffer.append(littleEndian: UInt64(version), bytes: 4)
    buffer.append(littleEndian: UInt64(CRC32.checksum(body.bytes)), bytes: 4)
    buffer.append(littleEndian: UInt64(body.count), bytes: 8)
    buffer.append(body.bytes)
    return buffer.array
  }

  /// Reads a rule set; every length is checked against the bytes that are there.
  public static func decode(_ bytes: RawSpan) throws(Failure) -> RuleSet {
    guard let start = bytes.part(at: 0, count: 8), start.array == magic else { throw .notARuleSet }
    guard let found = bytes.uint32(at: 8), found == version else { throw .otherVersion(bytes.uint32(at: 8) ?? 0) }
    guard let checksum = bytes.uint32(at: 12), let length = bytes.uint64(at: 16),
      length == UInt64(max(0, bytes.byteCount - headerLength))
    else { throw .damaged(offset: 16) }
    let body = bytes.partOrEmpty(at: headerLength, count: bytes.byteCount - headerLength)
    guard CRC32.checksum(body) == checksum else { throw .damaged(offset: 12) }
    do throws(Truncated) {
      var decoder = try RuleSetDecoder(body)
      return try decoder.ruleSet()
    } catch {
      throw .damaged(offset: headerLength + error.offset)
    }
  }
}

extension ByteBuffer {
  mutating func append(littleEndian value: UInt64, bytes: Int) {
    for step in 0..<bytes { append(UInt8(truncatingIfNeeded: value >> UInt64(8 * step))) }
  }
}
