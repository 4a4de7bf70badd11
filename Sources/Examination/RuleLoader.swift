internal import Bytes
internal import Detection
public import Evidence
internal import Foundation
internal import Model
public import Sigma

/// Reads rules from files, folders and archives.
public enum RuleLoader {
  /// Rules and where they came from.
  public struct Loaded: Sendable {
    public var set: RuleSet { prepared.set }
    public var prepared: PreparedRules
    /// SHA-256 over the hashes of all rule files in their order, 64 lower-case hexadecimal digits.
    public var sha256: String
  }

  /// What the names of the rules that come with Postern begin with.
  public static var builtinFolder: String { BuiltinRules.folder + "/" }

  /// Loads everything that ends in `.yml` or `.yaml`; what cannot be opened is thrown, what is no rule is in the set's
  /// `failed`.
  ///
  /// The rules that come with Postern stand first where they are asked for.
  public static func load(
    _ paths: [String], withBuiltin usesBuiltin: Bool = false, placeholders: [String: [String]] = [:],
    cacheFolder: String? = nil, version: String = "", spool: Spool
  ) throws -> Loaded {
    let builtin = usesBuiltin ? BuiltinRules.files : []
    let builtinHashes = builtin.map { SHA256Text.hash(of: $0.bytes) + " " + $0.name }
    let options = RuleLoadingOptions(placeholders: placeholders) { Regex.failure(of: $0)?.reason }
    // What placeholders were filled with is not in the key.
    let folder = placeholders.isEmpty ? cacheFolder : nil
    let cache = folder.map { RuleCache(folder: $0, version: version, paths: paths, builtin: builtinHashes) }
    let (unchanged, fingerprint) = cache?.unchanged(paths) ?? (nil, nil)
    if let (known, sha256) = unchanged { return Loaded(prepared: known, sha256: sha256) }
    let given = try read(paths, spool)
    let sha256 = SHA256Text.hash(of: builtinHashes + given.hashes.map { $0.sha256 + " " + $0.name })
    if let known = cache?.prepared(sha256, fingerprint) { return Loaded(prepared: known, sha256: sha256) }
    let set = RuleSet.load(builtin + given.files, options: options)
    cache?.store(set, sha256, fingerprint)
    return Loaded(prepared: PreparedRules(set), sha256: sha256)
  }

  /// The rule files that the paths hold, those that come with Postern before them where they are asked for.
  ///
  /// Throws where a path cannot be opened.
  public static func files(
    in paths: [String], withBuiltin usesBuiltin: Bool = false, spool: Spool
  ) throws -> [RuleFile] {
    (usesBuiltin ? BuiltinRules.files : []) + (try read(paths, spool).files)
  }

  private static func read(
    _ paths: [String], _ spool: Spool
  ) throws -> (files: [RuleFile], hashes: [(name: String, sha256: String)]) {
    var files: [RuleFile] = []
    var hashes: [(name: String, sha256: String)] = []
    guard !paths.isEmpty else { return (files, hashes) }
    let reader = try EvidenceReader(paths: paths, options: EvidenceOptions(spool: spool))
    var buffer = ByteBuffer(capacity: 1 << 16)
    while let artifact = try reader.next() {
      let name = artifact.artifact.source
      let lower = name.lowercased()
      guard lower.hasSuffix(".yml") || lower.hasSuffix(".yaml") else { continue }
      buffer.removeAll()
      while artifact.read(upTo: 1 << 20, into: &buffer) > 0, buffer.count < 8 << 20 {}
      hashes.append((name, artifact.finish().sha256))
      files.append(RuleFile(name: name, bytes: buffer.array))
    }
    return (files, hashes)
  }
}
