import Bytes
import Glibc

/// A nested archive that is unpacked to a file without a name, since it can only be read with seeking.
enum Spool {
  enum Failure: Error {
    /// The archive inside is damaged or refused: one lower-case clause.
    case cut(String)
    case system(Int32)
  }

  private static let blockLength = 1 << 20

  /// Writes `head` and the rest of `stream` to a new file in `folder` and takes the file's name away at once.
  static func unpack(
    _ stream: any ByteStream, head: [UInt8], folder: String, number: Int
  ) throws(Failure) -> (file: EvidenceFile, hash: ContentHash) {
    let descriptor = try create(in: folder, number: number)
    var hash = ContentHash()
    do {
      try copy(stream, head: head, to: descriptor, hash: &hash)
    } catch {
      close(descriptor)
      throw error
    }
    do {
      return (try EvidenceFile(owning: descriptor), hash)
    } catch {
      throw .system(EIO)
    }
  }

  private static func create(in folder: String, number: Int) throws(Failure) -> Int32 {
    let path = "\(folder)/spool-\(getpid())-\(number)"
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .system(errno) }
    unsafe unlink(path)
    return descriptor
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
