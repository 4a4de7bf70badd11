public import Model

/// What a collection's own lists tell about its files, where they could be read before the files.
public struct Hints: Sendable {
  /// A sample of DFIR-ORC.
  public struct Sample: Hashable, Sendable {
    /// The path on its volume, with backslashes: `\Windows\System32\…`.
    public var path: String
    public var host: String?
    /// The identifier of the shadow copy that it was read from, in braces.
    public var snapshot: String?
    public var modified: Timestamp?
  }

  private var hosts: [String: String] = [:]
  private var samples: [String: Sample] = [:]
  private var times: [String: Timestamp] = [:]
  private var sparseIndexes: Set<String> = []
  private var ranges: [String: SparseRanges] = [:]
  private var uploads: [String: Upload] = [:]
  private var systemVolumes: Set<String> = []

  /// A row of Velociraptor's `uploads.json`.
  public struct Upload: Hashable, Sendable {
    /// `uploads`, the accessor, the volume, then the path, as they were before they were escaped.
    public var components: [String]
    /// Bytes of the file on the host.
    public var size: UInt64?
    /// Bytes that were stored of it.
    public var stored: UInt64?

    /// Whether a part was left behind that is no hole.
    var isCut: Bool { stored.flatMap { stored in size.map { stored < $0 } } ?? false }
  }

  public init() {}

  /// The host of the collection that lies in `folder`: a trail's relative path, empty for all that was given.
  mutating func set(host: String, below folder: String) { hosts[folder] = host }

  mutating func add(_ sample: Sample, named name: String, below folder: String) {
    samples[Self.key(folder, name)] = sample
  }

  /// When the file at a Windows path of the collection in `folder` was last changed on the host.
  mutating func set(modified: Timestamp, of path: String, below folder: String) {
    times[Self.key(folder, path)] = modified
  }

  /// Takes down that a file has a list of its ranges beside it, so that its holes are not stored.
  mutating func addSparseIndex(ofFile trail: Trail) { sparseIndexes.insert(trail.relativePath + ".idx") }

  /// Takes down which parts of a file are stored; `index` is the trail of the list beside it.
  mutating func add(_ ranges: SparseRanges, byIndex index: Trail) {
    self.ranges[String(index.relativePath.dropLast(4))] = ranges
  }

  mutating func add(_ upload: Upload, below folder: String) {
    uploads[Self.key(folder, upload.components.map(PercentEscape.encodeComponent).joined(separator: "/"))] = upload
  }

  /// Takes down that Windows runs from the volume whose root is `folder`: a trail's relative path.
  mutating func addSystemVolume(_ folder: String) { systemVolumes.insert(folder) }

  private static func key(_ folder: String, _ path: String) -> String {
    folder + "\n" + WindowsPath.folded(path.replacing("\\", with: "/"))
  }

  func host(of trail: Trail) -> String? {
    hosts.isEmpty ? nil : trail.folders.lazy.compactMap { hosts[$0.folder] }.first
  }

  func sample(_ trail: Trail) -> Sample? {
    samples.isEmpty ? nil : trail.folders.lazy.compactMap { samples[Self.key($0.folder, $0.rest)] }.first
  }

  func modified(_ trail: Trail, at path: String) -> Timestamp? {
    if let time = sample(trail)?.modified { return time }
    return times.isEmpty ? nil : trail.folders.lazy.compactMap { times[Self.key($0.folder, path)] }.first
  }

  func ranges(_ trail: Trail) -> SparseRanges? { ranges.isEmpty ? nil : ranges[trail.relativePath] }

  func upload(_ trail: Trail) -> Upload? {
    guard !uploads.isEmpty else { return nil }
    // Encoded anew, since programs that unpack a collection may undo some escapes.
    return trail.folders.lazy.compactMap { folder, rest in
      let names = rest.split(separator: "/").map { PercentEscape.encodeComponent(PercentEscape.decode(String($0))) }
      return uploads[Self.key(folder, names.joined(separator: "/"))]
    }.first
  }

  /// Which rows there are.
  var uploadKeys: Set<String> { Set(uploads.keys) }

  /// What `uploads.json` lists and these trails do not have; sorted.
  ///
  /// `known` are rows of other collections.
  func missingUploads(_ trails: [Trail], besides known: Set<String>) -> [String] {
    guard uploads.count > known.count else { return [] }
    let found = Set(trails.compactMap { upload($0)?.components })
    let missing = uploads.filter { !known.contains($0.key) && !found.contains($0.value.components) }
    return missing.values.map { $0.components.joined(separator: "/") }.sorted()
  }

  func isSystemVolume(_ folder: String) -> Bool { systemVolumes.contains(folder) }

  /// Whether the file only tells which parts of another one were stored.
  ///
  /// Without a list of names that is told of streams alone (`$UsnJrnl%3A$J.idx`), which are what is stored so.
  func isSparseIndex(_ trail: Trail) -> Bool {
    if sparseIndexes.contains(trail.relativePath) { return true }
    guard let name = trail.segments.last?.name.lowercased() else { return false }
    return name.hasSuffix(".idx") && name.contains("%3a")
  }
}

extension Trail {
  /// Every folder or archive that the artifact is in, the innermost first, with the rest of the way from there.
  fileprivate var folders: [(folder: String, rest: String)] {
    segments.indices.reversed().map { at in
      let folder = Trail(root: root, segments: Array(segments[..<at])).relativePath
      return (folder, Trail(root: root, segments: Array(segments[at...])).relativePath)
    }
  }
}
