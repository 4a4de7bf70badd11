import Bytes
import Glibc

/// Where nested archives are unpacked to files without a name, since some can only be read with seeking.
///
/// One archive at most is open at each depth, so a file is used again for the next archive of its depth.
/// Calls must not overlap.
public final class Spool: @unchecked Sendable {
  enum Failure: Error {
    /// The archive inside is damaged or refused: one lower-case clause.
    case cut(String)
    case system(Int32)
  }

  let folder: String
  /// A descriptor, or why there is none, by depth from 1.
  private var files: [Result<Int32, Failure>] = []

  private static let blockLength = 1 << 20

  /// Files are made in `folder` when they are needed.
  public init(folder: String) {
    self.folder = folder
  }

  /// Makes the files for archives nested to `depth` now, so that later no right to make files is needed.
  ///
  /// What fails is told when an archive needs it.
  public init(folder: String, madeForDepth depth: Int) {
    self.folder = folder
    while files.count < depth { files.append(make()) }
  }

  deinit {
    for case .success(let descriptor) in files { close(descriptor) }
  }

  /// Writes `head` and the rest of `stream` to the file for `depth`; what was in it before is gone.
  func unpack(
    _ stream: any ByteStream, head: [UInt8], depth: Int
  ) throws(Failure) -> (file: EvidenceFile, hash: ContentHash) {
    let descriptor = try emptyFile(depth)
    var hash = ContentHash()
    do {
      try Self.copy(stream, head: head, to: descriptor, hash: &hash)
      return (try EvidenceFile(owning: descriptor), hash)
    } catch let error as Failure {
      close(descriptor)
      throw error
    } catch {
      throw .system(EIO)
    }
  }

  /// A descriptor of its own for a file that is empty.
  private func emptyFile(_ depth: Int) throws(Failure) -> Int32 {
    while files.count < depth { files.append(make()) }
    let file = try files[depth - 1].get()
    guard ftruncate(file, 0) == 0, lseek(file, 0, SEEK_SET) == 0 else { throw .system(errno) }
    let own = dup(file)
    guard own >= 0 else { throw .system(errno) }
    return own
  }

  /// Makes a file and takes its name away at once.
  private func make() -> Result<Int32, Failure> {
    let path = "\(folder)/spool-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    // SAFETY: the text lives during the calls.
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return .failure(.system(errno)) }
    unsafe unlink(path)
    return .success(descriptor)
  }

  private static func copy(
    _ stream: any ByteStream, head: [UInt8], to descriptor: Int32, hash: inout ContentHash
  ) throws(Failure) {
    var buffer = ByteBuffer(capacity: blockLength)
    buffer.append(head)
    while true {
      hash.update(buffer.bytes)
      try write(buffer.bytes, to: descriptor)
      buffer.removeAll()
      switch stream.fill(&buffer, upTo: blockLength) {
      case .bytes: continue
      case .end: return
      case .cut(let reason): throw .cut(reason)
      }
    }
  }

  private static func write(_ bytes: RawSpan, to descriptor: Int32) throws(Failure) {
    var done = 0
    while done < bytes.byteCount {
      // SAFETY: the pointer is used inside the closure only, and `done` is below the length.
      let count = unsafe bytes.withUnsafeBytes { room in
        unsafe Glibc.write(descriptor, room.baseAddress.map { unsafe $0 + done }, room.count - done)
      }
      if count > 0 {
        done += count
      } else if errno != EINTR {
        throw .system(count == 0 ? ENOSPC : errno)
      }
    }
  }
}
