import Foundation

/// The files of the project, as texts.
enum ProjectTree {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The text of a file; empty where it is not there.
  static func text(_ path: String) -> String {
    (try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)) ?? ""
  }

  /// A file below `Sources`: its name without the ending, its folder there, and its text.
  struct Source: Sendable {
    let name: String
    let room: String
    let text: String
  }

  static let sources: [Source] = {
    let folder = root.appendingPathComponent("Sources").path
    let names = (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []).sorted()
    return names.filter { $0.hasSuffix(".swift") }.map { name in
      let file = String(name.split(separator: "/").last ?? "").dropLast(".swift".count)
      return Source(
        name: String(file), room: String(name.prefix { $0 != "/" }), text: text("Sources/" + name))
    }
  }()
}
