internal import Bytes
public import CaseStore
public import Detection
public import Evidence
public import Model

/// Reads indicators from files, folders and archives.
public enum IndicatorLoader {
  /// Indicators and where they came from.
  public struct Loaded: Sendable {
    public var set = IndicatorSet()
    public var files: [Custody.Indicators.File] = []

    public init() {}

    /// What is not used and why, one line for each entry.
    public var problems: [String] { self.set.problems.map(\.text) }

    /// For the custody record; nil where nothing was given.
    ///
    /// `time` is that of the examination.
    public func custody(at time: Timestamp) -> Custody.Indicators? {
      guard !files.isEmpty else { return nil }
      return Custody.Indicators(
        count: set.indicators.count, refused: set.refusedCount, expired: set.staleCount(at: time), files: files)
    }
  }

  /// What a file in a folder or an archive ends with to be taken for a feed; a file that is given itself may end
  /// otherwise.
  private static let endings = [".txt", ".csv", ".tsv", ".json", ".ioc", ".lst", ".list", ".stix", ".stix2"]

  /// Reads all of them; what cannot be opened is thrown, what is wrong in a file is in the set.
  public static func load(_ paths: [String], spool: Spool) throws -> Loaded {
    var loaded = Loaded()
    guard !paths.isEmpty else { return loaded }
    let reader = try EvidenceReader(paths: paths, options: EvidenceOptions(spool: spool))
    var buffer = ByteBuffer(capacity: 1 << 16)
    while let artifact = try reader.next() {
      let name = artifact.artifact.source
      let lower = name.lowercased()
      guard paths.contains(name) || endings.contains(where: { lower.hasSuffix($0) }) else { continue }
      buffer.removeAll()
      while artifact.read(upTo: 1 << 20, into: &buffer) > 0, buffer.count <= IndicatorFeed.mostBytes {}
      let feed = IndicatorFeed(file: name, bytes: buffer.bytes)
      let (size, sha256) = artifact.finish()
      loaded.set.add(feed)
      loaded.files.append(
        Custody.Indicators.File(
          path: name, format: feed.format?.rawValue ?? "unknown", size: size, sha256: sha256,
          count: feed.indicators.count, refused: feed.refusedCount))
    }
    for refusal in reader.refusals { loaded.set.refuse(file: refusal.path, refusal.reason) }
    if loaded.files.isEmpty { loaded.set.refuse(file: paths.joined(separator: ", "), "no file of indicators in it") }
    return loaded
  }
}
