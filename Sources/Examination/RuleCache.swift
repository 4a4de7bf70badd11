internal import Evidence
internal import Foundation
internal import Sigma

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

  /// The rule set that the paths held the last time, if no file below them was touched since, and its hash.
  func unchanged(_ fingerprint: String?) -> (prepared: PreparedRules, sha256: String)? {
    guard let fingerprint, let memory = memory(), memory.fingerprint == fingerprint else { return nil }
    return decoded(memory.sha256).map { ($0, memory.sha256) }
  }

  /// The rule set whose files have this hash; nil where it is not in the cache.
  func prepared(_ sha256: String, _ fingerprint: String?) -> PreparedRules? {
    guard let known = decoded(sha256) else { return nil }
    remember(sha256, fingerprint)
    return known
  }

  func store(_ set: RuleSet, _ sha256: String, _ fingerprint: String?) {
    do { try Data(RuleSetCodec.encode(set)).write(to: URL(fileURLWithPath: path(sha256)), options: .atomic) } catch {
      return
    }
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

  private func path(_ sha256: String) -> String { "\(folder)/rules-\(sha256)-\(version).bin" }

  /// The codec's own checksum is verified before anything is read.
  private func decoded(_ sha256: String) -> PreparedRules? {
    guard let data = FileManager.default.contents(atPath: path(sha256)) else { return nil }
    let bytes = [UInt8](data)
    return unsafe (try? RuleSetCodec.decode(bytes.span.bytes)).map(PreparedRules.init)
  }
}
