internal import Dispatch
internal import Evidence
internal import Foundation
internal import Sigma
internal import Synchronization

/// Rule sets as they were read before, in the user's cache folder under the hash of their files.
///
/// The same paths usually hold the same rules as the last time: so the set that they held then is made ready while
/// their files are read and hashed again, and used if the hash is still the same.
struct RuleCache: Sendable {
  private let folder: String
  /// Holds the hash that these paths had.
  private let last: String

  init(folder: String, paths: [String], hasBuiltin: Bool) {
    self.folder = folder
    let name = SHA256Text.hash(
      of: paths.map { $0.hasPrefix("/") ? $0 : FileManager.default.currentDirectoryPath + "/" + $0 })
    last = "\(folder)/rules-last-\(name)\(hasBuiltin ? "-builtin" : "").txt"
  }

  /// A rule set that is being made ready on another thread.
  final class Guess: Sendable {
    let sha256: String
    private let made = Mutex<PreparedRules?>(nil)
    private let group = DispatchGroup()

    fileprivate init(_ sha256: String, _ make: @escaping @Sendable () -> PreparedRules?) {
      self.sha256 = sha256
      DispatchQueue.global().async(group: group) { [self] in
        let prepared = make()
        made.withLock { $0 = prepared }
      }
    }

    fileprivate func wait() -> PreparedRules? {
      group.wait()
      return made.withLock { $0 }
    }
  }

  /// Begins to make ready what these paths held the last time; nil where that is not known.
  func guess() -> Guess? {
    guard let data = FileManager.default.contents(atPath: last), data.count == 64 else { return nil }
    let sha256 = String(decoding: data, as: UTF8.self)
    guard sha256.utf8.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x66) }) else { return nil }
    return Guess(sha256) { decoded(sha256) }
  }

  /// The rule set whose files have this hash; nil where it is not in the cache.
  func prepared(_ sha256: String, _ guess: Guess?) -> PreparedRules? {
    if let guess, guess.sha256 == sha256 { return guess.wait() }
    guard let known = decoded(sha256) else { return nil }
    remember(sha256)
    return known
  }

  func store(_ set: RuleSet, _ sha256: String) {
    do { try Data(RuleSetCodec.encode(set)).write(to: URL(fileURLWithPath: path(sha256)), options: .atomic) } catch {
      return
    }
    remember(sha256)
  }

  private func remember(_ sha256: String) {
    try? Data(sha256.utf8).write(to: URL(fileURLWithPath: last), options: .atomic)
  }

  private func path(_ sha256: String) -> String { "\(folder)/rules-\(sha256).bin" }

  /// The codec's own checksum is verified before anything is read.
  private func decoded(_ sha256: String) -> PreparedRules? {
    guard let data = FileManager.default.contents(atPath: path(sha256)) else { return nil }
    let bytes = [UInt8](data)
    return unsafe (try? RuleSetCodec.decode(bytes.span.bytes)).map(PreparedRules.init)
  }
}
