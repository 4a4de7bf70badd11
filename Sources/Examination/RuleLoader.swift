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
    public var set: RuleSet
    /// SHA-256 over the hashes of all rule files in their order, 64 lower-case hexadecimal digits.
    public var sha256: String
    public var files: [(name: String, sha256: String)]
  }

  /// Loads everything that ends in `.yml` or `.yaml`; what cannot be opened is thrown, what is no rule is in the set's
  /// `failed`.
  ///
  /// The rules that come with Postern stand first where they are asked for.
  public static func load(
    _ paths: [String], withBuiltin usesBuiltin: Bool = false, placeholders: [String: [String]] = [:],
    cacheFolder: String? = nil, spool: Spool
  ) throws -> Loaded {
    let builtin = usesBuiltin ? BuiltinRules.files : []
    let given = try read(paths, spool)
    let files = builtin + given.files
    let hashes = builtin.map { ($0.name, SHA256Text.hash(of: $0.bytes)) } + given.hashes
    let sha256 = SHA256Text.hash(of: hashes.map { $0.1 + " " + $0.0 })
    let options = RuleLoadingOptions(placeholders: placeholders) { Regex.failure(of: $0)?.reason }
    let cached = placeholders.isEmpty ? cacheFolder.map { "\($0)/rules-\(sha256).bin" } : nil
    if let cached, let set = decoded(cached) { return Loaded(set: set, sha256: sha256, files: hashes) }
    let set = RuleSet.load(files, options: options)
    if let cached { store(set, cached) }
    return Loaded(set: set, sha256: sha256, files: hashes)
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

  private static func decoded(_ path: String) -> RuleSet? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    let bytes = [UInt8](data)
    // The last 64 bytes are the checksum of the rest.
    guard bytes.count > 64 else { return nil }
    let body = Array(bytes.dropLast(64))
    guard SHA256Text.hash(of: body) == String(decoding: bytes.suffix(64), as: UTF8.self) else { return nil }
    return unsafe try? RuleSetCodec.decode(body.span.bytes)
  }

  private static func store(_ set: RuleSet, _ path: String) {
    let body = RuleSetCodec.encode(set)
    let bytes = body + Array(SHA256Text.hash(of: body).utf8)
    try? Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
  }
}
