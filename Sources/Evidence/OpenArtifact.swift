public import Bytes
public import Model

/// An artifact whose bytes are read once, from the first to the last, and hashed as they pass.
///
/// Calls must not overlap, neither with each other nor with the reader's that it came from.
public final class OpenArtifact: @unchecked Sendable {
  /// Number, path, source, host and, where it is known before reading, size; no hash yet.
  public let artifact: Artifact
  /// Why it could not be read to its end: one lower-case clause; also among the reader's refusals.
  public private(set) var cut: String?

  private let stream: any ByteStream
  private let record: EvidenceRecord
  private var head: [UInt8]
  private var hash = ContentHash()
  private var isAtEnd = false
  /// Bytes that were read so far.
  private var size: UInt64 = 0

  init(_ artifact: Artifact, head: [UInt8], stream: any ByteStream, record: EvidenceRecord) {
    self.artifact = artifact
    self.head = head
    self.stream = stream
    self.record = record
  }

  /// The first bytes, up to 512, which tell what it is; reading begins with them all the same.
  public private(set) lazy var firstBytes: [UInt8] = head

  /// Appends up to `count` bytes to `buffer`, fewer at the end only; returns how many, 0 at the end.
  ///
  /// Damage ends the artifact early, with the reason in `cut`; what came before it stays.
  public func read(upTo count: Int, into buffer: inout ByteBuffer) -> Int {
    let before = buffer.count
    let added = readUnhashed(upTo: count, into: &buffer)
    if let bytes = buffer.bytes.part(at: before, count: added) { hash.update(bytes) }
    return added
  }

  /// The same without hashing: the caller gives all of the bytes to an `OrderedHash`, or to `hashLate` before it reads
  /// on, or needs no hash.
  public func readUnhashed(upTo count: Int, into buffer: inout ByteBuffer) -> Int {
    let before = buffer.count
    takeHead(count, into: &buffer)
    while !isAtEnd, buffer.count - before < count {
      switch stream.fill(&buffer, upTo: count - (buffer.count - before)) {
      case .bytes: continue
      case .end: isAtEnd = true
      case .cut(let reason): end(reason, at: size + UInt64(buffer.count - before))
      }
    }
    size += UInt64(buffer.count - before)
    return buffer.count - before
  }

  /// Hashes bytes that were read without.
  public func hashLate(_ bytes: RawSpan) { hash.update(bytes) }

  private func takeHead(_ count: Int, into buffer: inout ByteBuffer) {
    guard !head.isEmpty else { return }
    if size == 0 { _ = firstBytes }
    let part = head.prefix(count)
    buffer.append(Array(part))
    head.removeFirst(part.count)
  }

  private func end(_ reason: String, at size: UInt64) {
    isAtEnd = true
    cut = reason
    record.refuse(artifact.source, "read up to byte \(size) only: \(reason)")
  }

  /// Reads what is left, and tells the size and the SHA-256 (64 lower-case hexadecimal digits) of all bytes.
  public func finish() -> (size: UInt64, sha256: String) {
    if !isAtEnd {
      var buffer = ByteBuffer(capacity: 1 << 20)
      while read(upTo: 1 << 20, into: &buffer) > 0 { buffer.removeAll() }
    }
    return (hash.size, hash.hexDigits())
  }
}
