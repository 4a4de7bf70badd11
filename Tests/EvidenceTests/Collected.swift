import Bytes
import Foundation
import Model

@testable import Evidence

/// All that came out of some evidence.
struct Collected {
  struct Seen {
    var artifact: Artifact
    var content: [UInt8]
    var size: UInt64
    var sha256: String
    var cut: String?

    var text: String { String(decoding: content, as: UTF8.self) }
  }

  var seen: [Seen] = []
  var refusals: [Refusal] = []
  var notes: [EvidenceNote] = []
  var containers: [Container] = []

  init(_ paths: String..., limits: Limits = Limits(), passwords: [String] = []) throws {
    let spool = try ScratchFolder()
    let options = EvidenceOptions(limits: limits, passwords: passwords, spoolFolder: spool.path)
    let reader = try EvidenceReader(paths: paths, options: options)
    while let open = try reader.next() {
      var buffer = ByteBuffer()
      while open.read(upTo: 1 << 16, into: &buffer) > 0 {}
      let (size, sha256) = open.finish()
      seen.append(
        Seen(artifact: open.artifact, content: buffer.array, size: size, sha256: sha256, cut: open.cut))
    }
    (refusals, notes, containers) = (reader.refusals, reader.notes, reader.containers)
  }

  /// Windows path to host, `-` where nobody tells one.
  var places: [String: String] {
    Dictionary(seen.map { ($0.artifact.path, $0.artifact.host ?? "-") }) { first, _ in first + " twice" }
  }

  var paths: [String] { seen.map(\.artifact.path) }

  /// Where it was found, without the folder of the test.
  var sources: [String] { seen.map { Self.short($0.artifact.source) } }

  /// `source: reason`, without the folder of the test.
  var refused: [String] { refusals.map { "\(Self.short($0.path)): \($0.reason)" } }

  var noted: [String] { notes.map { "\(Self.short($0.source)): \($0.text)" } }

  func artifact(_ ending: String) -> Seen? { seen.first { $0.artifact.source.hasSuffix(ending) } }

  static func short(_ source: String) -> String {
    guard let range = source.range(of: ScratchFolder.mark) else { return source }
    return String(source[range.upperBound...].drop { $0 != "/" }.dropFirst())
  }
}

/// A new folder that is removed when the last reference to it is gone.
final class ScratchFolder {
  static let mark = "postern-evidence-"
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/" + Self.mark + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and the folders on its way; returns where it is.
  @discardableResult func write(_ name: String, _ content: [UInt8]) throws -> String {
    let url = URL(fileURLWithPath: "\(path)/\(name)")
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(content).write(to: url)
    return url.path
  }
}
