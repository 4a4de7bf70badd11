import Bytes
import Evidence
import Foundation

/// Archives of every kind, nested ones with them.
///
/// An input is a file.
enum ArchiveTarget {
  // In memory where the system has such a folder: every input is written once.
  private static let folder: String = {
    let base = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
    let folder = "\(base)/postern-fuzz-\(ProcessInfo.processInfo.processIdentifier)"
    try? FileManager.default.createDirectory(atPath: folder + "/spool", withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(atPath: ArchiveTarget.folder) }
    return folder
  }()

  private static let limits = Limits(entries: 500, totalBytes: 8 << 20, memberBytes: 4 << 20, ratio: 100, depth: 3)
  private static let options = EvidenceOptions(
    limits: limits, passwords: ["infected"], spoolFolder: folder + "/spool")

  static func run(_ input: [UInt8]) {
    let path = folder + "/input"
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    let written = unsafe input.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
    close(file)
    guard written == input.count, let reader = try? EvidenceReader(paths: [path], options: options) else { return }
    var buffer = ByteBuffer(capacity: 1 << 16)
    var total = 0
    while let artifact = try? reader.next() {
      checkPath(artifact.artifact.path)
      repeat {
        total += buffer.count
        buffer.removeAll()
      } while artifact.read(upTo: 1 << 16, into: &buffer) > 0
      _ = artifact.finish()
    }
    // A block may go over the limit before it is counted.
    require(total <= Int(limits.totalBytes) + 2 << 20, "\(total) bytes came out")
    let left = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/spool")) ?? []
    require(left.isEmpty, "left in the spool folder: \(left)")
  }

  private static func checkPath(_ path: String) {
    require(!path.split(separator: "/").contains(".."), "leads out: \(path)")
  }
}
