import Foundation
import MadeCollection
import Testing

/// The collections that the generator makes are what it says of them.
@Suite struct MadeCollectionTests {
  @Test func sameSeedMakesTheSameBytesOnAnyNumberOfThreads() async throws {
    var options = CollectionOptions(size: 3_000_000)
    options.intrusions = [.proxylogon]
    options.confounders = CollectionOptions.Confounder.allCases
    let maker = CollectionMaker(options)
    let folder = URL(fileURLWithPath: NSTemporaryDirectory() + "/made-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    _ = try await maker.write(to: folder.path)
    // In memory the slices are made one after the other.
    let made = CollectionMaker(options).files()
    #expect(made.files.count > 100)
    for (path, bytes) in made.files {
      let file = folder.appendingPathComponent(maker.collectionName).appendingPathComponent(path)
      #expect([UInt8](try Data(contentsOf: file)) == bytes, "\(path) is another one")
    }
    #expect([UInt8](try Data(contentsOf: folder.appendingPathComponent("truth.json"))) == made.truth)
  }

  @Test func anotherSeedMakesAnother() throws {
    let one = try MadeCase { $0.seed = 1 }, other = try MadeCase { $0.seed = 2 }
    let path = try #require(one.files.keys.first { $0.contains("W3SVC1") })
    #expect(one.files[path] != nil && one.files[path] != other.files[path])
  }

  @Test(arguments: [10_000_000, 25_000_000]) func sizeIsAsAsked(size: Int) {
    let files = CollectionMaker(CollectionOptions(size: size)).files().files
    let made = files.values.reduce(0) { $0 + $1.count }
    #expect(abs(made - size) < size / 20, "\(made) bytes")
  }

  @Test(arguments: CollectionOptions.Intrusion.allCases)
  func eachLineOfTheTruthIsThatLine(intrusion: CollectionOptions.Intrusion) throws {
    let made = try MadeCase {
      $0.intrusions = [intrusion]
      $0.seed = 11
    }
    let addresses = Dictionary(uniqueKeysWithValues: made.truth.intruders.map { ($0.id, $0.addresses) })
    var checked = 0
    for step in made.truth.steps {
      for piece in step.evidence where piece.line != nil {
        let line = try #require(made.line(piece), "\(step.id): \(piece.file) has no line \(piece.line ?? 0)")
        let isWeb = piece.file.contains("W3SVC")
        // The web log writes whole seconds, the back end's a millisecond earlier.
        if isWeb {
          #expect(abs(seconds(line) - seconds(piece.time)) <= 1, "\(step.id): \(line)")
        } else {
          #expect(abs(seconds(line) - seconds(piece.time)) <= 1 && line.contains(","), "\(step.id): \(line)")
        }
        if piece.file.contains("W3SVC1") || piece.file.contains("HttpProxy"), let known = addresses[step.intruder] {
          #expect(known.contains { line.contains($0) }, "\(step.id): \(line)")
        }
        checked += 1
      }
    }
    #expect(checked > 3)
  }

  @Test func eachConfounderIsThere() throws {
    let made = try MadeCase { $0.confounders = CollectionOptions.Confounder.allCases }
    #expect(made.truth.verdict.actual == "clean")
    #expect(
      Set(made.truth.decoys.map(\.name)) == [
        "administrator at night", "vulnerability scan", "new phone", "test page", "records export", "plain address",
        "page of the house", "journey", "cloud service",
      ])
    for decoy in made.truth.decoys {
      #expect(decoy.evidence.contains { made.line($0) != nil }, "\(decoy.name) left no line")
    }
  }

  @Test func frontAndBackEndTellOfTheSameRequests() throws {
    let made = try MadeCase { $0.intrusions = [.proxyshell] }
    let front = requests(made.rows("W3SVC1")), back = requests(made.rows("W3SVC2"))
    let proxied = made.rows("HttpProxy").reduce(into: [String: Int]()) { all, line in
      all[String(line.split(separator: ",")[1])] = seconds(line)
    }
    #expect(back.count > 500)
    for (id, time) in back {
      #expect(abs((front[id] ?? 0) - time) <= 1 && abs((proxied[id] ?? 0) - time) <= 1, "request \(id)")
    }
    #expect(Set(front.keys) == Set(proxied.keys))
  }

  @Test func theBackEndsClockCanBeAhead() throws {
    let made = try MadeCase { $0.backEndSkew = 7000 }
    let front = requests(made.rows("W3SVC1")), back = requests(made.rows("W3SVC2"))
    #expect(!back.isEmpty)
    for (id, time) in back { #expect((6...7).contains(time - (front[id] ?? 0)), "request \(id)") }
  }

  @Test func balancerStandsInTheWebLogAlone() throws {
    let made = try MadeCase { $0.server.balancer = "10.20.30.5" }
    let clients = Set(made.rows("W3SVC1").map { String($0.split(separator: " ")[8]) })
    #expect(clients.contains("10.20.30.5"))
    #expect(!clients.contains { $0.hasPrefix("198.18.") || $0.hasPrefix("100.64.") })
    #expect(made.rows("HttpProxy").contains { $0.contains(",198.18.") })
  }

  @Test func deletedHoursAreGone() throws {
    let made = try MadeCase { $0.intrusions = [.deletedLogs] }
    let lost = made.truth.steps.filter { !$0.visible }
    #expect(lost.count > 4 && made.truth.verdict.expected == "compromised")
    #expect(lost.allSatisfy { $0.evidence.isEmpty })
    let hours = Set(made.rows("HttpProxy/Ews").map { $0.prefix(13) })
    #expect(!hours.isEmpty && hours.count < 24)
  }

  @Test func headersStandAgainAfterARestart() throws {
    // The third day of this week is a Wednesday.
    let made = try MadeCase {
      $0.start = "2021-03-08"
      $0.days = 3
    }
    let file = try #require(made.files.first { $0.key.hasSuffix("W3SVC1/u_ex210310.log") })
    let text = String(decoding: file.value, as: UTF8.self)
    #expect(text.components(separatedBy: "#Fields:").count == 3)
  }

  @Test func nothingInItIsAScript() throws {
    let made = try MadeCase { $0.intrusions = CollectionOptions.Intrusion.allCases }
    for (path, bytes) in made.files {
      let text = String(decoding: bytes, as: UTF8.self)
      for word in ["eval(", "Request[", "Request.Item", "Process.Start", "FromBase64String", "unsafe\""] {
        #expect(!text.contains(word), "\(path) has \(word)")
      }
    }
  }

  @Test func clocksChangeForPeopleNotForLogs() throws {
    let made = try MadeCase {
      $0.confounders = [.clockChange]
      $0.days = 2
    }
    #expect(made.rows("W3SVC1").contains { $0.hasPrefix("2021-03-28 01:") })
    #expect(made.rows("W3SVC1").contains { $0.hasPrefix("2021-03-28 02:") })
  }

  /// The time of each request that has an identifier in its address.
  private func requests(_ rows: [String]) -> [String: Int] {
    rows.reduce(into: [:]) { all, line in
      guard let start = line.range(of: "cafeReqId=") else { return }
      all[String(line[start.upperBound...].prefix(36))] = seconds(line)
    }
  }

  /// Seconds since midnight of the time at the start of a line or in the truth.
  private func seconds(_ text: String) -> Int {
    let digits = text.dropFirst(11).prefix(8).split(separator: ":").compactMap { Int($0) }
    return digits.count == 3 ? digits[0] * 3600 + digits[1] * 60 + digits[2] : -100
  }
}
