/// Reads a 7z's list of members as far as the number of members and what unpacking asks for.
struct SevenZipParser {
  struct Coder {
    var method: [UInt8]
    var properties: [UInt8]
  }

  struct Folder {
    var coders: [Coder]
    /// How many streams come out of its coders.
    var outputs: Int
    /// What comes out of each.
    var sizes: [UInt64] = []
    var hasChecksum = false
    var unpackStreams: UInt64 = 1
  }

  struct Streams {
    /// Where the packed bytes begin, after the first 32.
    var position: UInt64 = 0
    var packedSizes: [UInt64] = []
    var folders: [Folder] = []
  }

  private let bytes: [UInt8]
  private var at = 0
  /// Folders and coders beyond these no program makes.
  private static let mostItems: UInt64 = 1 << 20

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether the list begins with this mark, which is then passed.
  mutating func begins(with mark: UInt8) throws(SevenZipDamage) -> Bool {
    guard let first = bytes.first else { throw Self.damage }
    if first == mark { at = 1 }
    return first == mark
  }

  mutating func header() throws(SevenZipDamage) -> SevenZipHeader {
    guard try byte() == 0x01 else { throw Self.damage }
    var header = SevenZipHeader()
    while true {
      switch try byte() {
      case 0x00: return header
      case 0x02: try properties()
      case 0x03: _ = try streams()
      case 0x04:
        for folder in try streams().folders { header.memory = max(header.memory, try Self.memory(folder)) }
      case 0x05:
        // The rest tells names and times, which libarchive reads.
        header.memberCount = try number()
        return header
      default: throw Self.damage
      }
    }
  }

  private mutating func properties() throws(SevenZipDamage) {
    while try byte() != 0 { try skip(number()) }
  }

  mutating func streams() throws(SevenZipDamage) -> Streams {
    var streams = Streams()
    while true {
      switch try byte() {
      case 0x00: return streams
      case 0x06: try packInfo(&streams)
      case 0x07: try unpackInfo(&streams)
      case 0x08: try subStreams(&streams)
      default: throw Self.damage
      }
    }
  }

  private mutating func packInfo(_ streams: inout Streams) throws(SevenZipDamage) {
    streams.position = try number()
    let count = try items()
    while true {
      switch try byte() {
      case 0x00: return
      case 0x09:
        // Each list stands once: what may come again and again has no bound.
        guard streams.packedSizes.isEmpty else { throw Self.damage }
        for _ in 0..<count { streams.packedSizes.append(try number()) }
      case 0x0A: _ = try checksums(count)
      default: throw Self.damage
      }
    }
  }

  private mutating func unpackInfo(_ streams: inout Streams) throws(SevenZipDamage) {
    while true {
      switch try byte() {
      case 0x00: return
      case 0x0B:
        let count = try items()
        guard try byte() == 0, streams.folders.isEmpty else { throw Self.damage }
        for _ in 0..<count { streams.folders.append(try folder()) }
      case 0x0C:
        guard streams.folders.allSatisfy({ $0.sizes.isEmpty }) else { throw Self.damage }
        for index in streams.folders.indices {
          for _ in 0..<streams.folders[index].outputs { streams.folders[index].sizes.append(try number()) }
        }
      case 0x0A:
        let defined = try checksums(streams.folders.count)
        for index in streams.folders.indices { streams.folders[index].hasChecksum = defined[index] }
      default: throw Self.damage
      }
    }
  }

  private mutating func folder() throws(SevenZipDamage) -> Folder {
    let count = try number()
    guard (1...32).contains(count) else { throw Self.damage }
    var folder = Folder(coders: [], outputs: 0)
    var inputs = 0
    for _ in 0..<count {
      let flags = try byte()
      let method = try take(UInt64(flags & 0x0F))
      var (ins, outs): (UInt64, UInt64) = (1, 1)
      if flags & 0x10 != 0 { (ins, outs) = (try number(), try number()) }
      guard (1...32).contains(ins), (1...32).contains(outs) else { throw Self.damage }
      let properties = flags & 0x20 != 0 ? try take(number()) : []
      folder.coders.append(Coder(method: method, properties: properties))
      inputs += Int(ins)
      folder.outputs += Int(outs)
    }
    // How the coders are bound, then which of their inputs are packed streams.
    let bonds = folder.outputs - 1
    for _ in 0..<bonds { _ = (try number(), try number()) }
    guard inputs >= bonds else { throw Self.damage }
    if inputs - bonds > 1 {
      for _ in 0..<(inputs - bonds) { _ = try number() }
    }
    return folder
  }

  private mutating func subStreams(_ streams: inout Streams) throws(SevenZipDamage) {
    while true {
      switch try byte() {
      case 0x00: return
      case 0x0D:
        for index in streams.folders.indices { streams.folders[index].unpackStreams = try number() }
      case 0x09:
        for folder in streams.folders where folder.unpackStreams > 1 {
          guard folder.unpackStreams <= UInt64(bytes.count) else { throw Self.damage }
          for _ in 1..<folder.unpackStreams { _ = try number() }
        }
      case 0x0A:
        var count: UInt64 = 0
        for folder in streams.folders where folder.unpackStreams != 1 || !folder.hasChecksum {
          guard folder.unpackStreams <= UInt64(bytes.count) else { throw Self.damage }
          count += folder.unpackStreams
        }
        // Each stream but a folder's last has its size in the list, a byte at least.
        guard count <= UInt64(bytes.count) + UInt64(streams.folders.count) else { throw Self.damage }
        _ = try checksums(Int(count))
      default: throw Self.damage
      }
    }
  }

  /// Which of them have a checksum; the checksums are passed over.
  private mutating func checksums(_ count: Int) throws(SevenZipDamage) -> [Bool] {
    var defined = [Bool](repeating: true, count: count)
    if try byte() == 0 {
      var bits: UInt8 = 0
      for index in 0..<count {
        if index % 8 == 0 { bits = try byte() }
        defined[index] = bits & (0x80 >> UInt8(index % 8)) != 0
      }
    }
    try skip(UInt64(defined.count { $0 }) * 4)
    return defined
  }

  // MARK: What unpacking asks for

  /// Throws where it is encrypted.
  static func memory(_ folder: Folder) throws(SevenZipDamage) -> UInt64 {
    var sum: UInt64 = 0
    for coder in folder.coders {
      if coder.method.starts(with: [6, 0xF1, 7]) {
        throw SevenZipDamage("an encrypted 7z archive cannot be opened here; unpack it first")
      }
      sum += memory(coder)
    }
    return sum
  }

  /// The dictionary of LZMA and LZMA2, the model of PPMd; others need little.
  private static func memory(_ coder: Coder) -> UInt64 {
    switch coder.method {
    case [3, 1, 1], [3, 4, 1]: coder.properties.count >= 5 ? UInt64(coder.properties.uint32(at: 1)) : 0
    case [0x21]: coder.properties.first.map(dictionary) ?? 0
    default: 0
    }
  }

  /// LZMA2's dictionary: 4 KiB for 0, then by halves and wholes of the next power of two.
  private static func dictionary(_ bits: UInt8) -> UInt64 {
    bits >= 40 ? 0xFFFF_FFFF : (2 | UInt64(bits & 1)) << (UInt64(bits / 2) + 11)
  }

  // MARK: Bytes and numbers

  private static let damage = SevenZipDamage("damaged 7z archive: its list of members makes no sense")

  private mutating func byte() throws(SevenZipDamage) -> UInt8 {
    guard at < bytes.count else { throw Self.damage }
    at += 1
    return bytes[at - 1]
  }

  private mutating func take(_ count: UInt64) throws(SevenZipDamage) -> [UInt8] {
    let start = at
    try skip(count)
    return Array(bytes[start..<at])
  }

  private mutating func skip(_ count: UInt64) throws(SevenZipDamage) {
    guard count <= UInt64(bytes.count - at) else { throw Self.damage }
    at += Int(count)
  }

  /// A count of things of which each takes a byte at least.
  private mutating func items() throws(SevenZipDamage) -> Int {
    let count = try number()
    guard count <= Self.mostItems, count <= UInt64(bytes.count - at) else { throw Self.damage }
    return Int(count)
  }

  /// 7z's number: the leading ones of the first byte tell how many bytes follow, least significant first.
  private mutating func number() throws(SevenZipDamage) -> UInt64 {
    let first = try byte()
    var value: UInt64 = 0
    var mask: UInt8 = 0x80
    for index in 0..<8 {
      if first & mask == 0 { return value | UInt64(first & (mask &- 1)) << UInt64(8 * index) }
      value |= UInt64(try byte()) << UInt64(8 * index)
      mask >>= 1
    }
    return value
  }
}
