import CArchive  // the module in which the compiler may find `stat` first
import Glibc
import Model

/// The names of all files below a folder, in a fixed order, without following a link.
struct FolderWalk {
  struct Entry: Hashable {
    /// Relative to the folder, `/` between components, as the bytes that the file system has.
    let path: [UInt8]
    let size: UInt64
    let stamp: FileStamp
  }

  /// Regular files, sorted by the bytes of their path.
  private(set) var files: [Entry] = []
  /// What was not taken, and why; sorted likewise.
  private(set) var refused: [(path: [UInt8], reason: String)] = []

  /// Walks the folder that `descriptor` has open; the descriptor stays open.
  init(_ descriptor: Int32) {
    var folders: [[UInt8]] = [[]]
    while let folder = folders.popLast() {
      for name in names(in: folder, below: descriptor) {
        let path = folder.isEmpty ? name : folder + [UInt8(ascii: "/")] + name
        take(path, below: descriptor, folders: &folders)
      }
    }
    files.sort { $0.path.lexicographicallyPrecedes($1.path) }
    refused.sort { $0.path.lexicographicallyPrecedes($1.path) }
  }

  private mutating func take(_ path: [UInt8], below descriptor: Int32, folders: inout [[UInt8]]) {
    var status = stat()
    let text = path.map { CChar(bitPattern: $0) } + [0]
    // SAFETY: `text` ends in zero, and `status` outlives the call.
    guard unsafe fstatat(descriptor, text, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      return refused.append((path, systemError(errno)))
    }
    if status.st_mode & S_IFMT == S_IFDIR { return folders.append(path) }
    if let kind = specialKind(status.st_mode) { return refused.append((path, "\(kind) is not read")) }
    files.append(Entry(path: path, size: UInt64(max(0, status.st_size)), stamp: FileStamp(status)))
  }

  private mutating func names(in folder: [UInt8], below descriptor: Int32) -> [[UInt8]] {
    let path = folder.isEmpty ? [UInt8(ascii: ".")] : folder
    let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    let opened = openWithoutTouching(path, in: descriptor, flags: flags)
    guard opened >= 0 else {
      refused.append((path, systemError(-opened)))
      return []
    }
    guard let stream = unsafe fdopendir(opened) else {
      close(opened)
      return []
    }
    defer { unsafe closedir(stream) }
    var names: [[UInt8]] = []
    // SAFETY: the entry is valid until the next call on `stream`, and its name ends in zero.
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: UInt8.self, capacity: 256) { text in
          unsafe [UInt8](UnsafeBufferPointer(start: text, count: strnlen(UnsafeRawPointer(text), 256)))
        }
      }
      if name != [0x2E] && name != [0x2E, 0x2E] { names.append(name) }
    }
    return names
  }

  private func strnlen(_ start: UnsafeRawPointer, _ limit: Int) -> Int {
    // SAFETY: `limit` bytes lie at `start`; `memchr` looks at no more.
    guard let end = unsafe memchr(start, 0, limit) else { return limit }
    return unsafe UnsafeRawPointer(end) - start
  }
}
