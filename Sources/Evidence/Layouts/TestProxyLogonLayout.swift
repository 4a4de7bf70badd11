/// The output of Microsoft's Test-ProxyLogon: lists derived from logs, and copies of logs under the server's name.
///
/// Source: microsoft/CSS-Exchange, `Security/src/Test-ProxyLogon.ps1`. The original folders are lost, and logs of one
/// name overwrite each other, so the names stay relative; only the host is told.
public struct TestProxyLogonLayout: Layout {
  public let name = "test-proxylogon"

  public init() {}

  private static let endings = ["-cve-2021-26855.csv", "-logagedays.csv", "-other.csv", "-cve-2021-27065.log"]

  public func place(_ trail: Trail, _ hints: Hints) -> Placement? {
    let names = trail.innermost.map(\.name)
    if let at = names.firstIndex(where: { $0.lowercased() == "collectedlogfiles" }), at + 2 < names.count {
      return Placement(path: trail.relativePath, isOnVolume: false, host: HostName.plausible(names[at + 1]))
    }
    guard let file = names.last, let ending = Self.endings.first(where: { file.lowercased().hasSuffix($0) }) else {
      return nil
    }
    let host = HostName.plausible(String(file.dropLast(ending.count)))
    return host.map { Placement(path: trail.relativePath, isOnVolume: false, host: $0) }
  }
}
