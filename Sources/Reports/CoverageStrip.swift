import Model

/// One line for each source on a common time axis: where there are records, where some are missing.
struct CoverageStrip {
  private let terminal: TerminalText
  private let from: Int64
  private let to: Int64
  private let sources: [Source]

  /// Columns of the label, of the strip, and of the span behind it: 78 in all with the indent.
  private static let labelWidth = 15
  private static let stripWidth = 34
  private static let indent = "    "

  private struct Source {
    var name: String
    var from: Int64?
    var to: Int64?
    var gaps: [SourceCoverage.Gap]
    var span: String
  }

  /// Nil where no source has a time.
  init?(_ coverage: [SourceCoverage], terminal: TerminalText) {
    guard let first = coverage.compactMap(\.from).min(), let last = coverage.compactMap(\.to).max() else { return nil }
    self.terminal = terminal
    from = first.ticks
    to = max(last.ticks, first.ticks + Timestamp.ticksPerSecond)
    let spansYears = first.parts.year != last.parts.year
    sources = Dictionary(grouping: coverage, by: \.source).sorted { $0.key < $1.key }.map { name, parts in
      let (start, end) = (parts.compactMap(\.from).min(), parts.compactMap(\.to).max())
      return Source(
        name: name, from: start?.ticks, to: end?.ticks, gaps: parts.flatMap(\.gaps),
        span: Self.span(start, end, spansYears: spansYears, dash: terminal.dash))
    }
  }

  /// At most `limit` sources, those with the longest span first chosen, in the order of their names.
  func lines(limit: Int) -> [String] {
    let chosen = sources.indices.sorted { length($0) > length($1) || (length($0) == length($1) && $0 < $1) }
      .prefix(limit).sorted()
    let head = axis
    var lines = [
      "  " + terminal.padded("Seen", Self.labelWidth + 3) + head.labels, String(repeating: " ", count: 20) + head.ticks,
    ]
    lines += chosen.map { line(sources[$0]) }
    if sources.count > limit {
      lines.append(Self.indent + "\(limit) of \(Quantity.count(sources.count, "source")); postern report has all")
    }
    return lines.map { $0.trimmingTrailingSpaces }
  }

  private func length(_ at: Int) -> Int64 {
    guard let from = sources[at].from, let to = sources[at].to else { return -1 }
    return to - from
  }

  private func line(_ source: Source) -> String {
    let name = terminal.escaped(Self.shortName(source.name))
    return Self.indent + terminal.padded(name, Self.labelWidth) + " " + strip(source) + " " + source.span
  }

  private func strip(_ source: Source) -> String {
    var cells = [Character](repeating: " ", count: Self.stripWidth)
    guard let start = source.from, let end = source.to else { return String(cells) }
    for at in column(start)...max(column(start), column(end)) { cells[at] = terminal.isASCII ? "#" : "━" }
    for gap in source.gaps {
      guard let first = gap.from, let last = gap.to, last >= first else { continue }
      for at in column(first.ticks)...column(last.ticks) { cells[at] = terminal.isASCII ? "?" : "░" }
    }
    return String(cells)
  }

  /// Times outside the axis count as its ends.
  private func column(_ ticks: Int64) -> Int {
    let share = Double(min(max(ticks, from), to) - from) / Double(to - from)
    return min(Self.stripWidth - 1, Int(share * Double(Self.stripWidth)))
  }

  /// `Microsoft-Windows-Sysmon/Operational` is known as Sysmon.
  static func shortName(_ source: String) -> String {
    var name = source[...]
    if name.hasPrefix("Microsoft-Windows-") { name = name.dropFirst(18) }
    if name.hasSuffix("/Operational") { name = name.dropLast(12) }
    return String(name)
  }

  private static func span(_ from: Timestamp?, _ to: Timestamp?, spansYears: Bool, dash: String) -> String {
    guard let from, let to else { return "no time" }
    if spansYears { return ShownTime.date(from) + " " + dash + " " + ShownTime.date(to) }
    func short(_ time: Timestamp) -> String { ShownTime.monthAndDay(time) + " " + ShownTime.clock(time) }
    return short(from) + " " + dash + " " + short(to)
  }

  // MARK: The axis

  private var axis: (labels: String, ticks: String) {
    let step = TimeStep.fitting(to - from, ticksOnAxis: Self.stripWidth / 7)
    var ticks = [Character](repeating: terminal.isASCII ? "-" : "─", count: Self.stripWidth)
    var labels = [Character](repeating: " ", count: Self.stripWidth + 8)
    var free = 0
    for mark in step.marks(from: from, to: to) {
      let at = column(mark.ticks)
      ticks[at] = terminal.isASCII ? "+" : "┼"
      let label = step.label(mark)
      guard at >= free, at + label.count <= labels.count else { continue }
      for (place, letter) in label.enumerated() { labels[at + place] = letter }
      free = at + label.count + 1
    }
    ticks[0] = terminal.isASCII ? "|" : "├"
    return (String(labels), String(ticks))
  }
}

/// The distance between two marks of a time axis.
private struct TimeStep {
  let seconds: Int64

  private static let all: [Int64] = [
    1, 10, 60, 300, 900, 3600, 10_800, 21_600, 43_200, 86_400, 172_800, 432_000, 864_000, 2_592_000, 7_776_000,
    31_557_600, 157_788_000,
  ]

  static func fitting(_ ticks: Int64, ticksOnAxis: Int) -> TimeStep {
    let wanted = ticks / Timestamp.ticksPerSecond / Int64(max(1, ticksOnAxis))
    return TimeStep(seconds: all.first { $0 >= wanted } ?? 1_577_880_000)
  }

  func marks(from: Int64, to: Int64) -> [Timestamp] {
    let step = seconds * Timestamp.ticksPerSecond
    var marks: [Timestamp] = []
    var at = (from + step - 1) / step * step
    while at <= to, marks.count < 100 {
      marks.append(Timestamp(ticks: at, digits: 0))
      at += step
    }
    return marks
  }

  func label(_ time: Timestamp) -> String {
    switch seconds {
    case ..<60: String(ShownTime.second(time).suffix(8))
    case ..<86_400: time.parts.hour == 0 && time.parts.minute == 0 ? ShownTime.monthAndDay(time) : ShownTime.clock(time)
    case ..<2_592_000: ShownTime.monthAndDay(time)
    default: String(ShownTime.date(time).prefix(7))
    }
  }
}

extension String {
  var trimmingTrailingSpaces: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
