import CZlib

/// What libarchive throws away where a zip's member is damaged: the up to 256 KiB that it had unpacked before.
///
/// Unpacks the member once more with zlib alone, passes over what was handed on already, and ends where zlib ends.
@safe final class ZipSalvage {
  private let input: PartInput
  private let stream: UnsafeMutablePointer<z_stream>
  private var packedLeft: UInt64
  private var isAtEnd = false

  /// Nil where the member is not packed by Deflate in the open, or its local header is damaged too.
  init?(_ file: EvidenceFile, _ entry: ZipListing.Entry, after size: UInt64) {
    let header = file.bytes(at: entry.offset, count: 30)
    guard entry.method == 8, !entry.isEncrypted, header.count == 30, header.uint32(at: 0) == 0x0403_4B50 else {
      return nil
    }
    input = PartInput(file, from: entry.offset + 30 + UInt64(header.uint16(at: 26)) + UInt64(header.uint16(at: 28)))
    packedLeft = entry.packed
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // Negative: no header of zlib's around it.
    let status = unsafe inflateInit2_(stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    isAtEnd = status != Z_OK
    pass(size)
  }

  deinit {
    // SAFETY: made in `init` and freed once.
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  private func pass(_ size: UInt64) {
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    defer { unsafe room.deallocate() }
    var left = size
    while left > 0 {
      let part = unsafe UnsafeMutableRawBufferPointer(rebasing: room[..<Int(min(left, UInt64(room.count)))])
      let count = unsafe read(into: part)
      if count == 0 { return }
      left -= UInt64(count)
    }
  }

  /// How many bytes it wrote; 0 at the end.
  func read(into room: UnsafeMutableRawBufferPointer) -> Int {
    let wanted = UInt32(clamping: room.count)
    unsafe stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
    unsafe stream.pointee.avail_out = wanted
    while !isAtEnd, unsafe stream.pointee.avail_out > 0 {
      if unsafe stream.pointee.avail_in == 0 { takeMore() }
      if isAtEnd { break }
      // SAFETY: both buffers live during the call and are as long as they are told.
      if unsafe inflate(stream, Z_NO_FLUSH) != Z_OK { isAtEnd = true }
    }
    return unsafe Int(wanted - stream.pointee.avail_out)
  }

  private func takeMore() {
    let (start, count) = unsafe input.next()
    let usable = min(UInt64(max(0, count)), packedLeft)
    guard usable > 0, let start = unsafe start else {
      isAtEnd = true
      return
    }
    packedLeft -= usable
    // SAFETY: zlib reads these bytes alone and changes none; they live until the next call on `input`.
    unsafe stream.pointee.next_in = UnsafeMutableRawPointer(mutating: start).assumingMemoryBound(to: UInt8.self)
    unsafe stream.pointee.avail_in = UInt32(usable)
  }
}
