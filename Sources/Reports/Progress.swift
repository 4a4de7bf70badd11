public import Model

/// How far an examination has come.
public struct Progress: Sendable, Hashable {
  public var bytesDone: UInt64
  public var bytesTotal: UInt64
  public var recordCount: UInt64
  public var refusedCount: Int
  public var ruleCount: Int
  /// Findings so far by severity; empty while none are known.
  public var findings: [Severity: Int]
  /// The artifact that is being read; empty between two.
  public var current: String
  public var seconds: Double

  public init(
    bytesDone: UInt64 = 0, bytesTotal: UInt64 = 0, recordCount: UInt64 = 0, refusedCount: Int = 0, ruleCount: Int = 0,
    findings: [Severity: Int] = [:], current: String = "", seconds: Double = 0
  ) {
    self.bytesDone = bytesDone
    self.bytesTotal = bytesTotal
    self.recordCount = recordCount
    self.refusedCount = refusedCount
    self.ruleCount = ruleCount
    self.findings = findings
    self.current = current
    self.seconds = seconds
  }

  /// 0 to 1; what was read may be more than the size that was given, since archives unpack.
  public var share: Double {
    bytesTotal == 0 ? 0 : min(1, Double(bytesDone) / Double(bytesTotal))
  }

  var bytesPerSecond: UInt64 { seconds > 0.05 ? UInt64(Double(bytesDone) / seconds) : 0 }

  /// Nil while nothing tells.
  var secondsLeft: Int? {
    guard bytesPerSecond > 0, bytesTotal >= bytesDone else { return nil }
    return Int((bytesTotal - bytesDone) / bytesPerSecond)
  }
}

/// Progress as text.
public struct ProgressText: Sendable {
  private let terminal: TerminalText

  public init(_ terminal: TerminalText) { self.terminal = terminal }

  /// A few lines that are drawn over again and again; none is wider than the terminal.
  public func lines(_ progress: Progress) -> [String] {
    [bar(progress), amounts(progress), "", "  now    " + terminal.escaped(progress.current), rows(progress)]
      .map { terminal.fitted($0, terminal.width - 1) }
  }

  /// As in `postern: reading 66 % 6.5/9.8 GB 172 MB/s left 20 s rows 21400000 refused 3`.
  public func plainLine(_ progress: Progress) -> String {
    let left = progress.secondsLeft.map { " left \($0) s" } ?? ""
    return "postern: reading \(percent(progress)) % \(Quantity.bytes(progress.bytesDone)) of "
      + "\(Quantity.bytes(progress.bytesTotal)) \(Quantity.bytes(progress.bytesPerSecond))/s\(left) "
      + "records \(progress.recordCount) refused \(progress.refusedCount)"
  }

  private func percent(_ progress: Progress) -> Int { Int(progress.share * 100) }

  private func bar(_ progress: Progress) -> String {
    let length = 37
    let done = Int(progress.share * Double(length))
    let bar =
      terminal.isASCII
      ? "[" + String(repeating: "#", count: done) + String(repeating: ".", count: length - done) + "]"
      : String(repeating: "━", count: done) + String(repeating: "─", count: length - done)
    return "  Hashing and reading  \(bar)  \(terminal.leftPadded("\(percent(progress))", 3)) %"
  }

  private func amounts(_ progress: Progress) -> String {
    let left = progress.secondsLeft.map { "   " + Quantity.duration(seconds: $0) + " left" } ?? ""
    return "  \(Quantity.bytes(progress.bytesDone)) of \(Quantity.bytes(progress.bytesTotal))   "
      + "\(Quantity.bytes(progress.bytesPerSecond))/s\(left)"
  }

  private func rows(_ progress: Progress) -> String {
    let rows =
      "  rows   \(Quantity.short(progress.recordCount)) read   \(Quantity.grouped(progress.refusedCount)) refused"
    return rows + (progress.ruleCount > 0 ? "   \(Quantity.count(progress.ruleCount, "rule"))" : "")
  }
}
