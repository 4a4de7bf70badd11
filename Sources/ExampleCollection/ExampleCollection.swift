internal import EVTXTestSupport
internal import MadeCollection

/// The sample collection under `Examples`: what a Velociraptor collector would have taken from a made-up Exchange
/// server that was broken into.
///
/// Everything in it is made up by this target: addresses and names are those for documentation, commands are inert.
/// The same bytes at each run.
public enum ExampleCollection {
  /// The folder under `Examples`, named as the collector names its archives.
  public static let name = "Collection-EX01_example_org-2026-03-12T06_00_00Z"

  /// A file of the collection: its path below the folder, and its bytes.
  public struct File: Hashable, Sendable {
    public var path: String
    public var bytes: [UInt8]
  }

  /// All files, in the order of their paths.
  public static let files: [File] = {
    let taken = logs + ExampleLogs.files().map { File(path: $0.key, bytes: $0.value) }.sorted { $0.path < $1.path }
    return (taken + CollectorNotes.files(for: taken)).sorted { $0.path < $1.path }
  }()

  /// The event logs, each sound but for the damage that is said beside it.
  private static var logs: [File] {
    [
      log("Application", ApplicationLog.events, from: 88_412) { file in
        // Bytes were lost in the middle of the second chunk, as by a bad sector.
        Damage.blanking(Damage.chunkOffset(1) + 9_000..<Damage.chunkOffset(1) + 11_048, of: file)
      },
      log("MSExchange Management", ManagementLog.events, from: 659_927),
      log("Microsoft-Windows-PowerShell%254Operational", PowerShellLog.scripts, from: 20_311),
      // It was cleared during the intrusion, so it begins late.
      log("Microsoft-Windows-TaskScheduler%254Operational", TaskLog.events, from: 51_774),
      log("Microsoft-Windows-Windows Defender%254Operational", DefenderLog.events, from: 7_305),
      // Copied while Windows wrote to it.
      log("Security", SecurityLog.events, from: 412_906) { Damage.markingDirty($0) },
      log("System", SystemLog.events, from: 30_118),
      log("Windows PowerShell", PowerShellLog.starts, from: 9_114),
    ]
  }

  private static func log(
    _ name: String, _ events: [MadeEvent], from firstNumber: UInt64, damage: ([UInt8]) -> [UInt8] = { $0 }
  ) -> File {
    let sorted = events.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
    var log = MadeLog(firstNumber: firstNumber)
    for event in sorted.map(\.element) { log.add(event) }
    return File(path: "uploads/auto/C%3A/Windows/System32/winevt/Logs/\(name).evtx", bytes: damage(log.bytes()))
  }
}
