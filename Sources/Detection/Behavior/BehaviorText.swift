internal import Model

/// Numbers, times and names as the sentences of profiles have them.
enum BehaviorText {
  private static let longest = 160

  /// A name from the evidence, cut where it is long; in quotation marks where it could pass for words of ours.
  static func name(_ text: String) -> String {
    let scalars = text.unicodeScalars
    let cut = scalars.count > longest ? String(scalars.prefix(longest)) + "…" : text
    let isPlain = scalars.allSatisfy { $0.value > 0x20 && $0.value < 0x7F && !"\"();,".unicodeScalars.contains($0) }
    if isPlain, !text.isEmpty { return cut }
    return "\"" + cut.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// `3 clients (a, b, c)`; `hasMore`: there are more than were kept.
  static func list(_ names: [String], hasMore: Bool, _ one: String, _ many: String, shown: Int = 4) -> String {
    let shownNames = names.prefix(shown).map(name).joined(separator: ", ")
    let more = names.count > shown ? ", …" : ""
    let count = hasMore ? "more than \(names.count) \(many)" : names.count == 1 ? "1 \(one)" : "\(names.count) \(many)"
    return "\(count) (\(shownNames)\(more))"
  }

  /// An account's name without its domain: logs write `domain\name` or `name@domain`.
  static func shortName(_ account: String) -> String {
    if let at = account.firstIndex(of: "@") { return String(account[..<at]) }
    return account.lastIndex(of: "\\").map { String(account[account.index(after: $0)...]) } ?? account
  }

  static func count(_ number: UInt64, _ one: String, _ many: String) -> String {
    "\(grouped(number)) \(number == 1 ? one : many)"
  }

  /// `1,234,567`.
  static func grouped(_ number: UInt64) -> String {
    let digits = Array(String(number))
    var text = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// `98.9 MB`, decimal.
  static func bytes(_ number: UInt64) -> String {
    let units: [(UInt64, String)] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")]
    for (size, unit) in units where number >= size {
      let tenths = (number / (size / 10))
      return "\(tenths / 10).\(tenths % 10) \(unit)"
    }
    return count(number, "byte", "bytes")
  }

  /// To the second.
  static func time(_ ticks: Int64) -> String { Timestamp(ticks: ticks, digits: 0).description }

  /// The beginning of an hour since 1601.
  static func hour(_ hour: Int64) -> String { time(hour * TrafficTally.hour) }

  /// `12 minutes`, `3 hours`, `2 days`, cut to the whole.
  static func span(_ ticks: Int64) -> String {
    let seconds = max(0, ticks / Timestamp.ticksPerSecond)
    func text(_ number: Int64, _ unit: String) -> String { "\(number) \(unit)\(number == 1 ? "" : "s")" }
    switch seconds {
    case ..<120: return text(seconds, "second")
    case ..<7200: return text(seconds / 60, "minute")
    case ..<172_800: return text(seconds / 3600, "hour")
    default: return text(seconds / 86_400, "day")
    }
  }

  static func series(_ key: TrafficSeries.Key) -> String {
    key.folder.isEmpty ? key.channel : "\(key.channel) in \(name(key.folder))"
  }

  /// In STIX's words; nil for what is no address, for logs name clients as requests claim to come from.
  static func observable(address: String) -> Observable? {
    let isAddress = address.utf8.allSatisfy { byte in
      byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":") || Character(UnicodeScalar(byte)).isHexDigit
    }
    guard isAddress, address.contains(where: { $0 == "." || $0 == ":" }) else { return nil }
    return Observable(type: address.contains(":") && !address.contains(".") ? "ipv6-addr" : "ipv4-addr", value: address)
  }
}
