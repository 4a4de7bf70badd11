import CArchive  // the module in which the compiler may find `timespec` first
import Glibc
import Model

/// A regular file, open for reading; closed when its last user lets go of it.
///
/// Opening it neither follows a link in its last component nor changes its time of access where the system allows it.
final class EvidenceFile {
  let descriptor: Int32
  let size: UInt64
  let modified: Timestamp
  /// Device and inode: what tells one file from another whatever its name.
  let identity: Identity

  struct Identity: Hashable {
    let device: UInt64
    let inode: UInt64
  }

  enum Failure: Error {
    case system(Int32)
    /// Not a regular file: what it is.
    case kind(String)

    var reason: String {
      switch self {
      case .system(let number): systemError(number)
      case .kind(let name): name
      }
    }
  }

  /// Opens `path` relative to the folder `folder`, or a path as given where that is `AT_FDCWD`.
  convenience init(path: [UInt8], in folder: Int32, followsLink: Bool = false) throws(Failure) {
    let flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | (followsLink ? 0 : O_NOFOLLOW)
    let descriptor = openWithoutTouching(path, in: folder, flags: flags)
    guard descriptor >= 0 else { throw .system(-descriptor) }
    try self.init(owning: descriptor)
  }

  /// Takes over an open descriptor and closes it in the end, also where this throws.
  init(owning descriptor: Int32) throws(Failure) {
    var status = stat()
    // SAFETY: `status` outlives the call that fills it.
    guard unsafe fstat(descriptor, &status) == 0 else {
      let number = errno
      close(descriptor)
      throw .system(number)
    }
    if let kind = specialKind(status.st_mode) {
      close(descriptor)
      throw .kind(kind)
    }
    self.descriptor = descriptor
    size = UInt64(max(0, status.st_size))
    modified = Timestamp(status.st_mtim)
    identity = Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
  }

  deinit { close(descriptor) }

  /// Reads at `offset`; the number of bytes, 0 at the end, or a negative error number.
  func read(at offset: UInt64, into room: UnsafeMutableRawBufferPointer) -> Int {
    guard offset <= UInt64(Int64.max) else { return 0 }
    while true {
      // SAFETY: the call writes at most `room.count` bytes to `room`.
      let count = unsafe pread(descriptor, room.baseAddress, room.count, off_t(offset))
      if count >= 0 { return count }
      if errno != EINTR { return -Int(errno) }
    }
  }

  /// Up to `count` bytes at `offset`; fewer at the end or where they cannot be read.
  func bytes(at offset: UInt64, count: Int) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: count) { room, filled in
      while filled < count {
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(room)[filled...])
        let got = unsafe read(at: offset + UInt64(filled), into: rest)
        if got <= 0 { break }
        filled += got
      }
    }
  }
}

/// `O_NOATIME` of Linux (include/uapi/asm-generic/fcntl.h), which Glibc's module leaves out.
private let openWithoutAccessTime: Int32 = 0o1000000

/// Opens a path below a folder; the descriptor, or a negative error number.
///
/// The time of access stays as it is where the file is ours or we may do everything.
func openWithoutTouching(_ path: [UInt8], in folder: Int32, flags: Int32) -> Int32 {
  let path = path.map { CChar(bitPattern: $0) } + [0]
  while true {
    // SAFETY: `path` ends in zero.
    var descriptor = unsafe openat(folder, path, flags | openWithoutAccessTime)
    if descriptor < 0, errno == EPERM { descriptor = unsafe openat(folder, path, flags) }
    if descriptor >= 0 { return descriptor }
    if errno != EINTR { return -errno }
  }
}

/// What a file is that is neither a regular file nor a folder; nil for a regular file.
func specialKind(_ mode: mode_t) -> String? {
  switch mode & S_IFMT {
  case S_IFREG: nil
  case S_IFDIR: "a folder"
  case S_IFLNK: "a symbolic link"
  case S_IFCHR, S_IFBLK: "a device"
  case S_IFIFO: "a named pipe"
  case S_IFSOCK: "a socket"
  default: "a special file"
  }
}

extension Timestamp {
  init(_ time: timespec) {
    let base = Timestamp(unixSeconds: Int64(time.tv_sec), digits: 7)
    self.init(ticks: base.ticks &+ Int64(time.tv_nsec) / 100)
  }
}
