/// Finds which password opens a zip, by reading small members of it to their end.
///
/// A zip's own check lets one of 256 wrong passwords through (APPNOTE 6.1), and what comes out then is noise. So no byte
/// is given out before a password has opened a whole member with the right checksum.
struct PasswordSearch {
  enum Outcome: Hashable {
    /// Nothing is encrypted, or nobody gave a password.
    case needless
    case found(String)
    case noneFits
    /// The members are too large to try; what does not fit shows in their checksums.
    case tooCostly
  }

  /// Passwords beyond these are not tried.
  static let mostPasswords = 1000
  private static let mostSamples = 3
  /// Bytes that all tries together may read.
  private static let mostBytes = 256 << 20

  private let file: EvidenceFile
  private let passwords: ArraySlice<String>
  private var bytesLeft = mostBytes

  init(_ file: EvidenceFile, passwords: [String]) {
    self.file = file
    self.passwords = passwords.prefix(Self.mostPasswords)
  }

  mutating func run(_ listing: ZipListing) -> Outcome {
    let encrypted = listing.entries.filter { $0.isEncrypted && $0.size > 0 }
    guard !encrypted.isEmpty, !passwords.isEmpty else { return .needless }
    // More than one sample, since the smallest may be damaged.
    for sample in encrypted.sorted(by: { $0.packed < $1.packed }).prefix(Self.mostSamples) {
      for password in passwords {
        if opens(sample, password) { return .found(password) }
        if bytesLeft <= 0 { return .tooCostly }
      }
    }
    return .noneFits
  }

  private mutating func opens(_ entry: ZipListing.Entry, _ password: String) -> Bool {
    let input = PartInput(file, from: entry.offset)
    guard let reader = try? LibArchive(input, kind: .zip, passwords: [password], isListed: false),
      case .member(let member) = reader.next(), member.isEncrypted
    else { return false }
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    defer { unsafe room.deallocate() }
    var size: UInt64 = 0
    while bytesLeft > 0 {
      switch unsafe reader.read(into: room) {
      case .bytes(let count):
        size += UInt64(count)
        bytesLeft -= count
      case .end: return size == entry.size
      case .cut: return false
      }
    }
    return false
  }
}

/// A file from some place on, read from front to end.
@safe final class PartInput: ArchiveInput {
  private let file: EvidenceFile
  private let start: UInt64
  private let room: UnsafeMutableRawBufferPointer

  init(_ file: EvidenceFile, from start: UInt64) {
    self.file = file
    self.start = start
    unsafe room = .allocate(byteCount: 64 << 10, alignment: 16)
  }

  deinit { unsafe room.deallocate() }

  override func next() -> (start: UnsafeRawPointer?, count: Int) {
    let count = unsafe file.read(at: start &+ UInt64(position), into: room)
    guard count >= 0 else {
      failure = systemError(Int32(-count))
      return (nil, -1)
    }
    position += Int64(count)
    return unsafe (UnsafeRawPointer(room.baseAddress), count)
  }
}
