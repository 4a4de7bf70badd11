import Dispatch

/// The archive's own bytes, with the hash that is made of them.
enum ArchiveContents {
  /// Read from front to end by the reader itself, through `unpacked` where it is compressed as a whole.
  case passing(PassingInput, unpacked: UnpackedInput?, isGiven: Bool)
  /// Hashed beside the reading, which jumps.
  case given(EvidenceFile, BackgroundHash)
  /// Hashed when it was unpacked.
  case spooled(EvidenceFile, ContentHash)

  /// Whether this is an archive that was given or lay in a folder, and no nested one.
  var isGiven: Bool {
    switch self {
    case .passing(_, _, let isGiven): isGiven
    case .given: true
    case .spooled: false
    }
  }

  /// The archive's own file, where it is read with seeking.
  var file: EvidenceFile? {
    switch self {
    case .passing: nil
    case .given(let file, _), .spooled(let file, _): file
    }
  }

  var size: UInt64 {
    switch self {
    case .passing(let input, _, _): input.hash.size
    case .given(let file, _), .spooled(let file, _): file.size
    }
  }

  /// The hash of the whole archive, nil where it could not be read to its end, and what only its end told of damage.
  func finish(_ budget: UnpackBudget) -> (sha256: String?, damage: String?) {
    switch self {
    case .passing(let input, let unpacked, _):
      unpacked?.drain(budget)
      return (input.drain() ? input.hash.hexDigits() : nil, unpacked?.failure)
    case .given(_, let hash): return (hash.wait(), nil)
    case .spooled(_, let hash): return (hash.hexDigits(), nil)
    }
  }
}

/// Hashes a file on a thread of its own while its members are read.
final class BackgroundHash: @unchecked Sendable {
  private let file: EvidenceFile
  private let done = DispatchSemaphore(value: 0)
  private var result: String?

  private static let blockLength = 1 << 20

  init(_ file: EvidenceFile) {
    self.file = file
    // The work item keeps `self` alive; `result` is written before the signal and read after it.
    DispatchQueue.global().async { self.run() }
  }

  private func run() {
    var hash = ContentHash()
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.blockLength, alignment: 16)
    defer { unsafe room.deallocate() }
    var count = 1
    while count > 0 {
      count = unsafe file.read(at: hash.size, into: room)
      if count > 0 {
        unsafe hash.update(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(room)[..<count]).bytes)
      }
    }
    if count == 0 { result = hash.hexDigits() }
    done.signal()
  }

  /// Nil where the file cannot be read to its end.
  ///
  /// Call once.
  func wait() -> String? {
    done.wait()
    return result
  }
}
