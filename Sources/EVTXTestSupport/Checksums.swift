internal import Bytes

/// The checksums of file and chunk headers.
public enum Checksums {
  /// Sets the checksum of the file header: over its first 120 bytes.
  public static func seal(file: inout [UInt8]) {
    guard file.count >= 128 else { return }
    file.set(sum(Array(file[0..<120])), at: 124)
  }

  /// Sets both checksums of the chunk at `start`: over its records, and over the header without itself.
  public static func seal(chunk bytes: inout [UInt8], at start: Int) {
    guard bytes.count >= start + ChunkWriter.headerSize else { return }
    let free = Int(bytes.value(at: start + 48, as: UInt32.self))
    let end = min(bytes.count, start + max(ChunkWriter.headerSize, min(free, ChunkWriter.size)))
    bytes.set(sum(Array(bytes[start + ChunkWriter.headerSize..<end])), at: start + 52)
    let header = Array(bytes[start..<start + 120]) + Array(bytes[start + 128..<start + ChunkWriter.headerSize])
    bytes.set(sum(header), at: start + 124)
  }

  /// CRC-32 as EVTX uses it.
  public static func sum(_ bytes: [UInt8]) -> UInt32 { CRC32.checksum(bytes.rawSpan) }
}
