internal import Bytes
internal import EVTX
internal import Evidence
internal import Foundation
internal import Model

/// Hands out the evidence block by block, in one fixed order; hashing happens here, as the bytes pass.
final class BlockSource: @unchecked Sendable {
  /// A piece of one artifact and its place in the order of all pieces.
  struct Block {
    /// Counted from 0 over all evidence, without gaps.
    var ticket: Int
    /// As it stood before reading.
    var artifact: Artifact
    var offset: UInt64
    var isEVTX: Bool
    /// Set on the artifact's last block.
    var end: (size: UInt64, sha256: String, cut: String?)?
  }

  /// Bytes of one block: 16 chunks.
  static let blockSize = 16 * EVTXChunkReader.chunkSize

  private let lock = NSLock()
  private let evidence: EvidenceReader
  private var open: OpenArtifact?
  private var isEVTX = false
  private var offset: UInt64 = 0
  private var ticket = 0
  private var failure: (any Error)?

  init(_ evidence: EvidenceReader) { self.evidence = evidence }

  var refusalCount: Int { lock.withLock { evidence.refusals.count } }

  /// The next block, its bytes in `buffer`; nil at the end.
  func next(into buffer: inout ByteBuffer) throws -> Block? {
    lock.lock()
    defer { lock.unlock() }
    if let failure { throw failure }
    do { return try takeNext(&buffer) } catch {
      failure = error
      throw error
    }
  }

  private func takeNext(_ buffer: inout ByteBuffer) throws -> Block? {
    buffer.removeAll()
    if open == nil {
      guard let next = try evidence.next() else { return nil }
      open = next
      offset = 0
    }
    guard let artifact = open else { return nil }
    if offset == 0 {
      _ = artifact.read(upTo: EVTXChunkReader.fileHeaderSize + Self.blockSize, into: &buffer)
      isEVTX = EVTXChunkReader.recognizes(buffer.bytes) || artifact.artifact.path.lowercased().hasSuffix(".evtx")
    } else {
      _ = artifact.read(upTo: Self.blockSize, into: &buffer)
    }
    var block = Block(ticket: ticket, artifact: artifact.artifact, offset: offset, isEVTX: isEVTX, end: nil)
    let wanted = offset == 0 ? EVTXChunkReader.fileHeaderSize + Self.blockSize : Self.blockSize
    offset += UInt64(buffer.count)
    if !isEVTX || buffer.count < wanted {
      let (size, sha256) = artifact.finish()
      block.end = (size, sha256, artifact.cut)
      open = nil
    }
    ticket += 1
    return block
  }
}
