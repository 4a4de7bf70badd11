import EVTXPlain
import EVTXTestSupport
import Foundation
import Testing

/// What the plain decoder makes of small made logs, against files in Tests/Golden/EVTX.
///
/// `UPDATE_GOLDEN=1 swift test` writes them anew.
struct PlainGoldenTests {
  private static let logs: [(name: String, events: [MadeEvent])] = [
    ("logon", [Samples.logon(user: "alice", address: "192.0.2.7")]),
    ("log-cleared-user-data", [Samples.logCleared(by: "bob")]),
    ("classic-array-of-texts", [Samples.classic(["first", "second"])]),
    ("every-value-type", [Samples.everyType()]),
    ("elements-without-template", [Samples.logCleared(by: "bob").with { $0.layout = .direct }]),
    (
      "two-records-one-template",
      [
        Samples.logon(user: "alice", address: "192.0.2.7"), Samples.logon(user: "bob", address: "2001:db8::7"),
      ]
    ),
  ]

  @Test(arguments: logs.indices) func decodedLogIsAsBefore(number: Int) throws {
    let (name, events) = Self.logs[number]
    let records = PlainLog.records(of: MadeLog(events).bytes()).map(\.record)
    try Golden.expect(records.map(Self.text).joined(separator: "\n"), is: "\(name).txt")
  }

  private static func text(_ record: PlainRecord) -> String {
    let head = "record \(record.identifier) at \(record.offset), \(record.length) bytes, written \(record.written)"
    let body = record.error.map { "error: \($0)" } ?? PlainXML.text(record.root.map { [$0] } ?? [], indented: true)
    let fields = record.fields.map { "\($0.name) = \($0.text)" }
    return ([head + body] + fields).joined(separator: "\n") + "\n"
  }
}

/// Files that hold what a test expects.
enum Golden {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Golden/EVTX")

  static func expect(_ text: String, is name: String) throws {
    let file = folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    #expect(text == expected, "\(name) is not as before; UPDATE_GOLDEN=1 writes it anew")
  }
}
