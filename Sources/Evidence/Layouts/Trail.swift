/// The names that lead to an artifact, from what was given down to the file.
public struct Trail: Hashable, Sendable {
  /// One folder, archive or file on the way.
  public struct Segment: Hashable, Sendable {
    public var name: String
    /// Whether it is an archive, so that the next segment is a name inside it.
    public var isArchive: Bool

    public init(_ name: String, isArchive: Bool = false) {
      self.name = name
      self.isArchive = isArchive
    }
  }

  /// The last component of the path that was given: a folder's or an archive's name.
  public var root: String
  /// Below it; for a file that was given by itself, its name.
  public var segments: [Segment]

  public init(root: String, segments: [Segment]) {
    self.root = root
    self.segments = segments
  }

  /// The path relative to what was given, `!` after each archive.
  public var relativePath: String {
    var path = ""
    for (at, segment) in segments.enumerated() {
      path += segment.name
      if at + 1 < segments.count { path += segment.isArchive ? "!" : "/" }
    }
    return path
  }

  /// The names inside the innermost archive, or below the folder that was given.
  public var innermost: ArraySlice<Segment> {
    segments[((segments.dropLast().lastIndex { $0.isArchive }).map { $0 + 1 } ?? 0)...]
  }

  func appending(_ names: [String]) -> Trail {
    Trail(root: root, segments: segments + names.map { Segment($0) })
  }

  /// The same trail with its last segment being an archive.
  var asArchive: Trail {
    var copy = self
    if let last = copy.segments.indices.last { copy.segments[last].isArchive = true }
    return copy
  }
}
