/// A sparse file as it was on the host: its stored parts, and zeros for the holes between them.
final class SparseStream: ByteStream {
  private let stored: any ByteStream
  private var ranges: ArraySlice<SparseRanges.Range>
  /// What is left of the first of `ranges`.
  private var left: UInt64 = 0

  /// Zeros that one collection may be widened by; a change journal with holes of gigabytes is read as it is stored.
  static let mostZeros: UInt64 = 1 << 30
  /// Zeros of one file.
  static let mostZerosOfFile: UInt64 = 256 << 20

  init(_ stored: any ByteStream, _ ranges: SparseRanges) {
    self.stored = stored
    self.ranges = ranges.ranges[...]
    left = ranges.ranges.first?.length ?? 0
  }

  func read(into room: UnsafeMutableRawBufferPointer) -> StreamRead {
    guard let range = ranges.first else { return unsafe stored.read(into: room) }
    let count = Int(min(left, UInt64(room.count)))
    let part = unsafe UnsafeMutableRawBufferPointer(rebasing: room[..<count])
    guard !range.isHole else {
      unsafe part.initializeMemory(as: UInt8.self, repeating: 0)
      pass(count)
      return .bytes(count)
    }
    switch unsafe stored.read(into: part) {
    case .bytes(let count):
      pass(count)
      return .bytes(count)
    case .end: return .cut("the stored bytes end before their list of ranges does")
    case .cut(let reason): return .cut(reason)
    }
  }

  private func pass(_ count: Int) {
    left -= UInt64(count)
    guard left == 0 else { return }
    ranges.removeFirst()
    left = ranges.first?.length ?? 0
  }
}
