import Foundation
import MadeCollection
import Testing

/// Made collections as the program reads them: every line of every log, and what is planted in them is found.
@Suite struct MadeCollectionExaminationTests {
  private struct Custody: Decodable {
    struct Artifact: Decodable {
      var path: String
      var format: String
      var damaged: Int
      var unknown: Int
    }
    var artifacts: [Artifact]
  }

  private struct Truth: Decodable {
    struct Piece: Decodable {
      var file: String
      var line: Int?
      var record: Int?
    }
    struct Step: Decodable {
      var intruder: String
      var stage: String
      var need: String
      var visible: Bool
      var text: String
      var evidence: [Piece]
    }
    var steps: [Step]
  }

  private struct Finding: Decodable {
    struct Citation: Decodable {
      var artifact: String
      var line: Int?
      var record: Int?
    }
    var stage: String
    var confidence: String
    var citations: [Citation]
  }

  private struct Examined {
    var custody: Custody
    var truth: Truth
    var findings: [Finding]
  }

  private func examined(_ intrusions: [CollectionOptions.Intrusion]) async throws -> Examined {
    let scratch = NSTemporaryDirectory() + "/postern-made-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    var options = CollectionOptions(size: 5_000_000)
    options.seed = 5
    options.probesADay = 48
    options.intrusions = intrusions
    options.confounders = intrusions.isEmpty ? CollectionOptions.Confounder.allCases : []
    let maker = CollectionMaker(options)
    _ = try await maker.write(to: scratch + "/made")
    let environment = ["XDG_CACHE_HOME": scratch + "/cache"]
    let run = try BuiltProgram.run(
      "postern", ["examine", scratch + "/made/" + maker.collectionName, "--case", scratch + "/case", "--quiet"],
      environment: environment)
    #expect([0, 2, 3].contains(run.status), "\(run.errors)")
    let list = try BuiltProgram.run(
      "postern", ["findings", scratch + "/case", "--format", "jsonl", "--citations", "all"], environment: environment)
    func file<Value: Decodable>(_ path: String) throws -> Value {
      try JSONDecoder().decode(Value.self, from: Data(contentsOf: URL(fileURLWithPath: scratch + path)))
    }
    return Examined(
      custody: try file("/case/custody.json"), truth: try file("/made/truth.json"),
      findings: try list.output.split(separator: "\n").map {
        try JSONDecoder().decode(Finding.self, from: Data($0.utf8))
      })
  }

  @Test func everyLineOfEveryLogIsRead() async throws {
    let logs = try await examined([.proxyshell]).custody.artifacts.filter { !$0.path.hasSuffix(".json") }
    #expect(logs.count > 200)
    for log in logs {
      #expect(log.damaged == 0 && log.unknown == 0, "\(log.path)")
      #expect(["w3c", "exchange-csv", "evtx"].contains(log.format), "\(log.path) is \(log.format)")
    }
  }

  @Test(arguments: [CollectionOptions.Intrusion.proxylogon, .proxyshell, .proxynotshell])
  func eachStepThatMustBeFoundIsFound(intrusion: CollectionOptions.Intrusion) async throws {
    let made = try await examined([intrusion])
    let cited = Set(made.findings.flatMap(\.citations).map { place($0.artifact, $0.line ?? $0.record) })
    let wanted = made.truth.steps.filter { $0.stage != "attempt" && $0.need == "must" && $0.visible }
    #expect(wanted.count >= 4)
    for step in wanted {
      #expect(
        step.evidence.contains { cited.contains(place($0.file, $0.line ?? $0.record)) }, "\(step.text) is not found")
    }
  }

  @Test func nothingIsClaimedOfACleanServer() async throws {
    let claims = try await examined([]).findings.filter { ["success", "post"].contains($0.stage) }
    #expect(claims.isEmpty)
  }

  private func place(_ file: String, _ number: Int?) -> String {
    file.replacing("\\", with: "/").lowercased() + " \(number ?? 0)"
  }
}
