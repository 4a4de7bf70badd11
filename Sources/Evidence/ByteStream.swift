import Bytes

/// What one read from evidence brought.
enum StreamRead {
  /// So many bytes, at least one.
  case bytes(Int)
  case end
  /// No more can be read, and why: one lower-case clause.
  case cut(String)
}

/// Bytes of evidence that are read once, from the first to the last.
protocol ByteStream: AnyObject {
  /// Reads at most as many bytes as `room` has; fewer are no sign of the end.
  func read(into room: UnsafeMutableRawBufferPointer) -> StreamRead
}

extension ByteStream {
  /// Appends up to `count` bytes; stops early at the end or a cut only.
  func fill(_ buffer: inout ByteBuffer, upTo count: Int) -> StreamRead {
    var total = 0
    while total < count {
      var step = StreamRead.end
      let wanted = count - total
      // SAFETY: the room is `wanted` bytes long, and only as many as `read` reports are counted.
      unsafe buffer.appendUnsafely(wanted) { start in
        step = unsafe read(into: UnsafeMutableRawBufferPointer(start: start, count: wanted))
        if case .bytes(let count) = step { return count }
        return 0
      }
      guard case .bytes(let count) = step else { return total > 0 ? .bytes(total) : step }
      total += count
    }
    return .bytes(total)
  }
}
