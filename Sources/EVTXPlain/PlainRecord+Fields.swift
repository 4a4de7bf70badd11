/// A named text of an event, as rules know it.
public struct PlainField: Hashable, Sendable {
  public let name: String
  /// Empty for a value that is null.
  public let text: String
}

extension PlainRecord {
  /// The event as a flat list of names and texts, in document order; empty where the record could not be read.
  ///
  /// An attribute is `Element_Attribute`, the text of an element that holds no other stands under the element's name,
  /// and that of `Data` under its attribute `Name`, if it has one. Sections other than System, EventData and UserData
  /// put their name before: `RenderingInfo_Message`. Each element of an array is a field of its own. Namespaces are
  /// left out.
  public var fields: [PlainField] {
    var list = FieldList()
    for element in (try? content.get()) ?? [] { list.add(element, path: []) }
    return list.fields
  }
}

/// Collects the fields of an event on a walk through its tree.
private struct FieldList {
  var fields: [PlainField] = []

  private static let plainSections: Set<String> = ["System", "EventData", "UserData"]

  mutating func add(_ element: PlainElement, path: [String]) {
    let name = Self.name(of: element.name, path)
    let dataName = element.name == "Data" ? element.attributes.last { $0.name == "Name" }?.value : nil
    for attribute in element.attributes where !attribute.name.hasPrefix("xmlns") {
      if element.name == "Data", attribute.name == "Name" { continue }
      for text in attribute.parts.texts { fields.append(PlainField(name: "\(name)_\(attribute.name)", text: text)) }
    }
    if element.hasElements {
      for child in element.elements { add(child, path: path + [element.name]) }
    } else if !path.isEmpty, !element.values.isEmpty || element.name == "Data" {
      for text in element.values.texts { fields.append(PlainField(name: dataName ?? name, text: text)) }
    }
  }

  private static func name(of tag: String, _ path: [String]) -> String {
    path.count < 2 || plainSections.contains(path[1]) ? tag : "\(path[1])_\(tag)"
  }
}
