public import ArgumentParser
internal import FoundationEssentials
public import Model

extension Severity: ExpressibleByArgument {}

/// Flags of every command that opens evidence.
struct EvidenceOptions: ParsableArguments {
  @Option(help: "File with passwords of encrypted archives, one a line.", completion: .file())
  var passwordFile: String?

  @Option(help: "How many threads work (default: one a core).")
  var jobs: Int?

  @Flag(help: "Also look for event records in slack and in chunks that are not in use.")
  var carve = false

  @Option(help: "How many members one archive may have.")
  var maxEntries: Int?

  @Option(help: "How many bytes one archive may unpack to, such as 500M or 2T.")
  var maxTotalSize: ByteSize?

  @Option(help: "How many bytes one member may unpack to.")
  var maxFileSize: ByteSize?

  @Option(help: "How many bytes may come out of an archive for each byte that goes in.")
  var maxRatio: UInt64?

  @Option(help: "How deep archives may stand inside archives.")
  var maxDepth: Int?

  var limits: EvidenceLimits {
    EvidenceLimits(
      entries: maxEntries, totalBytes: maxTotalSize?.bytes, memberBytes: maxFileSize?.bytes, ratio: maxRatio,
      depth: maxDepth)
  }

  func validate() throws {
    if let jobs, !(1...1024).contains(jobs) { throw ValidationError("--jobs must be from 1 to 1024") }
    for (name, value) in [("--max-entries", maxEntries), ("--max-depth", maxDepth)] {
      if let value, value < 1 { throw ValidationError("\(name) must be at least 1") }
    }
    // Each level may keep a file open.
    if let maxDepth, maxDepth > 32 { throw ValidationError("--max-depth must be at most 32") }
    if maxRatio == 0 { throw ValidationError("--max-ratio must be at least 1") }
  }
}

/// A number of bytes with an optional unit, in powers of 1,000.
struct ByteSize: ExpressibleByArgument {
  let bytes: UInt64

  init?(argument: String) {
    let units: [Character: UInt64] = [
      "K": 1000, "M": 1_000_000, "G": 1_000_000_000, "T": 1_000_000_000_000,
    ]
    let text = argument.uppercased()
    let unit = text.last.flatMap { units[$0] }
    guard let number = UInt64(unit == nil ? text[...] : text.dropLast()) else { return nil }
    let (bytes, isTooLarge) = number.multipliedReportingOverflow(by: unit ?? 1)
    guard !isTooLarge, bytes > 0 else { return nil }
    self.bytes = bytes
  }
}

/// A time: RFC 3339, or a date alone.
///
/// Without an offset it is UTC.
struct TimeArgument: ExpressibleByArgument {
  let time: Timestamp

  init?(argument: String) {
    guard let time = Timestamp(argument) else { return nil }
    self.time = time
  }
}

/// A path that was given and cannot be opened.
struct UnreadablePath: Error, CustomStringConvertible {
  let path: String
  let isThere: Bool

  var description: String {
    isThere
      ? "\(path): cannot be read: permission denied; ask for the right to read it"
      : "\(path): there is no such file or folder; check the path"
  }

  /// Throws for the first of the paths that is not there or not readable, before anything is begun.
  static func check(_ paths: [String]) throws {
    for path in paths {
      let files = FileManager.default
      guard files.isReadableFile(atPath: path) else {
        throw UnreadablePath(path: path, isThere: files.fileExists(atPath: path))
      }
    }
  }
}

/// A case folder that stands among the evidence, or around it: one of the two would change the other.
struct EntangledCase: Error, CustomStringConvertible {
  let casePath: String
  let evidencePath: String

  var description: String {
    "\(casePath): the case folder and the evidence \(evidencePath) lie in each other; choose a folder outside with --case"
  }

  static func check(casePath: String, evidence: [String]) throws {
    let folder = parts(casePath)
    for path in evidence {
      let given = parts(path)
      if folder.starts(with: given) || given.starts(with: folder) {
        throw EntangledCase(casePath: casePath, evidencePath: path)
      }
    }
  }

  /// The names on the way from the root, links resolved as far as the path exists.
  private static func parts(_ path: String) -> [String] {
    var url = URL(filePath: path).standardizedFileURL
    var missing: [String] = []
    while !FileManager.default.fileExists(atPath: url.path), url.pathComponents.count > 1 {
      missing.insert(url.lastPathComponent, at: 0)
      url.deleteLastPathComponent()
    }
    return url.resolvingSymlinksInPath().pathComponents + missing
  }
}
