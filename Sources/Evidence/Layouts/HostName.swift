/// Names that can be a host's, and names that only look so.
enum HostName {
  private static let generic: Set<String> = [
    "evidence", "collection", "collections", "collected", "logs", "log", "export", "exports", "upload", "uploads",
    "files", "file", "kape", "cylr", "root", "mnt", "mount", "triage", "data", "output", "out", "results", "tmp",
    "temp", "case", "disk", "image", "volume", "drive", "backup", "copy", "artifacts", "target", "targets", "windows",
    "exchange", "server", "servers", "iis", "unknown", "new folder", "v14", "v15",
  ]

  /// The name if it can be a host's: letters, digits, hyphens, dots and underscores, not a word that folders have.
  static func plausible(_ name: String) -> String? {
    guard (1...253).contains(name.utf8.count), !generic.contains(name.lowercased()) else { return nil }
    let isLetterOrDigit = { (byte: UInt8) in WindowsPath.isLetter(byte) || (0x30...0x39).contains(byte) }
    guard name.utf8.allSatisfy({ isLetterOrDigit($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F }),
      name.utf8.contains(where: WindowsPath.isLetter), let first = name.utf8.first, isLetterOrDigit(first)
    else { return nil }
    // A date with a time is no host: 2021-08-21T020000.
    return name.utf8.prefix(4).allSatisfy({ (0x30...0x39).contains($0) }) && name.utf8.count >= 8 ? nil : name
  }
}

/// Hosts in the names that collectors give to a whole collection.
enum CollectionName {
  /// The host of the innermost folder or archive on the way that is named so; nil where none is.
  static func host(in trail: Trail) -> String? {
    let names = [trail.root] + trail.segments.dropLast().map(\.name) + (trail.segments.last.map { [$0.name] } ?? [])
    return names.reversed().lazy.compactMap { host($0) }.first
  }

  /// From `Collection-EX01-2021-08-29T02_00_00Z.zip` (Velociraptor) or `DFIR-ORC_Server_EX01_General.7z`.
  static func host(_ name: String) -> String? {
    let lower = name.lowercased()
    if lower.hasPrefix("collection-") { return velociraptor(name.dropFirst("collection-".count)) }
    guard lower.hasPrefix("dfir-orc_") || lower.hasPrefix("orc_") else { return nil }
    let parts = name.prefix { $0 != "." }.split(separator: "_")
    return parts.count >= 3 ? HostName.plausible(String(parts[2])) : nil
  }

  /// What stands before `-YYYY-MM-DDT`.
  private static func velociraptor(_ rest: Substring) -> String? {
    let bytes = Array(rest.utf8)
    let shape = Array("-0000-00-00T".utf8)
    guard bytes.count > shape.count else { return nil }
    for at in 1...(bytes.count - shape.count) {
      let matches = shape.indices.allSatisfy { index in
        let byte = bytes[at + index]
        return shape[index] == 0x30 ? (0x30...0x39).contains(byte) : byte == shape[index]
      }
      if matches { return HostName.plausible(String(decoding: bytes[..<at], as: UTF8.self)) }
    }
    return nil
  }
}
