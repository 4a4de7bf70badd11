/// The names that an archive has used so far.
struct MemberNames {
  private var counts: [UInt64: Int] = [:]
  private var links: Set<[String]> = []

  /// The name itself the first time, and with `#2`, `#3` after it when it comes again, so that each source is one
  /// member.
  ///
  /// Two names of one hash (64 bits) only cost the second a number.
  mutating func unique(_ name: String) -> String {
    let count = (counts[name.fnvHash] ?? 0) + 1
    counts[name.fnvHash] = count
    return count == 1 ? name : unique("\(name)#\(count)")
  }

  mutating func addLink(_ components: [String]) {
    links.insert(components.map { $0.lowercased() })
  }

  /// Whether a folder on the way, or the member itself, is a link by an earlier member.
  func leadsThroughLink(_ components: [String]) -> Bool {
    guard !links.isEmpty else { return false }
    let lower = components.map { $0.lowercased() }
    return (1...lower.count).contains { links.contains(Array(lower.prefix($0))) }
  }
}

extension String {
  /// FNV-1a, 64 bits: the same in every run, as Swift's own hashes are not.
  fileprivate var fnvHash: UInt64 {
    utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
