public import Model

/// Files of one kind that were taken in and that nobody here reads yet: listed, never passed over.
public struct UnreadFamily: Sendable, Hashable {
  public var name: String
  public var fileCount: Int
  public var bytes: UInt64
  /// The first and the last change of its files, as far as the collection tells.
  public var from: Timestamp?
  public var to: Timestamp?

  public init(name: String, fileCount: Int, bytes: UInt64, from: Timestamp?, to: Timestamp?) {
    self.name = name
    self.fileCount = fileCount
    self.bytes = bytes
    self.from = from
    self.to = to
  }

  /// The families among `artifacts`, largest first.
  public static func all(in artifacts: [Artifact]) -> [UnreadFamily] {
    merged(
      artifacts.filter { $0.format == "unknown" }.map {
        UnreadFamily(name: name(of: $0.path), fileCount: 1, bytes: $0.size, from: $0.modified, to: $0.modified)
      })
  }

  /// Families of the same name as one, largest first.
  static func merged(_ families: [UnreadFamily]) -> [UnreadFamily] {
    var byName: [String: UnreadFamily] = [:]
    for part in families {
      guard var whole = byName[part.name] else {
        byName[part.name] = part
        continue
      }
      whole.fileCount += part.fileCount
      whole.bytes += part.bytes
      whole.from = [whole.from, part.from].compactMap(\.self).min()
      whole.to = [whole.to, part.to].compactMap(\.self).max()
      byName[part.name] = whole
    }
    return byName.values.sorted { ($1.bytes, $0.name) < ($0.bytes, $1.name) }
  }

  /// What kind of file stands at a path: by where Windows, IIS and Exchange keep theirs, else by the name's ending.
  static func name(of path: String) -> String {
    let path = path.lowercased()
    if let place = places.first(where: { path.contains($0.part) }) { return place.name }
    let file = path.split(separator: "/").last.map(String.init) ?? path
    if let known = files[file] { return known }
    guard let dot = file.lastIndex(of: "."), dot != file.startIndex else { return "no file ending" }
    let ending = String(file[file.index(after: dot)...])
    return endings[ending] ?? ".\(ending) files"
  }

  private static let places: [(part: String, name: String)] = [
    ("/logfiles/w3svc", "IIS logs"), ("/logfiles/httperr", "HTTPERR logs"), ("/logging/httpproxy/", "HttpProxy logs"),
    ("/exchange server/v15/logging/", "Exchange logs"), ("/transportroles/logs/", "transport logs"),
    ("/exchangesetuplogs/", "Exchange setup logs"), ("/system32/config/", "registry hives"),
    ("/temporary asp.net files/", "compiled ASP.NET"), ("/prefetch/", "Prefetch files"),
    ("/system32/tasks/", "scheduled tasks"), ("/inetpub/", "web content"), ("/frontend/", "web content"),
  ]

  private static let files = [
    "$mft": "$MFT", "$j": "USN journal", "$logfile": "$LogFile", "ntuser.dat": "registry hives",
    "usrclass.dat": "registry hives", "amcache.hve": "registry hives", "srudb.dat": "SRUM",
    "consolehost_history.txt": "PowerShell history",
  ]

  private static let endings = [
    "aspx": "web content", "asmx": "web content", "ashx": "web content", "config": "configuration files",
    "pf": "Prefetch files", "lnk": "shortcuts", "etl": "event traces", "hve": "registry hives", "ps1": "scripts",
    "bat": "scripts", "dmp": "memory dumps", "evt": "old event logs",
  ]
}
