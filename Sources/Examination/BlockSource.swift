internal import Bytes
internal import EVTX
internal import Evidence
internal import Foundation
internal import Model
internal import TextLogs

/// Hands out the evidence block by block, in one fixed order; hashing happens here, as the bytes pass.
final class BlockSource: @unchecked Sendable {
  /// A piece of one artifact and its place in the order of all pieces.
  struct Block {
    /// Counted from 0 over all evidence, without gaps.
    var ticket: Int
    /// As it stood before reading.
    var artifact: Artifact
    var offset: UInt64
    var format: Format
    /// Set on the artifact's last block; where there is a `piece`, only once that is hashed.
    var end: (size: UInt64, sha256: String, cut: String?)?
    /// Set where the block's bytes are still to be hashed.
    var piece: Piece?

    /// Whether the artifact ends with it.
    var isLast: Bool { piece?.isLast ?? (end != nil) }
  }

  /// A block's place among the pieces of an artifact that is hashed by those who read it.
  struct Piece {
    var hash: OrderedHash
    var order: Int
    var isLast: Bool
    var cut: String?
  }

  /// What reads the block.
  enum Format {
    case evtx
    case eventExport(ExportPart)
    case textLog(TextLogPart)
    /// Nothing that is known here.
    case unknown
  }

  /// Bytes of one block: 16 chunks.
  static let blockSize = 16 * EVTXChunkReader.chunkSize

  private let lock = NSLock()
  private let evidence: EvidenceReader
  private let takesExports: Bool
  /// Shared by all that read the blocks.
  let layouts = TextLogLayouts()
  private var open: OpenArtifact?
  private var isEVTX = false
  private var export: ExportBlocks?
  private var textLog: TextLogBlocks?
  private var hash = OrderedHash()
  private var pieces = 0
  private var offset: UInt64 = 0
  private var ticket = 0
  private var failure: (any Error)?

  /// With `takesExports`, event exports as JSON and text logs are handed out as such; without, they are unknown.
  init(_ evidence: EvidenceReader, takesExports: Bool = false) {
    self.evidence = evidence
    self.takesExports = takesExports
  }

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
      export = nil
      textLog = nil
      hash = OrderedHash()
      pieces = 0
    }
    guard let artifact = open else { return nil }
    let wanted = offset == 0 ? EVTXChunkReader.fileHeaderSize + Self.blockSize : Self.blockSize
    if offset == 0 {
      _ = artifact.readUnhashed(upTo: wanted, into: &buffer)
      recognize(artifact.artifact, buffer.bytes)
      if !hashesLater { artifact.hashLate(buffer.bytes) }
    } else if isEVTX {
      _ = artifact.readUnhashed(upTo: wanted, into: &buffer)
    }
    var block = Block(
      ticket: ticket, artifact: artifact.artifact, offset: offset, format: isEVTX ? .evtx : .unknown, end: nil)
    var isLast = !isEVTX || buffer.count < wanted
    let isWhole = offset == 0 && buffer.count < wanted
    if let textLog {
      let (part, isEnd) = textLog.next(of: artifact, into: &buffer, isWhole: isWhole)
      block.format = .textLog(part)
      isLast = isEnd
    } else if let export {
      let part = export.next(of: artifact, into: &buffer, isWhole: isWhole)
      block.format = .eventExport(part)
      isLast = part.isLast
    }
    if hashesLater {
      block.piece = Piece(hash: hash, order: pieces, isLast: isLast, cut: artifact.cut)
      pieces += 1
    }
    if isLast {
      if !hashesLater {
        let (size, sha256) = artifact.finish()
        block.end = (size, sha256, artifact.cut)
      }
      open = nil
    }
    offset += UInt64(buffer.count)
    ticket += 1
    return block
  }

  /// Whether the blocks are hashed by those who read them.
  private var hashesLater: Bool { isEVTX || textLog != nil }

  private func recognize(_ artifact: Artifact, _ head: RawSpan) {
    let name = artifact.path.lowercased()
    isEVTX = EVTXChunkReader.recognizes(head) || name.hasSuffix(".evtx")
    guard takesExports, !isEVTX else { return }
    guard JSONEventReader.recognizes(head) else {
      textLog = TextLogBlocks(head, path: artifact.path, layouts)
      return
    }
    // Lines of JSON are nearly always events; a lone document may be anything.
    let isNamedSo = [".jsonl", ".ndjson"].contains { name.hasSuffix($0) }
    if isNamedSo || JSONEventReader.holdsEvents(head) { export = ExportBlocks(head) }
  }
}
