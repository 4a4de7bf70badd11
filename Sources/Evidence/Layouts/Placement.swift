/// Where an artifact stood on the host that it was taken from.
public struct Placement: Hashable, Sendable {
  /// The Windows path with forward slashes (`C:/Windows/…`); the path relative to what was given where no layout
  /// tells it.
  public var path: String
  /// Whether `path` is one of Windows, with a volume.
  public var isOnVolume: Bool
  public var host: String?

  public init(path: String, isOnVolume: Bool = true, host: String? = nil) {
    self.path = path
    self.isOnVolume = isOnVolume
    self.host = host
  }

  init(_ path: WindowsPath, host: String? = nil) {
    self.init(path: path.text, host: host)
  }
}

extension Trail {
  /// Where the artifact at the trail's end stood.
  ///
  /// What is inside an archive that itself stood on a volume of the host stays inside it: `C:/Users/x/a.zip!b.txt`.
  /// The layouts tell the place of everything else, each name by itself.
  public func placement(_ hints: Hints = Hints()) -> Placement {
    for at in segments.indices.dropLast() where segments[at].isArchive {
      let outer = Trail(root: root, segments: Array(segments[...at]))
      guard let place = outer.placeByLayout(hints), place.isOnVolume else { continue }
      let inner = Trail(root: "", segments: Array(segments[(at + 1)...]))
      return Placement(path: "\(place.path)!\(inner.relativePath)", host: place.host ?? hints.host(of: self))
    }
    var place = placeByLayout(hints) ?? Placement(path: segments.isEmpty ? root : relativePath, isOnVolume: false)
    if place.host == nil { place.host = hints.host(of: self) ?? CollectionName.host(in: self) }
    return place
  }

  private func placeByLayout(_ hints: Hints) -> Placement? {
    guard !segments.isEmpty else { return nil }
    for layout in Layouts.all {
      if let place = layout.place(self, hints) { return place }
    }
    return nil
  }
}
