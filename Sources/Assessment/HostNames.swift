/// The names under which one host appears: a collector writes `EX01`, its records `EX01.example.org`.
///
/// Letters of any case are one name. A short name stands for the long one that begins with it, where there is just one;
/// with two such long names nobody can say which is meant, and it stays a host of its own.
public struct HostNames: Sendable, Hashable {
  private var fullNames: [String: String] = [:]

  public init(_ names: some Sequence<String>) {
    var long: [String: Set<String>] = [:]
    // The spelling that comes first in order stands for all, so that the order of the evidence does not matter.
    for name in Set(names).sorted() where fullNames[name.lowercased()] == nil {
      fullNames[name.lowercased()] = name
      if let dot = name.firstIndex(of: "."), !Self.isAddress(name) {
        long[name[..<dot].lowercased(), default: []].insert(name)
      }
    }
    for (short, full) in long where full.count == 1 { fullNames[short] = full.first }
  }

  /// The name that stands for all of that host's; one that was not among the names stays as it is.
  public func full(_ name: String) -> String { fullNames[name.lowercased()] ?? name }

  private static func isAddress(_ name: String) -> Bool { name.allSatisfy { $0.isNumber || $0 == "." } }
}
