/// Which names are one host to correlations: a collector writes `EX01`, records of that host `ex01.example.org`.
///
/// Letters of any case are one name, and a short name is the first long one that begins with it. What the case tells of
/// hosts at the end (`HostNames`) cannot be known while matches come in; a further long name is a host of its own.
struct CorrelatedHosts {
  private var numbers: [String: Int] = [:]
  /// For each short name the number of the first long one.
  private var longs: [String: Int] = [:]
  private var count = 0

  /// The host's number, from 0 in the order of their first names; nil where it would be one more than `limit`.
  mutating func number(of name: String, limit: Int) -> Int? {
    let lower = name.lowercased()
    if let known = numbers[lower] { return known }
    let short = Self.short(lower)
    let known = short == nil ? longs[lower] : short.flatMap { longs[$0] == nil ? numbers[$0] : nil }
    guard let number = known ?? (count < limit ? count : nil) else { return nil }
    if number == count { count += 1 }
    numbers[lower] = number
    if let short, longs[short] == nil { longs[short] = number }
    return number
  }

  /// What stands before the first dot; nil where there is none, or where the name is an address.
  private static func short(_ name: String) -> String? {
    guard let dot = name.firstIndex(of: "."), !name.allSatisfy({ $0.isNumber || $0 == "." }) else { return nil }
    return String(name[..<dot])
  }
}
