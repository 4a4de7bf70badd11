internal import Bytes

/// A zip written by hand, so that it can be wrong on purpose: members stored, headers as they are told.
///
/// Source: PKWARE APPNOTE.TXT 6.3.10, sections 4.3 and 6.1.
public struct MadeZip: Sendable {
  /// One entry of the list at the end, and what it points to.
  public struct Member: Sendable {
    public var name: [UInt8]
    public var content: [UInt8]
    /// Encrypted the traditional way with this password; nil for plain.
    public var password: String?
    /// In the encrypted header instead of the right check byte: a wrong password may seem to fit.
    public var checkByte: UInt8?
    /// Unix type and permissions, 16 bits; 0 for none.
    public var mode: UInt16 = 0
    /// Extra fields, both in the local header and in the list.
    public var extra: [UInt8] = []
    /// Points to the local header of the member with this index and writes none of its own.
    public var sharesHeaderOf: Int?
    /// Instead of the size that the content has, in both headers.
    public var claimedSize: UInt32?
    /// Instead of the checksum of the content.
    public var claimedChecksum: UInt32?

    public init(_ name: String, _ content: [UInt8] = []) {
      self.name = Array(name.utf8)
      self.content = content
    }

    public init(_ name: String, _ text: String) { self.init(name, Array(text.utf8)) }
  }

  public var members: [Member]
  /// The number of this volume in the end record; more than 0 for a part of several.
  public var volume: UInt16 = 0
  /// Instead of the number of members in the end record.
  public var claimedCount: UInt16?

  public init(_ members: [Member]) { self.members = members }

  public func bytes() -> [UInt8] {
    var file: [UInt8] = []
    var list: [UInt8] = []
    var offsets: [UInt32] = []
    for member in members {
      let stored = member.stored
      let offset = member.sharesHeaderOf.map { offsets[$0] } ?? UInt32(file.count)
      offsets.append(offset)
      if member.sharesHeaderOf == nil {
        file += Self.little(0x0403_4B50 as UInt32) + Self.little(20 as UInt16) + member.fields(stored.count)
        file += Self.little(UInt16(member.extra.count)) + member.name + member.extra + stored
      }
      list += Self.little(0x0201_4B50 as UInt32) + Self.little(0x0314 as UInt16) + Self.little(20 as UInt16)
      list += member.fields(stored.count) + Self.little(UInt16(member.extra.count)) + [0, 0, 0, 0, 0, 0]
      list += Self.little(UInt32(member.mode) << 16) + Self.little(offset) + member.name + member.extra
    }
    let count = claimedCount ?? UInt16(members.count)
    let end =
      Self.little(0x0605_4B50 as UInt32) + Self.little(volume) + Self.little(volume) + Self.little(count)
      + Self.little(count) + Self.little(UInt32(list.count)) + Self.little(UInt32(file.count)) + [0, 0]
    return file + list + end
  }

  static func little<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
    (0..<Value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
}

extension MadeZip.Member {
  private var checksum: UInt32 { unsafe CRC32.checksum(content.span.bytes) }

  /// What stands in the file after the header.
  fileprivate var stored: [UInt8] {
    guard let password else { return content }
    var cipher = ZipCipher(password: Array(password.utf8))
    let header = Array(repeating: 0x5A as UInt8, count: 11) + [checkByte ?? UInt8(checksum >> 24)]
    return cipher.encrypt(header + content)
  }

  /// From the flags to the length of the name, alike in both kinds of header.
  fileprivate func fields(_ storedCount: Int) -> [UInt8] {
    let flags: UInt16 = password == nil ? 0 : 1
    let head = MadeZip.little(flags) + MadeZip.little(0 as UInt16) + MadeZip.little(0x5262_28C0 as UInt32)
    return head + MadeZip.little(claimedChecksum ?? checksum) + MadeZip.little(UInt32(storedCount))
      + MadeZip.little(claimedSize ?? UInt32(content.count)) + MadeZip.little(UInt16(name.count))
  }
}
