/// A folder for each drive, `C/Windows/…`, alone or below the host's name: KAPE, CyLR, and most copies by hand.
///
/// KAPE puts shadow copies beside the drive, as `VSS1/…`. CyLR drops every colon of the path. A folder counts as a
/// drive at the top or below one more folder, deeper only where a folder of Windows' own follows.
public struct DriveFolderLayout: Layout {
  public let name = "drive-folder"

  public init() {}

  public func place(_ trail: Trail, _ hints: Hints) -> Placement? {
    let names = trail.innermost.map(\.name)
    guard let (volume, rest, before) = locate(names), !rest.isEmpty else { return nil }
    let components = WindowsPath.withStreams(rest.map(PercentEscape.decodeComponent))
    let isHost = before.count == 1 || VolumeRoot.isFolder(rest.first ?? "")
    let host = isHost ? before.last.flatMap { CollectionName.host($0) ?? HostName.plausible($0) } : nil
    return Placement(WindowsPath(volume: volume, components: components), host: host)
  }

  /// The volume, what comes below it, and what stands above it.
  func locate(_ names: [String]) -> (volume: String, rest: ArraySlice<String>, before: ArraySlice<String>)? {
    for at in names.indices.dropLast() {
      let next = names[at + 1]
      if let number = shadowCopy(names[at]), at <= 2 || VolumeRoot.isFolder(next) {
        let rest = drive(next, followedBy: names[at + 2..<names.count].first, at: 0) == nil ? at + 1 : at + 2
        return (WindowsPath.shadowCopy(number), names[rest...], names[..<at])
      }
      guard let letter = drive(names[at], followedBy: next, at: at) else { continue }
      if let number = shadowCopy(next) { return (WindowsPath.shadowCopy(number), names[(at + 2)...], names[..<at]) }
      return (letter, names[(at + 1)...], names[..<at])
    }
    return nil
  }

  private func shadowCopy(_ name: String) -> Int? {
    guard name.utf8.count <= 6, name.lowercased().hasPrefix("vss") else { return nil }
    return Int(name.dropFirst(3)).flatMap { $0 > 0 ? $0 : nil }
  }

  /// `C:` for a folder named `C`, `C:`, `C%3A` or `C$`.
  private func drive(_ name: String, followedBy next: String?, at depth: Int) -> String? {
    guard let first = name.utf8.first, WindowsPath.isLetter(first) else { return nil }
    let isPlain = name.utf8.count == 1
    guard isPlain || ["%3a", ":", "$"].contains(name.dropFirst().lowercased()) else { return nil }
    let letter = name.prefix(1).uppercased() + ":"
    if let next, VolumeRoot.isFolder(next) { return letter }
    guard depth <= 1 else { return nil }
    // A folder named by one small letter, A or B is as likely just a folder.
    return !isPlain || (0x43...0x5A).contains(first) ? letter : nil
  }
}
