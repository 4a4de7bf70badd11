import Foundation
import Sigma

/// The table `WebserverRules.tsv`: one request that we made for each of SigmaHQ's rules of the category `webserver`.
///
/// `docs/webserver-rules.md` is made from it. The rules themselves are not part of the project.
struct WebserverRules {
  struct Line {
    var rule: String
    var file: String
    /// The fields that the rule looks at.
    var fields: [String]
    /// Whether it finds the request as IIS writes it, with path and query joined, and with these decoded twice.
    var found: [Bool]
    /// The format whose lines can hold such a request: values with blanks in them are none of the W3C format's.
    var log: String
    /// Name and value, without those that are not there.
    var request: [(name: String, value: String)]

    subscript(name: String) -> String? { request.first { $0.name == name }?.value }
  }

  private var head: [String] = []
  var lines: [Line] = []

  private static let place = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "WebserverRules.tsv")
  private static let ownColumns = 7

  init() throws {
    let text = String(decoding: try Data(contentsOf: Self.place), as: UTF8.self)
    let rows = text.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    head = rows[0].map { String($0) }
    lines = rows.dropFirst().map { row in
      let values = zip(head, row).dropFirst(Self.ownColumns).filter { $0.1 != "-" }
      return Line(
        rule: String(row[0]), file: String(row[1]), fields: row[2].split(separator: " ").map { String($0) },
        found: row[3...5].map { $0 == "yes" }, log: String(row[6]),
        request: values.map { (name: $0.0, value: String($0.1)) })
    }
  }

  func write() throws {
    let rows = lines.map { line in
      let own = [line.rule, line.file, line.fields.joined(separator: " ")] + line.found.map { $0 ? "yes" : "no" }
      return own + [line.log] + head.dropFirst(Self.ownColumns).map { line[$0] ?? "-" }
    }
    let text = ([head] + rows).map { $0.joined(separator: "\t") + "\n" }.joined()
    try Data(text.utf8).write(to: Self.place)
  }
}

extension WebserverRules.Line {
  /// The fields of its record, those that are made from others last.
  var record: [MadeRowField] {
    let stem = self["cs-uri-stem"] ?? ""
    let joined = stem + (self["cs-uri-query"].map { "?" + $0 } ?? "")
    let fields = [(name: "Channel", value: "IIS/" + log), (name: "c-ip", value: "192.0.2.77")] + request
    let made = [
      ("cs-uri", joined), ("cs-uri-stem-decoded2", stem.decodedTwice), ("cs-uri-decoded2", joined.decodedTwice),
    ]
    return (fields + made).map { MadeRowField($0, .utf8($1)) }
  }

  /// The request as the page shows it: method, address, and what else the rule looks at.
  var shown: String {
    let address = (self["cs-uri-stem"] ?? "") + (self["cs-uri-query"].map { "?" + $0 } ?? "")
    let others = ["cs-username", "cs(User-Agent)", "cs(Referer)", "cs-host", "cs(Content-Type)"].compactMap { name in
      let isUsual = ["Mozilla/5.0", "www.example.org"].contains(self[name])
      return isUsual ? nil : self[name].map { "\(name)=\($0.count > 60 ? $0.prefix(20) + "…" : $0[...])" }
    }
    return ([self["cs-method"] ?? "", address, self["sc-status"] ?? ""] + others).joined(separator: " ")
  }
}

extension String {
  fileprivate var decodedTwice: String {
    let once = removingPercentEncoding ?? self
    return once.removingPercentEncoding ?? once
  }
}
