import Bytes
import Evidence
import Foundation

@testable import Examination

/// A new folder that is removed when the last reference to it is gone.
final class Scratch {
  let path = NSTemporaryDirectory() + "/postern-test-" + UUID().uuidString

  init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, with the folders that its name names, and returns its path.
  @discardableResult func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let url = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url.path
  }

  @discardableResult func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

  var options: Evidence.EvidenceOptions { Evidence.EvidenceOptions(spoolFolder: path) }
}

/// What `EventPrinter` wrote, and what it said of it.
struct Printed {
  let text: String
  let outcome: EventPrinter.Outcome

  var lines: [String] { text.split(separator: "\n").map(String.init) }

  /// Each line as a JSON object.
  var objects: [[String: Any]] {
    lines.compactMap { try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
  }

  /// The member `postern` of each line.
  var places: [[String: Any]] { objects.compactMap { $0["postern"] as? [String: Any] } }

  init(
    _ path: String, _ scratch: Scratch, format: EventPrinter.Format = .jsonl, jobs: Int = 2, carves: Bool = false,
    filter: EventPrinter.Filter = .init()
  ) throws {
    let sink = Sink()
    outcome = try EventPrinter(format: format, carves: carves, filter: filter, jobs: jobs)
      .print([path], options: scratch.options) { sink.append($0.array) }
    text = String(decoding: sink.bytes, as: UTF8.self)
  }
}

final class Sink: @unchecked Sendable {
  private let lock = NSLock()
  private(set) var bytes: [UInt8] = []

  func append(_ part: [UInt8]) { lock.withLock { bytes += part } }
}

/// The bytes as gzip (RFC 1952) holds them without compressing them.
func storedGzip(_ bytes: [UInt8]) -> [UInt8] {
  var result: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
  var at = 0
  repeat {
    let part = bytes[at..<min(bytes.count, at + 65_535)]
    at += part.count
    let length = UInt16(part.count)
    result.append(at == bytes.count ? 1 : 0)
    for value in [length, ~length] { result += [UInt8(value & 255), UInt8(value >> 8)] }
    result += part
  } while at < bytes.count
  let sum = CRC32.checksum(bytes.rawSpan)
  for value in [sum, UInt32(bytes.count)] {
    for shift in [0, 8, 16, 24] { result.append(UInt8(value >> UInt32(shift) & 255)) }
  }
  return result
}
