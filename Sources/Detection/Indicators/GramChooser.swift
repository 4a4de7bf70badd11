internal import Bytes

/// Chooses the grams by which each text is found: rare ones among all texts, and none that logs are full of.
struct GramChooser {
  private var counts = [UInt16](repeating: 0, count: 1 << 16)

  /// What stands in nearly every line of some log.
  private static let common = [
    "http://www.", "https://www.", "mozilla/5.0", "(windows nt 10.0; win64; x64)", "(windows nt 6.1; wow64)",
    "applewebkit/537.36", "(khtml, like gecko)", "chrome/", "safari/537.36", "firefox/", "trident/7.0",
    "gecko/20100101",
    "c:/windows/system32/", "/program files/microsoft/exchange server/v15/", "/frontend/httpproxy/", "/owa/auth/",
    "/ecp/", "/autodiscover/autodiscover.", "/aspnet_client/", "/microsoft-server-activesync", "/inetpub/wwwroot/",
    ".microsoft.com", "windows", "powershell", "exchange", "system", "server", "192.168.", "10.0.0.", "127.0.0.1",
    "security", "user-agent", "/appdata/local/temp/", "/users/public/", ".aspx", ".exe", ".dll",
  ]
  private static let commonCount: UInt16 = 1000

  init() {
    for text in Self.common {
      let bytes = Array(text.utf8)
      for isLong in [true, false] {
        for at in bytes.indices {
          if let gram = GramFilter.gram(bytes.rawSpan, at: at, isLong: isLong) { add(gram, Self.commonCount) }
        }
      }
    }
  }

  private mutating func add(_ gram: UInt64, _ count: UInt16) {
    let place = Self.place(gram)
    counts[place] = counts[place] > .max - count ? .max : counts[place] + count
  }

  private static func place(_ gram: UInt64) -> Int { Int(truncatingIfNeeded: (gram &* 0x9E37_79B9_7F4A_7C15) >> 48) }

  private func count(of gram: UInt64) -> Int { Int(counts[Self.place(gram)]) }

  /// Takes the grams of a text into account.
  mutating func count(_ text: ArraySlice<UInt8>, _ kind: IndicatorKind) {
    Self.forEachGram(text, kind, isLong: true) { gram, _ in add(gram, 1) }
  }

  /// The grams by which a text is found: two long ones side by side, or one short one.
  func anchors(
    _ text: ArraySlice<UInt8>, _ kind: IndicatorKind, _ pattern: Int
  ) -> (long: [GramTable.Anchor], short: [GramTable.Anchor]) {
    var best: (cost: Int, anchors: [GramTable.Anchor])?
    var before: (gram: UInt64, offset: Int)?
    Self.forEachGram(text, kind, isLong: true) { gram, offset in
      if let last = before, last.offset + 1 == offset {
        let cost = count(of: last.gram) + count(of: gram)
        if best.map({ cost < $0.cost }) ?? true {
          best = (
            cost,
            [last, (gram, offset)].map { GramTable.Anchor(gram: $0.0, pattern: Int32(pattern), offset: Int32($0.1)) }
          )
        }
      }
      before = (gram, offset)
    }
    if let best { return (best.anchors, []) }
    var short: (cost: Int, anchor: GramTable.Anchor)?
    Self.forEachGram(text, kind, isLong: false) { gram, offset in
      let cost = count(of: gram)
      if short.map({ cost < $0.cost }) ?? true {
        short = (cost, GramTable.Anchor(gram: gram, pattern: Int32(pattern), offset: Int32(offset)))
      }
    }
    return ([], short.map { [$0.anchor] } ?? [])
  }

  private static func forEachGram(
    _ text: ArraySlice<UInt8>, _ kind: IndicatorKind, isLong: Bool, _ body: (UInt64, Int) -> Void
  ) {
    let length = isLong ? GramFilter.long : GramFilter.short
    var run = 0
    var gram: UInt64 = 0
    for (number, byte) in text.enumerated() {
      if IndicatorTest.isUnstable(byte, kind) {
        run = 0
        continue
      }
      run += 1
      gram = gram >> 8 | UInt64(byte | 0x20) << UInt64(8 * (length - 1))
      if run >= length { body(gram, number - length + 1) }
    }
  }
}
