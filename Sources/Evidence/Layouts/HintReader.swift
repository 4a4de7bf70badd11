/// Reads what a collection's own lists tell, before its files: from all names of a folder or of an archive's listing.
struct HintReader {
  private(set) var hints: Hints

  init(_ hints: Hints) {
    self.hints = hints
  }

  /// Takes over what the names alone tell; returns how many of them are lists to be read.
  mutating func learn(_ trails: [Trail]) -> Int {
    let indexes = trails.lazy.filter { $0.segments.last?.name.lowercased().hasSuffix(".idx") ?? false }
    let indexed = Set(indexes.map { String($0.relativePath.dropLast(4)) })
    for trail in trails {
      if !indexed.isEmpty, indexed.contains(trail.relativePath) { hints.addSparseIndex(ofFile: trail) }
      learnHost(trail)
      learnSystemVolume(trail)
    }
    return trails.count { $0.segments.last.flatMap { HintFile($0.name) } != nil }
  }

  private mutating func learnHost(_ trail: Trail) {
    let names = trail.innermost
    if names.count > 2, VelociraptorLayout().place(trail, hints) == nil,
      let place = DriveFolderLayout().place(trail, hints), let host = place.host,
      let at = names.indices.first(where: { names[$0].name == host })
    {
      hints.set(host: host, below: Trail(root: trail.root, segments: Array(trail.segments[...at])).relativePath)
    }
    // CyLR names the archive after the host, and its own log lies at the top.
    if names.count == 1, names.first?.name.lowercased() == "cylr.log" {
      let archive = trail.parent.segments.last?.name ?? trail.root
      let stem = archive.lowercased().hasSuffix(".zip") ? String(archive.dropLast(4)) : archive
      if let host = HostName.plausible(stem) { hints.set(host: host, below: trail.parent.relativePath) }
    }
  }

  /// A folder with `Windows` in it is the volume that Windows runs from.
  private mutating func learnSystemVolume(_ trail: Trail) {
    let names = trail.innermost
    guard names.count > 1, let at = names.indices.prefix(2).first(where: { names[$0].name.lowercased() == "windows" }),
      at + 1 < names.endIndex
    else { return }
    hints.addSystemVolume(Trail(root: trail.root, segments: Array(trail.segments[..<at])).relativePath)
  }

  mutating func read(_ bytes: [UInt8], of trail: Trail) {
    guard let name = trail.segments.last?.name else { return }
    HintFile(name)?.read(bytes, of: trail, into: &hints)
  }
}
