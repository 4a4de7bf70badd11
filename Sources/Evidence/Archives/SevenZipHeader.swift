/// The list of members at a 7z's end, looked at before libarchive is: that takes memory for any number of members and
/// any dictionary that the list asks for.
///
/// Source: 7-Zip 23.01, `DOC/7zFormat.txt` and `DOC/Methods.txt`.
struct SevenZipHeader: Hashable {
  enum Outcome: Hashable {
    case sound(SevenZipHeader)
    /// One lower-case clause.
    case refused(String)
  }

  var memberCount: UInt64 = 0
  /// Bytes of memory that unpacking asks for: the largest sum of one folder's dictionaries and models.
  var memory: UInt64 = 0

  /// Bytes of the list, packed or not: about a million members.
  private static let longest: UInt64 = 64 << 20

  static func read(_ file: EvidenceFile) -> Outcome {
    let start = file.bytes(at: 0, count: 32)
    guard start.count == 32 else { return .refused("damaged 7z archive: it ends in its header") }
    let (offset, size) = (start.uint64(at: 12), start.uint64(at: 20))
    if size == 0 { return .sound(SevenZipHeader()) }
    guard size <= longest else { return .refused("its list of members has \(size) bytes, \(longest) are allowed") }
    guard offset <= file.size, size <= file.size - offset, offset + size <= file.size - 32 else {
      return .refused("ends before its list of members: cut off, or the first of several volumes")
    }
    return read(list: file.bytes(at: 32 + offset, count: Int(size)), file)
  }

  private static func read(list: [UInt8], _ file: EvidenceFile) -> Outcome {
    var list = list
    do throws(SevenZipDamage) {
      // A packed list may be packed once more; no program does it more often.
      for _ in 0..<2 {
        var parser = SevenZipParser(list)
        if try parser.begins(with: 0x17) {
          list = try unpack(parser.streams(), file)
        } else {
          return .sound(try parser.header())
        }
      }
      return .refused("damaged 7z archive: its list of members is packed too often")
    } catch {
      return .refused(error.reason)
    }
  }

  private static func unpack(
    _ streams: SevenZipParser.Streams, _ file: EvidenceFile
  ) throws(SevenZipDamage) -> [UInt8] {
    for folder in streams.folders { _ = try SevenZipParser.memory(folder) }
    guard let folder = streams.folders.first, let coder = folder.coders.first, folder.coders.count == 1,
      let packed = streams.packedSizes.first, let size = folder.sizes.last
    else { throw SevenZipDamage("its list of members is packed in a way that is not read here") }
    guard packed <= longest, size <= longest, streams.position <= file.size else {
      throw SevenZipDamage("its list of members has \(size) bytes, \(longest) are allowed")
    }
    let bytes = file.bytes(at: 32 + streams.position, count: Int(packed))
    switch coder.method {
    case [0]: return Array(bytes.prefix(Int(size)))
    case [3, 1, 1] where coder.properties.count == 5: return try lzma(bytes, coder.properties[0], size)
    default: throw SevenZipDamage("its list of members is packed in a way that is not read here")
    }
  }

  /// As a `.lzma` file, whose header says the same: properties, dictionary, size.
  ///
  /// No distance reaches further back than the list is long, so the dictionary need not be larger.
  private static func lzma(_ bytes: [UInt8], _ properties: UInt8, _ size: UInt64) throws(SevenZipDamage) -> [UInt8] {
    var dictionary: UInt32 = 4096
    while UInt64(dictionary) < size { dictionary *= 2 }
    var head = [properties]
    for shift in stride(from: 0, to: 32, by: 8) { head.append(UInt8(truncatingIfNeeded: dictionary >> shift)) }
    for shift in stride(from: 0, to: 64, by: 8) { head.append(UInt8(truncatingIfNeeded: size >> shift)) }
    let input = BytesInput(head + bytes)
    guard let reader = try? LibArchive(input, kind: .lzma, passwords: [], isListed: false),
      case .member = reader.next()
    else { throw SevenZipDamage("damaged 7z archive: its list of members cannot be unpacked") }
    var list = [UInt8](repeating: 0, count: Int(size))
    var filled = 0
    while filled < list.count {
      // SAFETY: the room is what is left of the array, and no more is written to it.
      let step = unsafe list.withUnsafeMutableBytes { room in
        unsafe reader.read(into: UnsafeMutableRawBufferPointer(rebasing: room[filled...]))
      }
      guard case .bytes(let count) = step else {
        throw SevenZipDamage("damaged 7z archive: its list of members cannot be unpacked")
      }
      filled += count
    }
    return list
  }
}

/// Why a 7z cannot be read, as one lower-case clause.
struct SevenZipDamage: Error {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}

/// An archive in memory.
@safe private final class BytesInput: ArchiveInput {
  private let room: UnsafeMutableRawBufferPointer
  private var isRead = false

  init(_ bytes: [UInt8]) {
    unsafe room = .allocate(byteCount: bytes.count, alignment: 16)
    unsafe room.copyBytes(from: bytes)
  }

  deinit { unsafe room.deallocate() }

  override func next() -> (start: UnsafeRawPointer?, count: Int) {
    if isRead { return (nil, 0) }
    isRead = true
    return unsafe (UnsafeRawPointer(room.baseAddress), room.count)
  }
}
