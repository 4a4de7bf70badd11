import CArchive  // the module in which the compiler may find `stat` first
import Glibc

/// One value for the names and stamps of all files below some paths: as long as it stays, their content does.
///
/// For files of our own side, rules above all, never for evidence.
public enum FilesFingerprint {
  /// Files that were changed so recently may be changed again without a sign: clocks of file systems are coarse.
  private static let settledAfter: Int64 = 2_000_000_000

  /// 64 lower-case hexadecimal digits; nil where something cannot be looked at, or was changed just now.
  public static func of(_ paths: [String]) -> String? {
    let now = Int64(time(nil)) * 1_000_000_000
    var text = ""
    for path in paths {
      var status = stat()
      // SAFETY: `status` outlives the call.
      guard unsafe stat(path, &status) == 0 else { return nil }
      let own = FileStamp(status)
      guard status.st_mode & S_IFMT == S_IFDIR else {
        guard now - own.changed > settledAfter else { return nil }
        text += line(Array(path.utf8), own)
        continue
      }
      let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      guard descriptor >= 0 else { return nil }
      defer { close(descriptor) }
      let walk = FolderWalk(descriptor)
      guard walk.refused.isEmpty else { return nil }
      text += "folder \(path)\n"
      for file in walk.files {
        guard now - file.stamp.changed > settledAfter else { return nil }
        text += line(file.path, file.stamp)
      }
    }
    return SHA256Text.hash(of: Array(text.utf8))
  }

  private static func line(_ path: [UInt8], _ stamp: FileStamp) -> String {
    "\(String(decoding: path, as: UTF8.self)) \(stamp.device) \(stamp.inode) \(stamp.size) \(stamp.modified) \(stamp.changed)\n"
  }
}
