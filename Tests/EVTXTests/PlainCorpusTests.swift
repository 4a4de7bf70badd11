import EVTXPlain
import EVTXTestSupport
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

  @Test(.enabled(if: PythonEVTX.isPresent, "python3 with the package evtx is not here"))
  func fieldsAreThoseOfPyPIEvtx() throws {
    try PythonEVTX.expectSameFields(Corpus.logs.filter { $0.recordCount != 0 }.map(\.path))
  }
}

/// PyPI `evtx` on what the test support writes: it reads the same as the plain decoder.
@Suite(.enabled(if: PythonEVTX.isPresent, "python3 with the package evtx is not here"))
struct WriterAgainstPyPITests {
  @Test func madeLogIsReadTheSame() throws {
    let events = [
      Samples.logon(user: "alice", address: "192.0.2.7"), Samples.logCleared(by: "bob"), Samples.classic(["a", "b"]),
      Samples.everyType(),
    ]
    let layouts: [MadeEvent.Layout] = [.nested, .nestedWithoutHeader, .flat, .direct]
    var log = MadeLog(events.flatMap { event in layouts.map { layout in event.with { $0.layout = layout } } })
    log.startChunk()
    for number in 0..<300 { log.add(Samples.logon(user: "user\(number)", address: "192.0.2.1")) }
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("postern-made-\(UUID().uuidString).evtx")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(log.bytes()).write(to: file)
    try PythonEVTX.expectSameFields([file.path])
  }
}

/// PyPI `evtx` through Python, where both are installed.
enum PythonEVTX {
  static let isPresent = (try? run(["-c", "import evtx"]).status) == 0

  /// Runs Tests/Compare/compare_evtx.py, which reads the same files with PyPI `evtx`.
  static func expectSameFields(_ paths: [String]) throws {
    let list = FileManager.default.temporaryDirectory.appendingPathComponent("postern-plain-\(UUID().uuidString).jsonl")
    defer { try? FileManager.default.removeItem(at: list) }
    try Data(try paths.map(lines).joined().utf8).write(to: list)
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Compare/compare_evtx.py")
    let result = try run([script.path, list.path])
    #expect(result.status == 0, "\(result.output.suffix(4000))")
  }

  /// One JSON object a line for each record of a file.
  private static func lines(_ path: String) throws -> String {
    let file = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    return try PlainLog.records(of: file).map { placed in
      let row: [String: Any] = [
        "file": path, "record": placed.record.identifier, "offset": placed.offset,
        "error": placed.record.error.map { $0.description as Any } ?? NSNull(),
        "fields": placed.record.fields.map { [$0.name, $0.text] },
      ]
      return String(decoding: try JSONSerialization.data(withJSONObject: row, options: .sortedKeys), as: UTF8.self)
        + "\n"
    }.joined()
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
