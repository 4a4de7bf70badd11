import Bytes
import EVTXPlain

/// A record of the plain decoder as XML, without white space between elements; for golden files and comparisons.
enum PlainXML {
  static func text(_ elements: [PlainElement], indented: Bool = false) -> String {
    elements.map { element($0, indented ? 0 : nil) }.joined()
  }

  private static func element(_ element: PlainElement, _ depth: Int?) -> String {
    var names: Set<String> = []
    let attributes = element.attributes.filter { names.insert(Self.name($0.name)).inserted }
      .map { " \(Self.name($0.name))=\"\(escaped($0.value))\"" }.joined()
    let name = name(element.name)
    let hasElements = element.children.contains { if case .element = $0 { true } else { false } }
    let inner = element.children.map { node($0, depth.map { $0 + 1 }) }.joined()
    let (before, after) = (line(depth), hasElements ? line(depth) : "")
    return "\(before)<\(name)\(attributes)>\(inner)\(after)</\(name)>"
  }

  /// What XML does not allow in a name becomes an underscore, and so does what steers a display.
  private static func name(_ text: String) -> String {
    var name = ""
    for scalar in text.unicodeScalars {
      let isAllowed = mayBegin(scalar) || "0123456789-.\u{B7}".unicodeScalars.contains(scalar)
      name.unicodeScalars.append(isAllowed ? scalar : "_")
    }
    return name.unicodeScalars.first.map(mayBegin) == true ? name : "_" + name
  }

  /// XML 1.0, fifth edition, production 4; U+200C and U+200D are among what steers a display.
  private static let beginnings: [ClosedRange<UInt32>] = [
    0x3A...0x3A, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D,
    0x37F...0x1FFF, 0x2070...0x218F, 0x2C00...0x2FEF, 0x3001...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFFD,
    0x10000...0xEFFFF,
  ]

  private static func mayBegin(_ scalar: Unicode.Scalar) -> Bool {
    beginnings.contains { $0.contains(scalar.value) } && !scalar.steersDisplay
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
      case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar.value < 0x20 ? "\u{FFFD}" : scalar)
      }
    }
    return result
  }
}
