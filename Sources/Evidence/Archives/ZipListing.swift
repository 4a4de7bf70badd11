import Model

/// The list of members at a zip's end, read by ourselves: libarchive would take in any number of members, and tells
/// neither which times are UTC nor how large a member is packed.
///
/// Source: PKWARE APPNOTE.TXT 6.3.10, sections 4.3.12 to 4.3.16 and 4.5.
struct ZipListing {
  struct Entry {
    var name: [UInt8]
    var packed: UInt64
    var size: UInt64
    /// Offset of the local header; members come in this order.
    var offset: UInt64
    var isEncrypted: Bool
    /// How it is packed: 0 not at all, 8 by Deflate, 99 with AES around another one (APPNOTE 4.4.5).
    var method: UInt16
    /// Nil where only DOS's local time is there, whose zone nobody knows.
    var modified: Timestamp?
  }

  enum Outcome {
    case sound(ZipListing)
    case tooMany(UInt64)
    /// There is none, or it is damaged.
    case absent
  }

  /// What the reader will not come upon, and why.
  var leftOut: [String] {
    switch doubled {
    case 0: []
    case 1: ["1 member stands on the bytes of another one and is left out"]
    default: ["\(doubled) members stand on the bytes of other ones and are left out"]
    }
  }

  /// In the order of their local headers; of several with one header the first.
  private(set) var entries: [Entry] = []
  /// Members that share their local header with another one.
  private(set) var doubled = 0
  /// Whether it is a part of a zip in several volumes.
  private(set) var isVolume = false

  static func read(_ file: EvidenceFile, limit: Int) -> Outcome {
    guard let end = End(file) else { return .absent }
    if end.count > UInt64(limit) { return .tooMany(end.count) }
    var listing = ZipListing()
    listing.isVolume = end.isVolume
    guard let found = listing.walk(file, end, limit: limit) else { return .absent }
    if found > limit { return .tooMany(UInt64(found)) }
    listing.sort()
    return .sound(listing)
  }

  private mutating func sort() {
    entries.sort { $0.offset < $1.offset }
    var unique: [Entry] = []
    unique.reserveCapacity(entries.count)
    for entry in entries where unique.last?.offset != entry.offset { unique.append(entry) }
    doubled = entries.count - unique.count
    entries = unique
  }

  /// Reads the headers one after another up to the end record; how many there are, or nil where one is damaged.
  private mutating func walk(_ file: EvidenceFile, _ end: End, limit: Int) -> Int? {
    var window = FileWindow(file)
    var at = end.directory
    var count = 0
    while at < end.position {
      guard let header = window.bytes(at: at, count: 46), header.uint32(at: 0) == 0x0201_4B50 else { return nil }
      count += 1
      if count > limit { return count }
      let lengths = [28, 30, 32].map { Int(header.uint16(at: $0)) }
      let total = 46 + lengths.reduce(0, +)
      guard let whole = window.bytes(at: at, count: total) else { return nil }
      entries.append(Entry(whole, nameLength: lengths[0], extraLength: lengths[1], shift: end.shift))
      at += UInt64(total)
    }
    return count
  }
}

extension ZipListing.Entry {
  fileprivate init(_ header: [UInt8], nameLength: Int, extraLength: Int, shift: UInt64) {
    name = Array(header[46..<46 + nameLength])
    packed = UInt64(header.uint32(at: 20))
    size = UInt64(header.uint32(at: 24))
    offset = UInt64(header.uint32(at: 42))
    method = header.uint16(at: 10)
    isEncrypted = header.uint16(at: 8) & 1 != 0
    let extra = ZipExtra(header[(46 + nameLength)..<(46 + nameLength + extraLength)])
    extra.widen(size: &size, packed: &packed, offset: &offset)
    offset &+= shift
    modified = extra.modified
  }
}

/// The end record of a zip, with zip64's where there is one.
private struct End {
  var count: UInt64
  /// Where the list begins in the file.
  var directory: UInt64
  /// Where the list ends in the file.
  var position: UInt64
  /// What stands before the zip in the file.
  var shift: UInt64
  var isVolume: Bool

  init?(_ file: EvidenceFile) {
    let tailLength = Int(min(file.size, 65_557))
    let start = file.size - UInt64(tailLength)
    let tail = file.bytes(at: start, count: tailLength)
    guard tail.count >= 22 else { return nil }
    let places = (0...(tail.count - 22)).reversed()
    guard let at = places.first(where: { tail[$0] == 0x50 && tail.uint32(at: $0) == 0x0605_4B50 }) else { return nil }
    count = UInt64(tail.uint16(at: at + 10))
    var length = UInt64(tail.uint32(at: at + 12))
    var offset = UInt64(tail.uint32(at: at + 16))
    position = start + UInt64(at)
    isVolume = tail.uint16(at: at + 4) != 0 && tail.uint16(at: at + 4) != 0xFFFF
    if let wide = Self.zip64(file, before: position) {
      count = wide.uint64(at: 32)
      length = wide.uint64(at: 40)
      offset = wide.uint64(at: 48)
      position = wide.position
    }
    guard length <= position, offset <= position - length else { return nil }
    directory = position - length
    shift = directory - offset
  }

  private static func zip64(_ file: EvidenceFile, before end: UInt64) -> Wide? {
    guard end >= 20 else { return nil }
    let locator = file.bytes(at: end - 20, count: 20)
    guard locator.count == 20, locator.uint32(at: 0) == 0x0706_4B50 else { return nil }
    let position = locator.uint64(at: 8)
    guard position < end else { return nil }
    let record = file.bytes(at: position, count: 56)
    guard record.count == 56, record.uint32(at: 0) == 0x0606_4B50 else { return nil }
    return Wide(record: record, position: position)
  }

  struct Wide {
    let record: [UInt8]
    let position: UInt64
    func uint64(at offset: Int) -> UInt64 { record.uint64(at: offset) }
  }
}

/// The extra fields of a member: APPNOTE 4.5 and Info-ZIP's `proginfo/extrafld.txt`.
private struct ZipExtra {
  private var wide: ArraySlice<UInt8> = []
  private(set) var modified: Timestamp?

  init(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    while rest.count >= 4 {
      let kind = rest.uint16(at: 0), length = Int(rest.uint16(at: 2))
      let value = rest.dropFirst(4).prefix(length)
      guard value.count == length else { return }
      take(kind, value)
      rest = rest.dropFirst(4 + length)
    }
  }

  private mutating func take(_ kind: UInt16, _ value: ArraySlice<UInt8>) {
    switch kind {
    case 1: wide = value
    // NTFS: four reserved bytes, then attribute 1 of 24 bytes with three FILETIMEs, the change first.
    case 0x000A where value.count >= 16 && value.uint16(at: 4) == 1:
      modified = Timestamp(fileTime: value.uint64(at: 8)) ?? modified
    case 0x5455 where value.count >= 5 && value[value.startIndex] & 1 != 0:
      let seconds = Int64(Int32(bitPattern: value.uint32(at: 1)))
      if modified == nil { modified = Timestamp(unixSeconds: seconds) }
    default: break
    }
  }

  /// Zip64's fields stand in this order, each only where the header's own holds all ones.
  func widen(size: inout UInt64, packed: inout UInt64, offset: inout UInt64) {
    var rest = wide
    func take(_ value: inout UInt64) {
      guard value == 0xFFFF_FFFF, rest.count >= 8 else { return }
      value = rest.uint64(at: 0)
      rest = rest.dropFirst(8)
    }
    take(&size)
    take(&packed)
    take(&offset)
  }
}

/// Reads small pieces of a file one after another with few calls.
struct FileWindow {
  private let file: EvidenceFile
  private var start: UInt64 = 0
  private var bytes: [UInt8] = []
  private static let length = 256 << 10

  init(_ file: EvidenceFile) {
    self.file = file
  }

  /// Nil where the file ends before.
  mutating func bytes(at offset: UInt64, count: Int) -> [UInt8]? {
    if offset < start || offset + UInt64(count) > start + UInt64(bytes.count) {
      start = offset
      bytes = file.bytes(at: offset, count: max(count, Self.length))
    }
    let first = Int(offset - start)
    guard bytes.count - first >= count else { return nil }
    return Array(bytes[first..<first + count])
  }
}

extension Collection<UInt8> where Index == Int {
  /// The little-endian integer `offset` bytes after the first; the caller has checked that it is there.
  func uint16(at offset: Int) -> UInt16 {
    UInt16(self[startIndex + offset]) | UInt16(self[startIndex + offset + 1]) << 8
  }

  func uint32(at offset: Int) -> UInt32 { UInt32(uint16(at: offset)) | UInt32(uint16(at: offset + 2)) << 16 }

  func uint64(at offset: Int) -> UInt64 { UInt64(uint32(at: offset)) | UInt64(uint32(at: offset + 4)) << 32 }
}
