/// An EVTX file in the making: records go into chunks, a new one whenever the last is full.
public struct MadeLog: Sendable {
  private var chunks: [ChunkWriter] = []
  private var nextNumber: UInt64
  private let firstNumber: UInt64

  /// An empty log whose first record gets the number given.
  public init(firstNumber: UInt64 = 1) {
    self.firstNumber = firstNumber
    nextNumber = firstNumber
  }

  /// A log of these events.
  public init(_ events: [MadeEvent], firstNumber: UInt64 = 1) {
    self.init(firstNumber: firstNumber)
    for event in events { add(event) }
  }

  /// Appends an event; its record number is the next one, unless it names its own.
  public mutating func add(_ event: MadeEvent) {
    let number = event.recordNumber ?? nextNumber
    add(event.fragment(recordNumber: number), number: number, written: event.headerTime ?? event.time)
  }

  /// Appends a record of any binary XML.
  public mutating func add(_ fragment: MadeFragment, number: UInt64? = nil, written time: FileTime) {
    let number = number ?? nextNumber
    nextNumber = number &+ 1
    if let last = chunks.indices.last, chunks[last].add(fragment, number: number, written: time) { return }
    startChunk()
    _ = chunks[chunks.count - 1].add(fragment, number: number, written: time)
  }

  /// Begins a new chunk, though the last is not full.
  public mutating func startChunk() {
    let count = chunks.reduce(0) { $0 + $1.recordCount }
    chunks.append(ChunkWriter(firstNumber: UInt64(count) + 1))
  }

  /// How many records it holds.
  public var recordCount: Int { chunks.reduce(0) { $0 + $1.recordCount } }

  /// The whole file: header of 4,096 bytes and all chunks, counts and checksums valid.
  public func bytes() -> [UInt8] {
    var file = [UInt8](repeating: 0, count: Self.headerSize)
    file.replaceSubrange(0..<8, with: Array("ElfFile\0".utf8))
    file.set(UInt64(max(1, chunks.count) - 1), at: 16)
    file.set(nextNumber, at: 24)
    file.set(128 as UInt32, at: 32)
    file.set(1 as UInt16, at: 36)
    file.set(3 as UInt16, at: 38)
    file.set(UInt16(Self.headerSize), at: 40)
    file.set(UInt16(truncatingIfNeeded: chunks.count), at: 42)
    Checksums.seal(file: &file)
    for chunk in chunks { file += chunk.finished() }
    return file
  }

  /// The size of the file header in bytes.
  public static let headerSize = 4096
}
