/// Microsoft's HealthChecker: one report for each server, `HealthChecker-<server>-<time>.txt` or `.xml`.
public struct HealthCheckerLayout: Layout {
  public let name = "health-checker"

  public init() {}

  public func place(_ trail: Trail, _ hints: Hints) -> Placement? {
    guard let file = trail.segments.last?.name, file.lowercased().hasPrefix("healthchecker-") else { return nil }
    let parts = file.split(separator: "-")
    guard parts.count >= 3, let stamp = parts.last?.prefix(while: { $0 != "." }), stamp.count >= 8,
      stamp.allSatisfy({ $0.isASCII && $0.isNumber })
    else { return nil }
    let host = HostName.plausible(parts[1..<(parts.count - 1)].joined(separator: "-"))
    return host.map { Placement(path: trail.relativePath, isOnVolume: false, host: $0) }
  }
}
