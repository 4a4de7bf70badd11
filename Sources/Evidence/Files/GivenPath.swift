import CArchive  // the module in which the compiler may find `stat` first
import Glibc
import Model

/// One path that was given as evidence: a folder with all its files, or one file.
final class GivenPath {
  /// As it was given.
  let path: String
  /// Device and inode, so that the same thing given twice is read once.
  let identity: EvidenceFile.Identity
  /// Relative paths below a folder; the file's own name for a file.
  let files: [FolderWalk.Entry]
  let refused: [(path: [UInt8], reason: String)]
  private let folder: Int32?
  /// Where it is opened.
  private let location: String

  /// A relative path is looked up in `directory`, or in the current folder where that is nil.
  init(_ path: String, in directory: String? = nil) throws(EvidenceError) {
    self.path = path
    location = path.hasPrefix("/") ? path : directory.map { $0 + "/" + path } ?? path
    var status = stat()
    // SAFETY: `status` outlives the call. A link that is given itself is followed: the user named it.
    guard unsafe stat(location, &status) == 0 else { throw .cannotOpen(path: path, reason: systemError(errno)) }
    identity = EvidenceFile.Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    guard status.st_mode & S_IFMT == S_IFDIR else {
      if let kind = specialKind(status.st_mode) { throw .cannotOpen(path: path, reason: "\(kind) is not read") }
      (folder, refused) = (nil, [])
      files = [
        FolderWalk.Entry(
          path: Self.lastComponent(path), size: UInt64(max(0, status.st_size)), stamp: FileStamp(status))
      ]
      return
    }
    let opened = openWithoutTouching(Array(location.utf8), in: AT_FDCWD, flags: O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard opened >= 0 else { throw .cannotOpen(path: path, reason: systemError(-opened)) }
    folder = opened
    let walk = FolderWalk(opened)
    (files, refused) = (walk.files, walk.refused)
  }

  deinit {
    if let folder { close(folder) }
  }

  private static func lastComponent(_ path: String) -> [UInt8] {
    Array(path.utf8.split(separator: UInt8(ascii: "/")).last ?? [])
  }

  var isFile: Bool { folder == nil }

  /// Bytes of all files.
  var size: UInt64 { files.reduce(0) { $0 &+ $1.size } }

  func open(_ relative: [UInt8]) throws(EvidenceFile.Failure) -> EvidenceFile {
    guard let folder else { return try EvidenceFile(path: Array(location.utf8), in: AT_FDCWD, followsLink: true) }
    return try EvidenceFile(path: relative, in: folder)
  }

  /// The path as given, with what is below it.
  func source(of relative: [UInt8]) -> String {
    guard folder != nil else { return path }
    return (path.hasSuffix("/") ? path : path + "/") + String(decoding: relative, as: UTF8.self)
  }

  /// A backslash in a name on disk separates too: some programs unpack a Windows path to one long name.
  func trail(of relative: [UInt8]) -> Trail {
    let parts = relative.split { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }
    return Trail(root: NameText.decode(Self.lastComponent(path)), segments: parts.map { .init(NameText.decode($0)) })
  }
}
