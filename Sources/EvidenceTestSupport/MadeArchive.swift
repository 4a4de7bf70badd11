import CArchive

/// An archive as libarchive's writers make it: sound, compressed, encrypted where that is asked for.
public struct MadeArchive: Sendable {
  public enum Format: Sendable { case zip, sevenZip, tar }
  public enum Filter: Sendable { case gzip, bzip2, xz, zstd }

  public struct Entry: Sendable {
    public enum Kind: Sendable {
      case file, folder, device, pipe
      case link(to: String)
      case hardLink(to: String)
    }

    public var name: String
    public var content: [UInt8]
    public var kind: Kind
    /// Seconds since 1970, UTC.
    public var modified: Int

    public init(_ name: String, _ content: [UInt8] = [], kind: Kind = .file, modified: Int = 1_614_748_761) {
      self.name = name
      self.content = content
      self.kind = kind
      self.modified = modified
    }

    public init(_ name: String, _ text: String) { self.init(name, Array(text.utf8)) }
  }

  /// Why an archive could not be made.
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  /// `options` are libarchive's, such as `zip:encryption=aes256`.
  public static func bytes(
    _ format: Format, filter: Filter? = nil, password: String? = nil, options: String? = nil, _ entries: [Entry]
  ) throws -> [UInt8] {
    guard let writer = unsafe archive_write_new() else { throw Failure(description: "no memory") }
    defer { unsafe archive_write_free(writer) }
    unsafe choose(format, filter, on: writer)
    if let password { _ = unsafe archive_write_set_passphrase(writer, password) }
    if let options { try unsafe check(archive_write_set_options(writer, options), writer) }
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity(entries), alignment: 16)
    defer { unsafe room.deallocate() }
    var used = 0
    // SAFETY: `room` and `used` live until the writer is closed, which is the last that uses them.
    return try unsafe withUnsafeMutablePointer(to: &used) { used in
      try unsafe check(archive_write_open_memory(writer, room.baseAddress, room.count, used), writer)
      for entry in entries { try unsafe write(entry, to: writer) }
      try unsafe check(archive_write_close(writer), writer)
      return unsafe Array(room[..<used.pointee])
    }
  }

  private static func capacity(_ entries: [Entry]) -> Int {
    entries.reduce(1 << 16) { $0 + $1.content.count + $1.content.count / 4 + 4096 + 4 * $1.name.utf8.count }
  }

  private static func choose(_ format: Format, _ filter: Filter?, on writer: OpaquePointer) {
    switch format {
    case .zip: _ = unsafe archive_write_set_format_zip(writer)
    case .sevenZip: _ = unsafe archive_write_set_format_7zip(writer)
    case .tar: _ = unsafe archive_write_set_format_pax_restricted(writer)
    }
    switch filter {
    case .gzip: _ = unsafe archive_write_add_filter_gzip(writer)
    case .bzip2: _ = unsafe archive_write_add_filter_bzip2(writer)
    case .xz: _ = unsafe archive_write_add_filter_xz(writer)
    case .zstd: _ = unsafe archive_write_add_filter_zstd(writer)
    case nil: break
    }
  }

  private static func write(_ made: Entry, to writer: OpaquePointer) throws {
    guard let entry = unsafe archive_entry_new() else { throw Failure(description: "no memory") }
    defer { unsafe archive_entry_free(entry) }
    unsafe archive_entry_set_pathname(entry, made.name)
    unsafe archive_entry_set_perm(entry, 0o644)
    unsafe archive_entry_set_mtime(entry, made.modified, 0)
    unsafe archive_entry_set_size(entry, Int64(made.content.count))
    switch made.kind {
    case .file: unsafe archive_entry_set_filetype(entry, 0o100000)
    case .folder: unsafe archive_entry_set_filetype(entry, 0o040000)
    case .device: unsafe archive_entry_set_filetype(entry, 0o020000)
    case .pipe: unsafe archive_entry_set_filetype(entry, 0o010000)
    case .link(let target):
      unsafe archive_entry_set_filetype(entry, 0o120000)
      unsafe archive_entry_set_symlink(entry, target)
    case .hardLink(let target): unsafe archive_entry_set_hardlink(entry, target)
    }
    try unsafe check(archive_write_header(writer, entry), writer)
    guard !made.content.isEmpty else { return }
    let count = unsafe made.content.withUnsafeBytes { bytes in
      // SAFETY: the buffer is valid during the call.
      unsafe archive_write_data(writer, bytes.baseAddress, bytes.count)
    }
    guard count == made.content.count else { throw unsafe failure(writer) }
  }

  private static func check(_ status: Int32, _ writer: OpaquePointer) throws {
    if status < ARCHIVE_WARN { throw unsafe failure(writer) }
  }

  private static func failure(_ writer: OpaquePointer) -> Failure {
    // SAFETY: the text lives until the next call on the writer and is copied here.
    Failure(description: unsafe archive_error_string(writer).map { unsafe String(cString: $0) } ?? "unknown")
  }
}
