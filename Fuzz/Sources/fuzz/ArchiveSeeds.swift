import CArchive
import Foundation

/// Archives to begin with: each container with each compression, small; and those of the development data.
enum ArchiveSeeds {
  static func archives(_ data: String?) -> [Seed] {
    var seeds = [Seed("made-empty.zip", [0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18))]
    for (name, format, filter) in kinds {
      if let bytes = made(format, filter) { seeds.append(Seed("made.\(name)", bytes)) }
    }
    if let inner = seeds.last, let outer = made("zip", nil, holding: ("inner." + inner.name, inner.bytes)) {
      seeds.append(Seed("made-nested.zip", outer))
    }
    return seeds + Corpus.files(data.map { $0 + "/archives" }, [""], most: 200).filter { $0.bytes.count <= 32_768 }
  }

  private static let kinds: [(name: String, format: String, filter: String?)] = [
    ("tar", "pax", nil), ("tar.gz", "ustar", "gzip"), ("tar.xz", "ustar", "xz"), ("tar.bz2", "ustar", "bzip2"),
    ("tar.zst", "gnutar", "zstd"), ("7z", "7zip", nil), ("zip", "zip", nil),
  ]

  private static let lines = (1...40).map { "2021-03-03 05:19:\($0) 192.0.2.7 GET /owa/ 200\n" }.joined()

  /// Nil where the library at hand cannot write it.
  private static func made(
    _ format: String, _ filter: String?,
    holding last: (String, [UInt8]) = ("client_info.json", Array(#"{"Hostname":"EX01"}"#.utf8))
  ) -> [UInt8]? {
    let members = [
      ("uploads/auto/C%3A/Windows/System32/winevt/Logs/Security.evtx", Array("ElfFile".utf8)),
      ("uploads/auto/C%3A/inetpub/logs/u_ex210303.log", Array(lines.utf8)), last,
    ]
    guard let archive = unsafe archive_write_new() else { return nil }
    defer { _ = unsafe archive_write_free(archive) }
    guard unsafe archive_write_set_format_by_name(archive, format) == ARCHIVE_OK else { return nil }
    if let filter, unsafe archive_write_add_filter_by_name(archive, filter) != ARCHIVE_OK { return nil }
    var room = [UInt8](repeating: 0, count: 1 << 18)
    var used = 0
    // SAFETY: the archive is written and closed inside the call, while the room lives, and gets its length.
    let done = unsafe room.withUnsafeMutableBytes { room in
      guard unsafe archive_write_open_memory(archive, room.baseAddress, room.count, &used) == ARCHIVE_OK else {
        return false
      }
      for (name, bytes) in members { unsafe add(name, bytes, archive) }
      return unsafe archive_write_close(archive) == ARCHIVE_OK
    }
    return done ? Array(room.prefix(used)) : nil
  }

  private static func add(_ name: String, _ bytes: [UInt8], _ archive: OpaquePointer) {
    let entry = unsafe archive_entry_new()
    defer { unsafe archive_entry_free(entry) }
    unsafe archive_entry_set_pathname(entry, name)
    unsafe archive_entry_set_size(entry, Int64(bytes.count))
    unsafe archive_entry_set_filetype(entry, 0o100000)
    unsafe archive_entry_set_perm(entry, 0o644)
    unsafe archive_entry_set_mtime(entry, 1_614_748_761, 0)
    guard unsafe archive_write_header(archive, entry) == ARCHIVE_OK else { return }
    _ = unsafe bytes.withUnsafeBytes { unsafe archive_write_data(archive, $0.baseAddress, $0.count) }
  }
}
