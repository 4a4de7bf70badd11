/// What an archive is, told by its first bytes and never by its name.
enum ArchiveKind: String, Hashable, Sendable {
  case zip, sevenZip = "7z", tar, gzip, bzip2, xz, zstd
  /// Inside 7z only: how its list of members is packed.
  case lzma
  /// What comes out of a compressed file: a tar, or one file.
  case unpacked
  /// Known, but opened by nothing here.
  case rar
  /// A later part of an archive in several volumes.
  case volume

  /// Whether it can only be read with seeking: its list of members stands at its end.
  var needsSeeking: Bool { self == .zip || self == .sevenZip }

  /// How many first bytes `recognize` asks for.
  static let headLength = 512

  static func recognize(_ head: [UInt8]) -> ArchiveKind? {
    func begins(_ magic: [UInt8]) -> Bool { head.starts(with: magic) }
    if begins([0x50, 0x4B, 3, 4]) || begins([0x50, 0x4B, 5, 6]) { return .zip }
    // A zip in several volumes, or one that was meant to be.
    if begins([0x50, 0x4B, 7, 8, 0x50, 0x4B, 3, 4]) || begins([0x50, 0x4B, 0x30, 0x30, 0x50, 0x4B, 3, 4]) {
      return .zip
    }
    if begins([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]) { return .sevenZip }
    if begins([0x1F, 0x8B, 8]) { return .gzip }
    if begins([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]) { return .xz }
    if begins([0x28, 0xB5, 0x2F, 0xFD]) { return .zstd }
    if begins([0x42, 0x5A, 0x68]), head.count > 9, (0x31...0x39).contains(head[3]) {
      let block: [UInt8] = [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]
      let empty: [UInt8] = [0x17, 0x72, 0x45, 0x38, 0x50, 0x90]
      if head[4..<10].elementsEqual(block) || head[4..<10].elementsEqual(empty) { return .bzip2 }
    }
    if begins([0x52, 0x61, 0x72, 0x21, 0x1A, 7]) { return .rar }
    return isTar(head) ? .tar : nil
  }

  /// A tar's first header: its checksum holds, whichever of the dialects it is in (POSIX.1-1988 ustar, section 10.1.1).
  private static func isTar(_ head: [UInt8]) -> Bool {
    guard head.count >= 512, head[0] != 0, let stated = octal(head[148..<156]) else { return false }
    var sum = 0
    for (at, byte) in head.prefix(512).enumerated() { sum += (148..<156).contains(at) ? 32 : Int(byte) }
    return sum == stated
  }

  private static func octal(_ field: ArraySlice<UInt8>) -> Int? {
    let digits = field.drop { $0 == 32 }.prefix { (0x30...0x37).contains($0) }
    guard !digits.isEmpty else { return nil }
    return digits.reduce(0) { $0 * 8 + Int($1 - 0x30) }
  }
}
