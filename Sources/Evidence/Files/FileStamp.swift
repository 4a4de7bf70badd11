import CArchive  // the module in which the compiler may find `stat` first
import Glibc

/// What the file system says of a file beside its name: changes with each write to it.
struct FileStamp: Hashable {
  let device: UInt64
  let inode: UInt64
  let size: Int64
  /// Nanoseconds since 1970 of the last change of content, and of content or properties; the latter cannot be set.
  let modified: Int64
  let changed: Int64

  init(_ status: stat) {
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    size = Int64(status.st_size)
    modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    changed = Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
  }
}
