internal import Bytes

/// The name under which a page is profiled: the path in lower case, without what follows a script.
///
/// `/owa/auth/x.aspx/more` asks for the page `/owa/auth/x.aspx`: were each path behind a script a page of its own,
/// whoever uses it could hide in their number.
enum PageName {
  /// Endings of files that a web server runs.
  static let scripts = [".aspx", ".ashx", ".asmx", ".asp", ".asa", ".cer", ".cshtml", ".php", ".jsp", ".jspx", ".soap"]
  /// Endings behind which Exchange's own addresses go on.
  private static let handlers = [".svc", ".owa", ".ecp", ".eas", ".dll", ".json", ".xml"]
  /// Longer ones are cut.
  static let longest = 512

  /// - Parameter path: folded.
  static func name(_ path: String) -> String {
    let text = path.utf8.count > longest ? String(path.prefix(longest)) : path
    var end = text.endIndex
    for ending in scripts + handlers {
      guard let found = firstSegmentEnd(text, ending), found < end else { continue }
      end = found
    }
    return String(text[..<end])
  }

  /// The part of the path that the name stands for, as it was written; the name itself where folding changed its length.
  static func shown(_ name: String, _ path: String) -> String {
    let cut = String(decoding: path.utf8.prefix(name.utf8.count), as: UTF8.self)
    return cut.lowercased() == name ? cut : name
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
