internal import Model

/// When each log saw a part of the requests, and what that says of the logs' clocks.
struct LogClocks {
  /// Requests that are kept of one log.
  static let mostRequests = 4096
  /// Logs that are told apart.
  static let mostLogs = 128

  private(set) var logs: [Log] = []
  private var numbers: [Key: Int] = [:]
  /// The log that an artifact is part of, by the artifact's number and the channel.
  private var parts: [Part: Int] = [:]

  private struct Key: Hashable {
    var channel: String
    /// Where the log's files lie, as the evidence was given.
    var folder: String
  }

  private struct Part: Hashable {
    var artifact: Int
    var channel: String
  }

  struct Log {
    var channel: String
    /// Where its files lie, as the collection names it.
    var folder: String
    var digits: UInt8 = 7
    /// By the hash of a request's number when the log saw it; nil inside: at several times.
    private(set) var times: [UInt64: Int64?] = [:]
    private var mask: UInt64 = 0

    init(channel: String, folder: String) {
      self.channel = channel
      self.folder = folder
    }

    mutating func add(_ next: RequestSightings.Log) {
      digits = min(digits, next.digits)
      for sighting in next.seen where sighting.hash & mask == 0 {
        if let known = times[sighting.hash] {
          if known != sighting.ticks { times.updateValue(nil, forKey: sighting.hash) }
          continue
        }
        times[sighting.hash] = .some(sighting.ticks)
        while times.count > LogClocks.mostRequests, mask != .max {
          mask = mask << 1 | 1
          times = times.filter { $0.key & mask == 0 }
        }
      }
    }
  }

  /// Takes in what a block of that artifact saw.
  mutating func append(_ next: RequestSightings, _ artifact: Artifact) {
    for part in next.logs where !part.seen.isEmpty {
      let levels = part.channel.hasPrefix("Exchange/") ? 2 : 1
      let key = Key(channel: part.channel, folder: Self.folder(artifact.source, levels))
      guard let number = numbers[key] ?? (logs.count < Self.mostLogs ? logs.count : nil) else { continue }
      if number == logs.count {
        numbers[key] = number
        logs.append(Log(channel: part.channel, folder: Self.folder(artifact.path, levels)))
      }
      parts[Part(artifact: artifact.number, channel: part.channel)] = number
      logs[number].add(part)
    }
  }

  /// Where the log lies of which the file is part: its folder; of Exchange's logs, which have one for each protocol or
  /// kind, the folder above.
  private static func folder(_ path: String, _ levels: Int) -> String {
    var parts = path.split(separator: "/", omittingEmptySubsequences: false)
    for _ in 0..<levels where parts.count > 1 { parts.removeLast() }
    return parts.joined(separator: "/")
  }

  /// The coverage with what is known of the clock of each log; `artifacts` are the numbers of the entries' artifacts.
  func measured(_ coverage: [SourceCoverage], artifacts: [Int]) -> [SourceCoverage] {
    let estimates = ClockEstimates(logs).byLog
    return zip(coverage, artifacts).map { entry, artifact in
      var entry = entry
      if let log = parts[Part(artifact: artifact, channel: entry.source)], let estimate = estimates[log] {
        entry.clock = ClockOffset(
          artifact: artifact, log: logs[log].folder, against: logs[estimate.against].name, offset: estimate.offset,
          error: estimate.error, pairs: estimate.pairs)
      }
      return entry
    }
  }
}

extension LogClocks.Log {
  var name: String { folder.isEmpty ? channel : "\(channel) in \(folder)" }
}
