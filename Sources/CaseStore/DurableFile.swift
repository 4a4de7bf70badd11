import Glibc

/// Files that are there whole or not at all, whenever the power fails.
enum DurableFile {
  /// Writes `bytes` beside `path`, makes them durable and puts them in its place.
  ///
  /// After a failure the old file stands untouched, and nothing is left beside it.
  static func replace(_ path: String, with bytes: [UInt8]) throws(CaseError) {
    let draft = path + ".new"
    do throws(CaseError) {
      try write(bytes, to: draft)
      // SAFETY: both texts live during the call.
      guard unsafe rename(draft, path) == 0 else { throw CaseError.system(errno, path: path) }
    } catch {
      // SAFETY: the text lives during the call.
      _ = unsafe unlink(draft)
      throw error
    }
    try sync(folder(of: path))
  }

  /// Makes a file, or a folder's list of names, durable.
  static func sync(_ path: String) throws(CaseError) {
    // SAFETY: the text lives during the call.
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw CaseError.system(errno, path: path) }
    defer { close(file) }
    guard fsync(file) == 0 else { throw CaseError.system(errno, path: path) }
  }

  /// The folder that holds `path`.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func write(_ bytes: [UInt8], to path: String) throws(CaseError) {
    // SAFETY: the text lives during the call.
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard file >= 0 else { throw CaseError.system(errno, path: path) }
    defer { close(file) }
    try write(bytes, to: file, path: path)
    guard fsync(file) == 0 else { throw CaseError.system(errno, path: path) }
  }

  private static func write(_ bytes: [UInt8], to file: Int32, path: String) throws(CaseError) {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes[written...].withUnsafeBytes { rest in
        // SAFETY: the buffer is valid during the call, which reads no more than it holds.
        unsafe Glibc.write(file, rest.baseAddress, rest.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw CaseError.system(count < 0 ? errno : ENOSPC, path: path) }
      written += count
    }
  }

  /// The whole file; nil where it is not there or cannot be read.
  static func read(_ path: String, limit: Int = 1 << 30) -> [UInt8]? {
    // SAFETY: the text lives during the call.
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var result: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65_536)
    while result.count < limit {
      let count = unsafe block.withUnsafeMutableBytes { room in
        // SAFETY: the buffer is valid during the call, which writes no more than it holds.
        unsafe Glibc.read(file, room.baseAddress, room.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      guard count > 0 else { return result }
      result += block[..<count]
    }
    return nil
  }
}
