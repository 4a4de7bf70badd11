/// What tags say of techniques and weaknesses, in the spelling of those who number them.
///
/// Source: Sigma Tags Appendix 2.1.0; the older spellings (`attack.lateral_movement`, `cve.2021.44228`) are read too.
extension Rule {
  /// ATT&CK techniques, as `T1190` or `T1059.001`, in the order of the tags.
  public var techniques: [String] { RuleTags.techniques(tags) }
  /// CVE numbers, as `CVE-2021-26855`, in the order of the tags.
  public var cves: [String] { RuleTags.cves(tags) }
  /// ATT&CK tactics, as `lateral-movement`, in the order of the tags.
  public var tactics: [String] { RuleTags.tactics(tags) }
}

extension Correlation {
  /// ATT&CK techniques, as `T1190` or `T1059.001`, in the order of the tags.
  public var techniques: [String] { RuleTags.techniques(tags) }
  /// CVE numbers, as `CVE-2021-26855`, in the order of the tags.
  public var cves: [String] { RuleTags.cves(tags) }
  /// ATT&CK tactics, as `lateral-movement`, in the order of the tags.
  public var tactics: [String] { RuleTags.tactics(tags) }
}

enum RuleTags {
  /// Enterprise tactics of ATT&CK, <https://attack.mitre.org/tactics/enterprise/>.
  private static let allTactics: Set<String> = [
    "reconnaissance", "resource-development", "initial-access", "execution", "persistence", "privilege-escalation",
    "defense-evasion", "stealth", "defense-impairment", "credential-access", "discovery", "lateral-movement",
    "collection", "command-and-control", "exfiltration", "impact",
  ]

  static func techniques(_ tags: [String]) -> [String] {
    unique(
      tags.compactMap { tag in
        guard let name = value(of: tag, in: "attack"), name.first == "t" else { return nil }
        let parts = name.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
        guard let first = parts.first, isNumber(first, 4...4), parts.count <= 2 else { return nil }
        if parts.count == 2, !isNumber(parts[1], 3...3) { return nil }
        return name.uppercased()
      })
  }

  static func cves(_ tags: [String]) -> [String] {
    unique(
      tags.compactMap { tag in
        var rest = value(of: tag, in: "cve") ?? ""
        if rest.hasPrefix("cve-") { rest.removeFirst(4) }
        let parts = rest.split(whereSeparator: { $0 == "-" || $0 == "." || $0 == "_" })
        guard parts.count == 2, isNumber(parts[0], 4...4), isNumber(parts[1], 4...19) else { return nil }
        return "CVE-\(parts[0])-\(parts[1])"
      })
  }

  static func tactics(_ tags: [String]) -> [String] {
    unique(
      tags.compactMap { tag in
        let name = value(of: tag, in: "attack")?.replacing("_", with: "-")
        return name.flatMap { allTactics.contains($0) ? $0 : nil }
      })
  }

  private static func value(of tag: String, in namespace: String) -> String? {
    let tag = tag.lowercased()
    return tag.hasPrefix(namespace + ".") ? String(tag.dropFirst(namespace.count + 1)) : nil
  }

  private static func isNumber(_ text: Substring, _ length: ClosedRange<Int>) -> Bool {
    length.contains(text.utf8.count) && text.utf8.allSatisfy { $0 &- 0x30 < 10 }
  }

  private static func unique(_ values: [String]) -> [String] {
    var seen: Set<String> = []
    return values.filter { seen.insert($0).inserted }
  }
}
