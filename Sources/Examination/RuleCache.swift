internal import Evidence
internal import Foundation
internal import Sigma
internal import Synchronization

/// Rule sets as they were read before, in the user's cache folder under the hash of their files.
///
/// The same paths usually hold the same rules as the last time. As long as names, sizes and times of change say so, the
/// set that they held then is used without reading thousands of files again; its hash is that of what runs.
struct RuleCache: Sendable {
  private let folder: String
  private let version: String
  /// Holds the hash and the fingerprint that these paths had.
  private let last: String

  /// `builtin`: the hashes of the rules that come with Postern and are among them.
  ///
  /// What the files mean is decided by the program: another version reads them anew.
  init(folder: String, version: String, paths: [String], builtin: [String]) {
    self.folder = folder
    self.version = version
    let here = FileManager.default.currentDirectoryPath
    let name = SHA256Text.hash(
      of: paths.map { $0.hasPrefix("/") ? $0 : here + "/" + $0 } + ["built in"] + builtin + [version])
    last = "\(folder)/rules-last-\(name).txt"
  }

  /// What is known of the files from the last time.
  private struct Memory {
    var sha256: String
    /// `FilesFingerprint` of the paths then; empty where there was none.
    var fingerprint: String
  }

  /// The rule set that the paths held the last time and its hash, if no file below them was touched since.
  ///
  /// Looking at the files takes as long as reading the set, so both are done at once. `fingerprint` is what was seen,
  /// whether or not there is a set; nil where something cannot be looked at.
  func unchanged(_ paths: [String]) -> (known: (prepared: PreparedRules, sha256: String)?, fingerprint: String?) {
    guard let memory = memory() else { return (nil, FilesFingerprint.of(paths)) }
    let found = Mutex<String?>(nil)
    let prepared = decoded(memory.sha256) {
      let fingerprint = FilesFingerprint.of(paths)
      found.withLock { $0 = fingerprint }
    }
    let fingerprint = found.withLock(\.self)
    guard let fingerprint, let prepared, memory.fingerprint == fingerprint else { return (nil, fingerprint) }
    return ((prepared, memory.sha256), fingerprint)
  }

  /// The rule set whose files have this hash; nil where it is not in the cache.
  func prepared(_ sha256: String, _ fingerprint: String?) -> PreparedRules? {
    guard let known = decoded(sha256, beside: {}) else { return nil }
    remember(sha256, fingerprint)
    return known
  }

  func store(_ set: RuleSet, _ sha256: String, _ fingerprint: String?) {
    let parts = PreparedRules.parts(of: set)
    do {
      for (number, part) in parts.enumerated() {
        let file = URL(fileURLWithPath: path(sha256, number, of: parts.count))
        let bytes = head(sha256, number, of: parts.count) + RuleSetCodec.encode(part)
        try Data(bytes).write(to: file, options: .atomic)
      }
    } catch { return }
    remember(sha256, fingerprint)
  }

  private func remember(_ sha256: String, _ fingerprint: String?) {
    let text = "\(sha256) \(fingerprint ?? "")\n"
    try? Data(text.utf8).write(to: URL(fileURLWithPath: last), options: .atomic)
  }

  private func memory() -> Memory? {
    guard let data = FileManager.default.contents(atPath: last), data.count <= 256 else { return nil }
    let words = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
    guard let sha256 = words.first, words.count <= 2, words.allSatisfy(Self.isHash) else { return nil }
    return Memory(sha256: sha256, fingerprint: words.count == 2 ? words[1] : "")
  }

  private static func isHash(_ text: String) -> Bool {
    text.utf8.count == 64 && text.utf8.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x66) }
  }

  /// The name says of how many parts it is one, so that parts of two ways to cut a set are never mixed.
  private func path(_ sha256: String, _ part: Int, of count: Int) -> String {
    "\(folder)/rules-\(sha256)-\(version)-\(part + 1)of\(count).bin"
  }

  /// What a part's file begins with, so that a file in another's place is not taken for it.
  private func head(_ sha256: String, _ part: Int, of count: Int) -> [UInt8] {
    Array("postern rules \(sha256) \(version) \(part + 1) of \(count)\n".utf8)
  }

  /// The codec's own checksum is verified before anything is read.
  private func decoded(_ sha256: String, beside other: @Sendable () -> Void) -> PreparedRules? {
    guard
      let count = (1...PreparedRules.mostParts).first(where: { count in
        FileManager.default.fileExists(atPath: path(sha256, 0, of: count))
      })
    else {
      other()
      return nil
    }
    return PreparedRules(parts: count, beside: other) { part in
      guard let data = FileManager.default.contents(atPath: path(sha256, part, of: count)) else { return nil }
      let head = head(sha256, part, of: count)
      guard data.starts(with: head) else { return nil }
      let bytes = [UInt8](data.dropFirst(head.count))
      return unsafe try? RuleSetCodec.decode(bytes.span.bytes)
    }
  }
}
