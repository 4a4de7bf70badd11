internal import Bytes
internal import Evidence
internal import TextLogs

/// A block of a text log, and how it is to be read.
struct TextLogPart {
  var kind: TextLogKind
  /// What the lines before the block said.
  var state: TextLogState
  /// The line in which the block begins, counted from 1.
  var firstLine: UInt64
  /// Whether the block ends inside a record that is longer than any may be.
  var endsInside = false
}

/// Cuts a text log into blocks that can be read apart from each other.
///
/// Each begins with a record and is told the header in force. A record longer than any may be is cut anywhere; it is a
/// skip for whoever reads it.
final class TextLogBlocks {
  private let kind: TextLogKind
  private let layouts: TextLogLayouts
  private var state: TextLogState
  private var line: UInt64 = 1
  private var offset: UInt64 = 0
  /// What was read and belongs to the next block.
  private var rest = ByteBuffer()

  /// Nil where what begins with `head` is no text log.
  init?(_ head: RawSpan, path: String, _ layouts: TextLogLayouts) {
    guard let (kind, state) = TextLogRecognition.recognize(head, path: path, layouts) else { return nil }
    (self.kind, self.state, self.layouts) = (kind, state, layouts)
  }

  /// Fills `buffer` with the next block, unhashed, and says whether it is the last one.
  ///
  /// For the first one it holds bytes that were read already, all of the artifact where `isWhole`. `blockSize` is how
  /// much is read at a time.
  func next(
    of artifact: OpenArtifact, into buffer: inout ByteBuffer, isWhole: Bool, blockSize: Int = BlockSource.blockSize
  ) -> (part: TextLogPart, isLast: Bool) {
    var isLast = isWhole
    if buffer.count == 0 {
      buffer.append(rest.bytes)
      rest.removeAll()
      isLast = artifact.readUnhashed(upTo: blockSize, into: &buffer) < blockSize
    }
    var part = TextLogPart(kind: kind, state: state, firstLine: line)
    while !isLast, !cut(&buffer) {
      if buffer.count >= TextLogReader.longestRecord {
        part.endsInside = true
        break
      }
      isLast = artifact.readUnhashed(upTo: blockSize, into: &buffer) < blockSize
    }
    // Nobody reads on behind the last block.
    if isLast { return (part, true) }
    kind.pass(buffer.bytes, at: offset, &state, layouts)
    if part.endsInside { state.isInsideRecord = true }
    line += UInt64(buffer.bytes.lineEndCount)
    offset += UInt64(buffer.count)
    return (part, false)
  }

  /// Moves what stands behind the last border over to the next block; false where there is none.
  private func cut(_ buffer: inout ByteBuffer) -> Bool {
    guard let border = kind.lastBorder(in: buffer.bytes) else { return false }
    rest.append(buffer.bytes.extracting(border..<buffer.count))
    buffer.truncate(to: border)
    return true
  }
}
