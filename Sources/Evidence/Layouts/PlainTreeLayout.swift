/// A volume's root without a letter, or known folders below a host's name: mounted images and copies by hand.
///
/// The volume that Windows runs from is taken for drive C:, which it nearly always is; any other without a letter is
/// `vol1:`. Of a tree that begins further down (`Logging`, `W3SVC1`) nobody knows the rest, so its names stay relative;
/// only the host is told, where one folder stands above.
public struct PlainTreeLayout: Layout {
  public let name = "plain-tree"

  public init() {}

  public func place(_ trail: Trail, _ hints: Hints) -> Placement? {
    let names = trail.innermost.map(\.name)
    guard
      let at = names.indices.prefix(2).first(where: { VolumeRoot.begins(names[$0...]) || Anchor.begins(names[$0...]) })
    else { return nil }
    let host = at == 1 ? HostName.plausible(names[0]) : nil
    guard VolumeRoot.begins(names[at...]) else {
      return host.map { Placement(path: trail.relativePath, isOnVolume: false, host: $0) }
    }
    // A folder above that is no host's name is unknown, and kept.
    if at == 1, host == nil { return nil }
    let root = Trail(root: trail.root, segments: Array(trail.segments[..<(trail.innermost.startIndex + at)]))
      .relativePath
    let volume = VolumeRoot.isOfSystem(names[at]) || hints.isSystemVolume(root) ? "C:" : "vol1:"
    return Placement(WindowsPath(volume: volume, components: WindowsPath.withStreams(Array(names[at...]))), host: host)
  }
}

/// The folders at a Windows volume's root.
enum VolumeRoot {
  private static let folders: Set<String> = [
    "windows", "users", "program files", "program files (x86)", "programdata", "inetpub", "exchangesetuplogs",
    "$extend", "$recycle.bin", "documents and settings", "system volume information", "perflogs", "recovery",
  ]
  private static let files: Set<String> = [
    "$mft", "$mftmirr", "$logfile", "$boot", "$bitmap", "$badclus", "$volume", "$secure", "$upcase", "$attrdef",
    "pagefile.sys", "hiberfil.sys", "swapfile.sys", "bootmgr",
  ]

  /// What only the volume that Windows runs from has at its root.
  private static let systemNames: Set<String> = [
    "windows", "users", "programdata", "documents and settings", "exchangesetuplogs", "perflogs", "bootmgr",
  ]

  static func isOfSystem(_ name: String) -> Bool { systemNames.contains(name.lowercased()) }

  static func isFolder(_ name: String) -> Bool {
    let lower = name.lowercased()
    return folders.contains(lower) || files.contains(lower)
  }

  /// Whether names can be a path from a volume's root.
  static func begins(_ names: ArraySlice<String>) -> Bool {
    guard let first = names.first?.lowercased() else { return false }
    return names.count == 1 ? files.contains(first) : folders.contains(first)
  }
}

/// Folders and files of Exchange, IIS and Windows that tell what a tree is wherever it begins.
enum Anchor {
  private static let paths: [[String]] = [
    ["logging", "httpproxy"], ["logging", "ecp"], ["logging", "ews"], ["logging", "cmdletinfra"],
    ["logging", "oabgeneratorlog"], ["logging", "localqueue"], ["transportroles", "logs"],
    ["transportroles", "shared"],
    ["frontend", "httpproxy"], ["clientaccess"], ["v15", "logging"], ["exchange server", "v15"],
    ["microsoft", "exchange server"], ["logfiles"], ["logs", "logfiles"], ["wwwroot"], ["history"],
    ["aspnet_client"], ["inetsrv", "config"], ["system32", "winevt"], ["system32", "logfiles"],
    ["system32", "config"], ["system32", "tasks"], ["system32", "inetsrv"], ["winevt", "logs"], ["httperr"],
    ["microsoft.net", "framework64"], ["appcompat", "programs"], ["httpproxy"],
  ]

  static func begins(_ names: ArraySlice<String>) -> Bool {
    let lower = names.prefix(2).map { $0.lowercased() }
    if names.count > 1, let first = lower.first, first.hasPrefix("w3svc"), Int(first.dropFirst(5)) != nil {
      return true
    }
    return paths.contains { $0.count < names.count && lower.starts(with: $0) }
  }
}
