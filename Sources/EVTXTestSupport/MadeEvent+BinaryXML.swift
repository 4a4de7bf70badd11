/// How an event becomes binary XML.
extension MadeEvent {
  /// The event's binary XML under its layout.
  public func fragment(recordNumber: UInt64) -> MadeFragment {
    let system = systemValues(recordNumber)
    let payload = payloadNodes(firstSlot: UInt16(system.count))
    switch layout {
    case .nested, .nestedWithoutHeader:
      guard !payload.nodes.isEmpty else { return MadeFragment(eventTemplate([], dependency: nil), system) }
      let inner = payloadNodes(firstSlot: 0)
      var fragment = MadeFragment(MadeTemplate(inner.nodes), inner.values)
      fragment.hasHeader = layout == .nested
      let place = MadeNode.substitution(UInt16(system.count), type: 0x21, optional: true)
      return MadeFragment(
        eventTemplate([place], dependency: UInt16(system.count)), system + [.fragment(fragment)])
    case .flat: return MadeFragment(eventTemplate(payload.nodes, dependency: nil), system + payload.values)
    case .direct:
      let filled = eventTemplate(payload.nodes, dependency: nil).root.map { $0.filled(system + payload.values) }
      return MadeFragment(filled)
    }
  }

  // The numbers of the slots are those that Windows uses.

  private func systemValues(_ recordNumber: UInt64) -> [MadeValue] {
    [
      .uint8(level), .uint8(opcode), .uint16(task), .uint16(id), qualifiers.map { .uint16($0) } ?? .null,
      .hex64(keywords), .fileTime(time), activity.map { .guid($0) } ?? .null, .uint32(processID), .uint32(threadID),
      .uint64(recordNumber), .uint8(version), user.map { .sid($0) } ?? .null,
      relatedActivity.map { .guid($0) } ?? .null, .text(provider), providerGUID.map { .guid($0) } ?? .null,
      .text(channel),
    ]
  }

  private func eventTemplate(_ payload: [MadeNode], dependency: UInt16?) -> MadeTemplate {
    let namespace = MadeAttribute("xmlns", "http://schemas.microsoft.com/win/2004/08/events/event")
    return MadeTemplate(
      MadeElement("Event", attributes: [namespace], dependency: dependency, [.element(systemElement)] + payload))
  }

  private var systemElement: MadeElement {
    func slot(_ number: UInt16, _ type: UInt8) -> MadeNode { .substitution(number, type: type, optional: true) }
    func child(_ name: String, _ number: UInt16, _ type: UInt8) -> MadeNode {
      .element(MadeElement(name, dependency: number, [slot(number, type)]))
    }
    func parent(_ name: String, _ attributes: [MadeAttribute]) -> MadeNode {
      .element(MadeElement(name, attributes: attributes))
    }
    let eventID = MadeElement(
      "EventID", attributes: [MadeAttribute("Qualifiers", [slot(4, 6)])], dependency: 3, [slot(3, 6)])
    return MadeElement(
      "System",
      [
        parent("Provider", [MadeAttribute("Name", [slot(14, 1)]), MadeAttribute("Guid", [slot(15, 15)])]),
        .element(eventID), child("Version", 11, 4), child("Level", 0, 4), child("Task", 2, 6), child("Opcode", 1, 4),
        child("Keywords", 5, 21), parent("TimeCreated", [MadeAttribute("SystemTime", [slot(6, 17)])]),
        child("EventRecordID", 10, 10),
        parent(
          "Correlation",
          [
            MadeAttribute("ActivityID", [slot(7, 15)]), MadeAttribute("RelatedActivityID", [slot(13, 15)]),
          ]),
        parent("Execution", [MadeAttribute("ProcessID", [slot(8, 8)]), MadeAttribute("ThreadID", [slot(9, 8)])]),
        child("Channel", 16, 1), .element(MadeElement("Computer", [.text(computer)])),
        parent("Security", [MadeAttribute("UserID", [slot(12, 19)])]),
      ])
  }

  private func payloadNodes(firstSlot: UInt16) -> (nodes: [MadeNode], values: [MadeValue]) {
    switch payload {
    case .none: return ([], [])
    case .eventData(let fields):
      let data = fields.enumerated().map { number, field in
        let slot = MadeNode.substitution(firstSlot + UInt16(number), type: field.value.type, optional: false)
        return MadeNode.element(
          MadeElement("Data", attributes: field.name.map { [MadeAttribute("Name", $0)] } ?? [], [slot]))
      }
      return ([.element(MadeElement("EventData", data))], fields.map(\.value))
    case .userData(let element, let values):
      return ([.element(MadeElement("UserData", [.element(element.shifted(by: firstSlot))]))], values)
    }
  }
}

extension MadeElement {
  /// The same element with the numbers of its substitutions moved on.
  func shifted(by distance: UInt16) -> MadeElement {
    var copy = self
    copy.dependency = dependency.map { $0 + distance }
    copy.attributes = attributes.map { MadeAttribute($0.name, $0.value.map { $0.shifted(by: distance) }) }
    copy.children = children.map { $0.shifted(by: distance) }
    return copy
  }

  /// The same element with constant text in place of its substitutions.
  func filled(_ values: [MadeValue]) -> MadeElement {
    var copy = self
    copy.dependency = nil
    copy.attributes = attributes.compactMap { attribute in
      let value = attribute.value.map { $0.filled(values) }
      return value == [.text("")] ? nil : MadeAttribute(attribute.name, value)
    }
    copy.children = children.map { $0.filled(values) }
    return copy
  }
}

extension MadeNode {
  func shifted(by distance: UInt16) -> MadeNode {
    switch self {
    case .element(let element): .element(element.shifted(by: distance))
    case .substitution(let number, let type, let optional):
      .substitution(number + distance, type: type, optional: optional)
    default: self
    }
  }

  func filled(_ values: [MadeValue]) -> MadeNode {
    switch self {
    case .element(let element): .element(element.filled(values))
    case .substitution(let number, _, _): .text(values[Int(number)].description)
    default: self
    }
  }
}
