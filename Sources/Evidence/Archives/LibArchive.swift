import CArchive
import Glibc
import Model

/// The door to libarchive: one archive, its members one after another.
///
/// Only formats and filters that are compiled into the library are asked for, so that it starts no program.
@safe final class LibArchive {
  enum Step {
    case member(ArchiveMember)
    case end
    /// Damage that the library reads past.
    case damaged(String)
    /// Damage after which nothing more can be read.
    case broken(String)
  }

  struct Failure: Error {
    /// One lower-case clause.
    let reason: String
  }

  private let handle: OpaquePointer
  private let input: ArchiveInput
  /// What is left of the library's last block; valid until its next call.
  private var block: UnsafeRawBufferPointer
  /// Where in the member the next byte stands, and how many of a sparse file's zeros come first.
  private var position: Int64 = 0
  private var zeros: Int64 = 0
  /// Why nothing more comes after the block.
  private var cut: String?

  /// `isListed` is whether a zip's list of members was found sound; it is read from front to end otherwise.
  init(_ input: ArchiveInput, kind: ArchiveKind, passwords: [String], isListed: Bool) throws(Failure) {
    guard let handle = unsafe archive_read_new() else { throw Failure(reason: "no memory") }
    unsafe self.handle = unsafe handle
    self.input = input
    unsafe block = UnsafeRawBufferPointer(start: nil, count: 0)
    enable(kind, isListed: isListed)
    for password in passwords where !password.isEmpty { _ = unsafe archive_read_add_passphrase(handle, password) }
    guard open() == ARCHIVE_OK else { throw Failure(reason: message) }
  }

  // SAFETY: `handle` came from `archive_read_new` and is freed once.
  deinit { _ = unsafe archive_read_free(handle) }

  private func enable(_ kind: ArchiveKind, isListed: Bool) {
    switch kind {
    case .zip where isListed: _ = unsafe archive_read_support_format_zip_seekable(handle)
    case .zip: _ = unsafe archive_read_support_format_zip_streamable(handle)
    case .sevenZip: _ = unsafe archive_read_support_format_7zip(handle)
    case .tar, .unpacked: _ = unsafe archive_read_support_format_tar(handle)
    case .bzip2: _ = unsafe archive_read_support_filter_bzip2(handle)
    case .xz: _ = unsafe archive_read_support_filter_xz(handle)
    case .zstd: _ = unsafe archive_read_support_filter_zstd(handle)
    case .lzma: _ = unsafe archive_read_support_filter_lzma(handle)
    case .gzip, .rar, .volume: break
    }
    guard !kind.needsSeeking, kind != .tar else { return }
    _ = unsafe archive_read_support_format_raw(handle)
    _ = unsafe archive_read_support_format_empty(handle)
  }

  private func open() -> Int32 {
    // SAFETY: `self` keeps the input alive as long as the handle, which is all that calls back.
    let context = unsafe Unmanaged.passUnretained(input).toOpaque()
    _ = unsafe archive_read_set_callback_data(handle, context)
    _ = unsafe archive_read_set_read_callback(handle) { _, context, start in
      guard let context = unsafe context, let start = unsafe start else { return -1 }
      let next = unsafe Unmanaged<ArchiveInput>.fromOpaque(context).takeUnretainedValue().next()
      unsafe start.pointee = unsafe next.start
      return unsafe next.count
    }
    guard input.seekableSize != nil else { return unsafe archive_read_open1(handle) }
    _ = unsafe archive_read_set_seek_callback(handle) { _, context, offset, whence in
      guard let context = unsafe context else { return Int64(ARCHIVE_FATAL) }
      return unsafe LibArchive.seek(Unmanaged<ArchiveInput>.fromOpaque(context).takeUnretainedValue(), offset, whence)
    }
    return unsafe archive_read_open1(handle)
  }

  private static func seek(_ input: ArchiveInput, _ offset: Int64, _ whence: Int32) -> Int64 {
    let base: Int64 =
      switch whence {
      case SEEK_SET: 0
      case SEEK_CUR: input.position
      default: input.seekableSize ?? 0
      }
    let (target, overflow) = base.addingReportingOverflow(offset)
    return overflow ? Int64(ARCHIVE_FATAL) : input.seek(to: target) ?? Int64(ARCHIVE_FATAL)
  }

  /// Whether one compressed file is inside, and no tar.
  var isSingleFile: Bool { unsafe archive_format(handle) & ARCHIVE_FORMAT_BASE_MASK == ARCHIVE_FORMAT_RAW }

  func next() -> Step {
    unsafe block = UnsafeRawBufferPointer(start: nil, count: 0)
    (position, zeros, cut) = (0, 0, nil)
    var entry: OpaquePointer?
    let status = TextLocale.withUTF8 { unsafe archive_read_next_header(handle, &entry) }
    switch status {
    case ARCHIVE_OK, ARCHIVE_WARN:
      guard let entry = unsafe entry else { return .broken("no header") }
      return .member(unsafe member(entry))
    case ARCHIVE_EOF: return .end
    case ARCHIVE_RETRY, ARCHIVE_FAILED: return .damaged(message)
    default: return .broken(message)
    }
  }

  /// Reads from the member whose header came last.
  ///
  /// Block by block: `archive_read_data` would throw away what it has read in the same call before it meets damage.
  func read(into room: UnsafeMutableRawBufferPointer) -> StreamRead {
    guard room.count > 0 else { return .end }
    while true {
      if zeros > 0 { return unsafe fillZeros(room) }
      if unsafe !block.isEmpty { return unsafe copyBlock(room) }
      if let cut { return .cut(cut) }
      if let end = takeBlock() { return end }
    }
  }

  private func fillZeros(_ room: UnsafeMutableRawBufferPointer) -> StreamRead {
    let count = Int(min(zeros, Int64(room.count)))
    unsafe UnsafeMutableRawBufferPointer(rebasing: room[..<count]).initializeMemory(as: UInt8.self, repeating: 0)
    zeros -= Int64(count)
    position += Int64(count)
    return .bytes(count)
  }

  private func copyBlock(_ room: UnsafeMutableRawBufferPointer) -> StreamRead {
    let count = unsafe min(block.count, room.count)
    unsafe room.copyMemory(from: UnsafeRawBufferPointer(rebasing: block[..<count]))
    unsafe block = UnsafeRawBufferPointer(rebasing: block[count...])
    position += Int64(count)
    return .bytes(count)
  }

  /// Asks for the next block; how the member ends where there is none.
  private func takeBlock() -> StreamRead? {
    var (start, size, offset): (UnsafeRawPointer?, Int, Int64) = (nil, 0, position)
    // SAFETY: the three variables live during the call; the block lives until the next call on the handle.
    let status = unsafe archive_read_data_block(handle, &start, &size, &offset)
    if status == ARCHIVE_RETRY { return nil }
    if status == ARCHIVE_EOF, size == 0, offset <= position { return .end }
    guard offset >= position else { return .cut("its parts are out of order") }
    zeros = offset - position
    unsafe block = UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : max(0, size))
    // What came with a failure, a wrong checksum say, is handed on before it.
    if status < ARCHIVE_OK { cut = message }
    return nil
  }

  private func member(_ entry: OpaquePointer) -> ArchiveMember {
    ArchiveMember(
      name: TextLocale.withUTF8 { unsafe name(entry) }, kind: unsafe kind(entry),
      size: unsafe archive_entry_size_is_set(entry) != 0 ? UInt64(max(0, archive_entry_size(entry))) : nil,
      modified: unsafe modified(entry), isEncrypted: unsafe archive_entry_is_data_encrypted(entry) > 0)
  }

  private func name(_ entry: OpaquePointer) -> [UInt8] {
    // SAFETY: the texts end in zero and live as long as the entry, that is until the next header.
    guard let text = unsafe archive_entry_pathname(entry) ?? archive_entry_pathname_utf8(entry) else { return [] }
    let count = unsafe strlen(text)
    return unsafe text.withMemoryRebound(to: UInt8.self, capacity: count) {
      unsafe [UInt8](UnsafeBufferPointer(start: $0, count: count))
    }
  }

  private func kind(_ entry: OpaquePointer) -> ArchiveMember.Kind {
    if unsafe archive_entry_hardlink(entry) != nil { return .special("a hard link") }
    let mode = unsafe archive_entry_filetype(entry)
    if mode & S_IFMT == S_IFDIR { return .folder }
    if mode == 0 { return .file }
    return specialKind(mode).map { .special($0) } ?? .file
  }

  private func modified(_ entry: OpaquePointer) -> Timestamp? {
    guard unsafe archive_entry_mtime_is_set(entry) != 0 else { return nil }
    return unsafe Timestamp(timespec(tv_sec: archive_entry_mtime(entry), tv_nsec: archive_entry_mtime_nsec(entry)))
  }

  /// What the library says went wrong, as one lower-case clause.
  private var message: String {
    if let failure = input.failure { return failure }
    // SAFETY: the text lives until the next call on the handle and is copied here.
    guard let text = unsafe archive_error_string(handle) else { return "damaged" }
    let words = unsafe String(cString: text).filter { $0.isASCII && $0 >= " " }.prefix(200)
    return words.prefix(1).lowercased() + words.dropFirst()
  }
}
