internal import Bytes
internal import Foundation
internal import Model
internal import Records
internal import TextLogs

/// Reads the blocks of one event export in their order, whichever worker has them.
///
/// Every block that was handed out must be read, or the workers that have later ones wait for ever.
final class ExportChain: @unchecked Sendable {
  private let condition = NSCondition()
  private var turn = 0
  // Below: only for the worker whose turn it is.
  private var reader = JSONEventReader()
  private var rest = ByteBuffer()
  private var offset: UInt64 = 0
  private var line: UInt64
  private var account = ByteAccount()

  init(line: UInt64 = 1) { self.line = line }

  /// Reads what of the block can be read; a record that does not end in it is read with the next one.
  ///
  /// The bytes are accounted for with the last block: damage may reach over several.
  func read(
    _ order: Int, _ bytes: RawSpan, at blockOffset: UInt64, isLast: Bool,
    visit: (RecordHead, Schema, borrowing Row) -> Void
  ) -> BlockAccount {
    condition.lock()
    while turn != order { condition.wait() }
    condition.unlock()
    var result = BlockAccount()
    if order == 0 { offset = blockOffset }
    account.size += UInt64(bytes.byteCount)
    rest.append(bytes)
    let (consumed, lines, skips) = reader.read(
      block: rest.bytes, at: offset, firstLine: line, isLast: isLast
    ) { head, schema, row in
      result.recordCount += 1
      visit(head, schema, row)
    }
    moveOn(consumed, lines)
    account.damaged += skips.damagedBytes
    account.unknown += skips.unknownBytes
    result.skips = skips
    if isLast {
      account.understood = account.size - account.damaged - account.unknown
      result.account = account
    }
    condition.lock()
    turn += 1
    condition.broadcast()
    condition.unlock()
    return result
  }

  private func moveOn(_ consumed: Int, _ lines: UInt64) {
    var left = ByteBuffer(capacity: max(64, rest.count - consumed))
    left.append(rest.bytes.extracting(consumed..<rest.count))
    swap(&left, &rest)
    offset += UInt64(consumed)
    line += lines
  }
}
