import CArchive

/// The members of a zip file, for tests on exports that are kept zipped.
func zipMembers(_ zip: [UInt8]) -> [(name: String, bytes: [UInt8])] {
  var members: [(String, [UInt8])] = []
  guard let archive = unsafe archive_read_new() else { return [] }
  defer { unsafe archive_read_free(archive) }
  unsafe archive_read_support_format_zip(archive)
  // SAFETY: the archive is read to its end inside the call, while the bytes live.
  unsafe zip.withUnsafeBytes { bytes in
    guard unsafe archive_read_open_memory(archive, bytes.baseAddress, bytes.count) == ARCHIVE_OK else { return }
    var entry: OpaquePointer?
    while unsafe archive_read_next_header(archive, &entry) == ARCHIVE_OK {
      guard let name = unsafe archive_entry_pathname(entry) else { continue }
      members.append((unsafe String(cString: name), unsafe content(archive)))
    }
  }
  return members
}

private func content(_ archive: OpaquePointer) -> [UInt8] {
  var bytes: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    // SAFETY: at most the block's own length is written to it.
    let count = unsafe block.withUnsafeMutableBytes { unsafe archive_read_data(archive, $0.baseAddress, $0.count) }
    guard count > 0 else { return bytes }
    bytes += block.prefix(count)
  }
}
