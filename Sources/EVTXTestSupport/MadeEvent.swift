/// An event by hand, as a provider would write it.
public struct MadeEvent: Hashable, Sendable {
  /// How the event becomes binary XML.
  public enum Layout: Hashable, Sendable {
    /// As Windows does: a template for System, with the payload as binary XML in a value.
    case nested
    /// As Windows does for some events: the same, the payload without a fragment header.
    case nestedWithoutHeader
    /// One template for everything.
    case flat
    /// Elements without any template.
    case direct
  }

  /// A named value of the payload.
  public struct Field: Hashable, Sendable {
    /// Nil: a `Data` element without a name, as classic providers write it.
    public var name: String?
    public var value: MadeValue

    public init(_ name: String?, _ value: MadeValue) {
      self.name = name
      self.value = value
    }

    public init(_ name: String, _ text: String) { self.init(name, .text(text)) }
  }

  /// What stands beside System.
  public enum Payload: Hashable, Sendable {
    case none
    case eventData([Field])
    /// The content of UserData, with substitutions, and the values for them.
    case userData(MadeElement, [MadeValue])
  }

  public var provider: String
  public var providerGUID: GUID?
  public var id: UInt16
  public var qualifiers: UInt16?
  public var version: UInt8 = 0
  public var level: UInt8 = 4
  public var task: UInt16 = 0
  public var opcode: UInt8 = 0
  public var keywords: UInt64 = 0x8000_0000_0000_0000
  public var time: FileTime
  /// The time in the record's header, where it differs from `time`.
  public var headerTime: FileTime?
  /// The number in header and System, where it is not the next one.
  public var recordNumber: UInt64?
  public var activity: GUID?
  public var relatedActivity: GUID?
  public var processID: UInt32 = 0
  public var threadID: UInt32 = 0
  public var channel: String
  public var computer: String
  public var user: SID?
  public var payload: Payload
  public var layout: Layout = .nested

  public init(
    provider: String, guid: GUID? = nil, id: UInt16, channel: String, computer: String, time: FileTime,
    payload: Payload = .none
  ) {
    self.provider = provider
    providerGUID = guid
    self.id = id
    self.channel = channel
    self.computer = computer
    self.time = time
    self.payload = payload
  }

  /// The same with EventData of these fields, each a name and a text.
  public init(
    provider: String, guid: GUID? = nil, id: UInt16, channel: String, computer: String, time: FileTime,
    data: KeyValuePairs<String, String>
  ) {
    let fields = data.map { Field($0.key, .text($0.value)) }
    self.init(
      provider: provider, guid: guid, id: id, channel: channel, computer: computer, time: time,
      payload: .eventData(fields))
  }

  /// The same event with some of its properties set.
  public func with(_ change: (inout MadeEvent) -> Void) -> MadeEvent {
    var copy = self
    change(&copy)
    return copy
  }
}
