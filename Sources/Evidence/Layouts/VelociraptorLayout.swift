/// Velociraptor's offline collector and its server's exports: `uploads/<accessor>/<volume>/…`, escaped by component.
///
/// Source: Velociraptor, `utils/sanitize.go` and `paths/` (the escapes), `uploads/` (accessors).
/// Any accessor counts if a volume follows; what was read through the registry accessors has none and keeps its name.
/// A shadow copy stays a volume of its own.
public struct VelociraptorLayout: Layout {
  public let name = "velociraptor"

  public init() {}

  public func place(_ trail: Trail, _ hints: Hints) -> Placement? {
    if let place = listed(trail, hints) { return place }
    let names = trail.innermost.map(\.name)
    guard let at = names.indices.first(where: { isUpload(names, $0) }),
      let volume = WindowsPath.volume(PercentEscape.decode(names[at + 2]))
    else { return nil }
    // The list of a sparse file's ranges is the collector's, not the host's.
    if names.last?.lowercased().hasSuffix(".idx") ?? false, hints.isSparseIndex(trail) { return nil }
    return Placement(WindowsPath(volume: volume, components: names[(at + 3)...].map(PercentEscape.decodeComponent)))
  }

  /// From the collection's own list, which has each name as it was.
  private func listed(_ trail: Trail, _ hints: Hints) -> Placement? {
    guard let components = hints.upload(trail)?.components, components.count > 3,
      let volume = WindowsPath.volume(components[2])
    else { return nil }
    return Placement(WindowsPath(volume: volume, components: components[3...].map(PercentEscape.asComponent)))
  }

  private func isUpload(_ names: [String], _ at: Int) -> Bool {
    names[at].lowercased() == "uploads" && at + 3 < names.count
      && WindowsPath.volume(PercentEscape.decode(names[at + 2])) != nil
  }
}
