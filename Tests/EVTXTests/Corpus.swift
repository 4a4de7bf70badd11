import Foundation
import Testing

/// The development data, which stands beside the project and not in it.
enum Corpus {
  /// An event log of the manifest.
  struct Log: Sendable, CustomTestStringConvertible {
    let name: String
    let path: String
    /// How many records it has, as other tools counted; nil where nobody did.
    let recordCount: Int?

    var testDescription: String { name }

    func bytes() throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }
  }

  /// `POSTERN_SHARED`, or the folder `shared` beside the package or one of the folders above it.
  static let shared: URL? = {
    if let given = ProcessInfo.processInfo.environment["POSTERN_SHARED"] { return URL(fileURLWithPath: given) }
    var folder = URL(fileURLWithPath: #filePath)
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      let candidate = folder.appendingPathComponent("shared")
      if FileManager.default.fileExists(atPath: candidate.appendingPathComponent("data/MANIFEST.csv").path) {
        return candidate
      }
    }
    return nil
  }()

  /// The event logs of the manifest that are there; empty without the data.
  static let logs: [Log] = {
    guard let data = shared?.appendingPathComponent("data"),
      let manifest = try? String(contentsOf: data.appendingPathComponent("MANIFEST.csv"), encoding: .utf8)
    else { return [] }
    let rows = CSV.rows(manifest)
    guard let head = rows.first, let file = head.firstIndex(of: "file"), let kind = head.firstIndex(of: "kind"),
      let records = head.firstIndex(of: "records")
    else { return [] }
    return rows.dropFirst().filter { $0.count == head.count && $0[kind] == "evtx" }.compactMap { row in
      let path = data.appendingPathComponent(row[file]).path
      guard FileManager.default.fileExists(atPath: path) else { return nil }
      return Log(name: row[file], path: path, recordCount: Int(row[records]))
    }
  }()

  static var isPresent: Bool { !logs.isEmpty }
}

/// Rows of comma-separated values (RFC 4180).
private enum CSV {
  static func rows(_ text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var field = ""
    var isQuoted = false
    for character in text {
      switch character {
      case "\"": isQuoted.toggle()
      case ",":
        if isQuoted { field.append(character) } else { take(&field, into: &row) }
      case "\n", "\r\n":
        if isQuoted { field.append(character) } else { end(&field, &row, &rows) }
      default: field.append(character)
      }
    }
    if !field.isEmpty || !row.isEmpty { end(&field, &row, &rows) }
    return rows
  }

  private static func take(_ field: inout String, into row: inout [String]) {
    row.append(field)
    field = ""
  }

  private static func end(_ field: inout String, _ row: inout [String], _ rows: inout [[String]]) {
    take(&field, into: &row)
    rows.append(row)
    row = []
  }
}
