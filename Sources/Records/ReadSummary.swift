public import Model

/// What a reader says of an artifact when it has read it: what it understood, what it lost, what it saw.
public struct ReadSummary: Sendable {
  public var account: ByteAccount
  public var skips: [Skip]
  public var recordCount: UInt64

  public init(account: ByteAccount = ByteAccount(), skips: [Skip] = [], recordCount: UInt64 = 0) {
    self.account = account
    self.skips = skips
    self.recordCount = recordCount
  }
}
