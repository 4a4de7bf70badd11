/// The bytes of a file from its first to its last.
final class FileStream: ByteStream {
  let file: EvidenceFile
  private let meter: ReadMeter
  private var position: UInt64 = 0

  init(_ file: EvidenceFile, meter: ReadMeter = ReadMeter()) {
    self.file = file
    self.meter = meter
  }

  func read(into room: UnsafeMutableRawBufferPointer) -> StreamRead {
    let count = unsafe file.read(at: position, into: room)
    if count == 0 { return .end }
    guard count > 0 else { return .cut(systemError(Int32(-count))) }
    position += UInt64(count)
    meter.add(count)
    return .bytes(count)
  }
}
