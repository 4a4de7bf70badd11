import EVTXPlain
import Foundation
import Testing

/// The plain decoder on the development data.
@Suite(.enabled(if: Corpus.isPresent, "the development data is not here"))
struct PlainCorpusTests {
  /// Logs in which the manifest counts what other tools found, and what is sound here instead, with the reason.
  private static let differentCounts: [String: (count: Int, reason: String)] = [
    "2-vss_0-Microsoft-Windows-RemoteDesktopServices-RdpCoreTS%4Operational.evtx":
      (1950, "other tools leave a chunk at its first record without a magic number; here reading goes on behind it"),
    "sample-with-zero-data-size-event.evtx":
      (449, "other tools leave a chunk at a record of length 0; here reading goes on behind it"),
    "sample_with_a_bad_chunk_magic.evtx":
      (301, "other tools do not read chunks without a magic number; here those whose templates are there are read"),
  ]

  @Test(arguments: Corpus.logs) func everyRecordIsRead(log: Corpus.Log) throws {
    let records = PlainLog.records(of: try log.bytes())
    let sound = records.filter { $0.record.error == nil }
    let file = URL(fileURLWithPath: log.path).lastPathComponent
    let expected = Self.differentCounts[file]?.count ?? log.recordCount ?? records.count
    #expect(sound.count == expected, "\(log.name)")
    #expect(sound.allSatisfy { !$0.record.fields.isEmpty })
    if Self.differentCounts[file] == nil { #expect(records.count == sound.count, "\(log.name)") }
  }

  /// Runs Tests/Compare/compare_evtx.py, which reads the same files with PyPI `evtx`.
  @Test(.enabled(if: PythonEVTX.isPresent, "python3 with the package evtx is not here"))
  func fieldsAreThoseOfPyPIEvtx() throws {
    let list = FileManager.default.temporaryDirectory.appendingPathComponent("postern-plain-\(UUID().uuidString).jsonl")
    defer { try? FileManager.default.removeItem(at: list) }
    try Data(try lines().utf8).write(to: list)
    let result = try PythonEVTX.compare(list)
    #expect(result.status == 0, "\(result.output.suffix(4000))")
  }

  private func lines() throws -> String {
    var lines = ""
    for log in Corpus.logs where log.recordCount != 0 {
      for placed in PlainLog.records(of: try log.bytes()) {
        let row: [String: Any] = [
          "file": log.path, "record": placed.record.identifier, "offset": placed.offset,
          "error": placed.record.error.map { $0.description as Any } ?? NSNull(),
          "fields": placed.record.fields.map { [$0.name, $0.text] },
        ]
        lines += String(decoding: try JSONSerialization.data(withJSONObject: row, options: .sortedKeys), as: UTF8.self)
        lines += "\n"
      }
    }
    return lines
  }
}

/// PyPI `evtx` through Python, where both are installed.
enum PythonEVTX {
  static let isPresent = (try? run(["-c", "import evtx"]).status) == 0

  static func compare(_ list: URL) throws -> (status: Int32, output: String) {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Compare/compare_evtx.py")
    return try run([script.path, list.path])
  }

  private static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3"] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }
}
