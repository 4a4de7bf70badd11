import EVTXPlain

/// A record of the plain decoder as XML, without white space between elements; for golden files and comparisons.
enum PlainXML {
  static func text(_ elements: [PlainElement], indented: Bool = false) -> String {
    elements.map { element($0, indented ? 0 : nil) }.joined()
  }

  private static func element(_ element: PlainElement, _ depth: Int?) -> String {
    let attributes = element.attributes.map { " \(Self.name($0.name))=\"\(escaped($0.value))\"" }.joined()
    let name = name(element.name)
    let hasElements = element.children.contains { if case .element = $0 { true } else { false } }
    let inner = element.children.map { node($0, depth.map { $0 + 1 }) }.joined()
    let (before, after) = (line(depth), hasElements ? line(depth) : "")
    return "\(before)<\(name)\(attributes)>\(inner)\(after)</\(name)>"
  }

  /// What XML does not allow in a name becomes an underscore.
  private static func name(_ text: String) -> String {
    var name = ""
    for scalar in text.unicodeScalars {
      let isAllowed = scalar.properties.isAlphabetic || "0123456789-_.:".unicodeScalars.contains(scalar)
      name.unicodeScalars.append(isAllowed ? scalar : "_")
    }
    return name.first.map { $0.isLetter || $0 == "_" } == true ? name : "_" + name
  }

  private static func line(_ depth: Int?) -> String {
    depth.map { "\n" + String(repeating: "  ", count: $0) } ?? ""
  }

  private static func node(_ node: PlainNode, _ depth: Int?) -> String {
    switch node {
    case .element(let child): element(child, depth)
    case .value(let value): escaped(value.texts.joined(separator: ", "))
    case .instruction(let text): "<?\(text)?>"
    }
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\r": result += "&#13;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      default: result.unicodeScalars.append(scalar.value < 0x20 ? "\u{FFFD}" : scalar)
      }
    }
    return result
  }
}
