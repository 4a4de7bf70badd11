/// DFIR-ORC: samples under names of its own, whose places only `GetThis.csv` tells.
///
/// Source: <https://dfir-orc.github.io>, GetThis. The list has no drive letter; the volume is taken for C:, since the
/// default configuration reads %SystemDrive% only. Samples of a shadow copy stay apart by its identifier.
public struct DFIRORCLayout: Layout {
  public let name = "dfir-orc"

  public init() {}

  public func place(_ trail: Trail, _ hints: Hints) -> Placement? {
    guard let sample = hints.sample(trail) else { return nil }
    let components = sample.path.split(separator: "\\").map(String.init)
    guard !components.isEmpty else { return nil }
    let volume = sample.snapshot.map { "//?/Snapshot\($0)" } ?? "C:"
    return Placement(WindowsPath(volume: volume, components: components), host: sample.host)
  }
}

/// The archives that DFIR-ORC makes.
enum ORCName {
  /// Whether an archive is one of DFIR-ORC's, or lies inside one.
  static func isArchive(_ trail: Trail) -> Bool {
    ([trail.root] + trail.segments.map(\.name)).contains { name in
      let lower = name.lowercased()
      return lower.hasPrefix("dfir-orc_") || lower.hasPrefix("orc_") || known.contains(lower)
    }
  }

  /// Source: DFIR-ORC/dfir-orc-config, the archives of the default configuration.
  private static let known: Set<String> = [
    "event.7z", "textlogs.7z", "artefacts.7z", "samhive.7z", "systemhives.7z", "userhives.7z", "usnjrnl.7z",
    "browsers_history.7z", "residents.7z", "yara.7z", "general.7z", "detail.7z", "little.7z",
  ]
}
