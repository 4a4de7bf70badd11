/// The traffic of every day, kind by kind, with how often a mailbox makes it.
enum EveryDay {
  static func kinds(for world: World, probesADay: Double) -> [TrafficSchedule.Kind] {
    let count = Double(world.mailboxes.count)
    return [
      .init(usage: ProbeRound(), shape: .flat, daily: probesADay, scales: false),
      .init(usage: WatchUse(), shape: .flat, daily: 3 * probesADay, scales: false),
      .init(usage: BookUse(), shape: .flat, daily: 6, scales: false),
      .init(usage: ShellUse(), shape: .flat, daily: probesADay / 3, scales: false),
      .init(usage: ScannerUse(), shape: .flat, daily: min(600, 20 + count / 4), scales: false),
      .init(usage: OutlookUse(), shape: .office, daily: 40 * count),
      .init(usage: ServicesUse(), shape: .office, daily: 14 * count),
      .init(usage: DiscoveryUse(), shape: .office, daily: 5 * count),
      .init(usage: BrowserUse(), shape: .mobile, daily: 2.5 * count),
      .init(usage: PhoneUse(), shape: .mobile, daily: 26 * count),
      .init(usage: OptionsUse(), shape: .office, daily: 0.25 * count),
      .init(usage: ArchiveUse(), shape: .night, daily: 0.9 * count),
      .init(usage: MailUse(), shape: .office, daily: 22 * count),
    ]
  }
}
