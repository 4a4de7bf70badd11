internal import Bytes

/// The name under which a page is profiled: the path in lower case, without what follows a script.
///
/// `/owa/auth/x.aspx/more` asks for the page `/owa/auth/x.aspx`: were each path behind a script a page of its own,
/// whoever uses it could hide in their number.
enum PageName {
  /// Endings of files that a web server runs.
  static let scripts = [
    ".aspx", ".ashx", ".asmx", ".asp", ".asa", ".cer", ".cshtml", ".cshtm", ".vbhtml", ".vbhtm", ".php", ".jsp",
    ".jspx",
    ".soap", ".rem",
  ]
  /// Endings behind which Exchange's own addresses go on.
  private static let handlers = [".svc", ".owa", ".ecp", ".eas", ".dll", ".json", ".xml"]
  /// Longer ones are cut.
  static let longest = 512
  /// What is read of a path; a server takes no longer ones.
  static let longestRead = 16_384

  /// - Parameter path: folded.
  static func name(_ path: String) -> String {
    let text = cut(plain(path))
    var end = text.endIndex
    for ending in scripts + handlers {
      guard let found = firstSegmentEnd(text, ending), found < end else { continue }
      end = found
    }
    return String(text[..<end])
  }

  /// Without empty segments and without ASP.NET's sessions in the path, `/(S(…))/`: with each of them a server takes
  /// the path for the same page.
  private static func plain(_ path: String) -> String {
    guard path.utf8.first == UInt8(ascii: "/"), path.contains("//") || path.contains("/(") else { return path }
    let segments = path.split(separator: "/").filter { !($0.hasPrefix("(") && $0.hasSuffix("))")) }
    return "/" + segments.joined(separator: "/")
  }

  /// What is too long loses its middle, so that its ending stays.
  private static func cut(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard text.utf8.count > longest, scalars.count > longest else { return text }
    let kept = longest / 2
    return String(scalars.prefix(longest - kept - 1)) + "…" + String(scalars.suffix(kept))
  }

  /// The part of the path that the name stands for, as it was written; the name itself where folding changed its length.
  static func shown(_ name: String, _ path: String) -> String {
    let shown = String(decoding: cut(plain(path)).utf8.prefix(name.utf8.count), as: UTF8.self)
    return shown.lowercased() == name ? shown : name
  }

  static func isScript(_ name: String) -> Bool { scripts.contains { name.hasSuffix($0) } }

  /// Where the first segment with that ending ends, if the path goes on behind it.
  private static func firstSegmentEnd(_ text: String, _ ending: String) -> String.Index? {
    var from = text.startIndex
    let wanted = Array(ending.utf8)
    let bytes = text.utf8
    while let slash = bytes[from...].firstIndex(of: UInt8(ascii: "/")) {
      let segment = bytes[from..<slash]
      if segment.count > wanted.count, segment.suffix(wanted.count).elementsEqual(wanted) { return slash }
      from = bytes.index(after: slash)
    }
    return nil
  }
}
