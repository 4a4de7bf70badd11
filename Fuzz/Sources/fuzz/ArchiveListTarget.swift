@testable import Evidence

/// The list of members of a 7z, whose checksum hardly any change to an archive would survive.
///
/// An input is the list as it stands in the archive.
enum ArchiveListTarget {
  static func run(_ input: [UInt8]) {
    var parser = SevenZipParser(input)
    guard let isPacked = try? parser.begins(with: 0x17) else { return }
    if isPacked {
      for folder in (try? parser.streams())?.folders ?? [] { _ = try? SevenZipParser.memory(folder) }
    } else {
      _ = try? parser.header()
    }
  }
}

/// Lists to begin with: those of archives that libarchive writes.
enum ArchiveListSeeds {
  static func lists(_ data: String?) -> [Seed] {
    let archives = ArchiveSeeds.archives(data).filter { $0.bytes.starts(with: [0x37, 0x7A, 0xBC, 0xAF]) }
    let lists = archives.compactMap { seed -> Seed? in
      let start = 32 + Int(seed.bytes.uint64(at: 12) & 0xFFFF)
      guard start < seed.bytes.count else { return nil }
      return Seed(seed.name, Array(seed.bytes[start...]))
    }
    // One folder of LZMA and one member, not packed.
    let plain: [UInt8] = [
      1, 4, 6, 0, 1, 9, 20, 0, 7, 0x0B, 1, 0, 1, 0x23, 3, 1, 1, 5, 0x5D, 0, 0, 1, 0, 0x0C, 30, 0x0A, 1, 1, 2, 3, 4, 0,
      8,
      0x0D, 1, 0, 0, 5, 1, 0x11, 5, 0, 0x61, 0, 0, 0, 0, 0,
    ]
    return lists + [Seed("made-plain", plain)]
  }
}
