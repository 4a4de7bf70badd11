internal import Bytes
internal import Evidence
internal import TextLogs

/// A block of an event export, and how it is to be read.
struct ExportPart {
  /// The line in which the block begins, counted from 1.
  var firstLine: UInt64
  /// Set where the blocks of the artifact must be read one after another; then the block's place in that order.
  var chain: (reader: ExportChain, order: Int)?
  var isLast: Bool
}

/// Cuts an event export into blocks, where it can into such that each can be read for itself.
///
/// An export with one record a line is cut before a line that begins with a brace. Arrays, pretty-printed text and
/// UTF-16 are cut anywhere, and so is what follows a line longer than any record may be: those blocks go through one
/// chain.
final class ExportBlocks {
  private var chain: ExportChain?
  private var order = 0
  private var line: UInt64 = 1
  /// What was read and belongs to the next block.
  private var rest = ByteBuffer()
  /// `head`: the artifact's first block.
  init(_ head: RawSpan) {
    if !JSONEventReader.holdsLines(head) { chain = ExportChain() }
  }

  /// Fills `buffer` with the next block.
  ///
  /// For the first one it holds bytes that were read already, all of the artifact where `isWhole`.
  func next(of artifact: OpenArtifact, into buffer: inout ByteBuffer, isWhole: Bool) -> ExportPart {
    var isLast = isWhole
    if buffer.count == 0 {
      buffer.append(rest.bytes)
      rest.removeAll()
      isLast = artifact.read(upTo: BlockSource.blockSize, into: &buffer) < BlockSource.blockSize
    }
    while chain == nil, !isLast {
      if let start = JSONEventReader.lastRecordStart(in: buffer.bytes) {
        rest.append(buffer.bytes.extracting(start..<buffer.count))
        buffer.truncate(to: start)
        break
      }
      if buffer.count > JSONEventReader.longestRecord {
        chain = ExportChain(line: line)
      } else {
        isLast = artifact.read(upTo: BlockSource.blockSize, into: &buffer) < BlockSource.blockSize
      }
    }
    var part = ExportPart(firstLine: line, chain: nil, isLast: isLast)
    if let chain {
      part.chain = (chain, order)
      order += 1
    } else {
      line += UInt64(buffer.bytes.count(of: 0x0A))
    }
    return part
  }
}
