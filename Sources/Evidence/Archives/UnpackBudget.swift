/// What may still come out of one archive that was given, nested ones included.
final class UnpackBudget {
  let limits: Limits
  /// Bytes that went in, each counted once.
  private var packed: UInt64 = 0
  /// Bytes that came out, at all depths.
  private(set) var unpacked: UInt64 = 0
  private var entries = 0
  /// Why nothing more may come out of this archive: one lower-case clause.
  private(set) var exhausted: String?

  init(limits: Limits) {
    self.limits = limits
  }

  func countPacked(_ count: Int) { packed += UInt64(count) }

  func countEntry() {
    entries += 1
    if entries > limits.entries { refuse("holds more than \(limits.entries) members (--max-entries)") }
  }

  func countUnpacked(_ count: Int) {
    unpacked += UInt64(count)
    if unpacked > limits.totalBytes { refuse("unpacks to more than \(limits.totalBytes) bytes (--max-total-size)") }
    if let reason = excess(unpacked, from: packed) { refuse(reason) }
  }

  private func refuse(_ reason: String) {
    if exhausted == nil { exhausted = reason }
  }

  /// Why one member may not be of this size, or nil; `packed` where the archive tells it.
  func refusal(memberOf size: UInt64, packed: UInt64?) -> String? {
    if size > limits.memberBytes { return "is larger than \(limits.memberBytes) bytes (--max-file-size)" }
    return packed.flatMap { excess(size, from: $0) }
  }

  private func excess(_ size: UInt64, from packed: UInt64) -> String? {
    let (allowed, overflow) = max(1, packed).multipliedReportingOverflow(by: limits.ratio)
    guard size > limits.freeBytes, !overflow, size > allowed else { return nil }
    return "unpacks to more than \(limits.ratio) times its size (--max-ratio)"
  }
}
