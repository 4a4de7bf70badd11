/// What a record says happened: an owned copy, made only of records that matter.
public struct Event: Hashable, Sendable {
  public var time: Timestamp?
  public var host: String
  /// The channel of an event log, or the family of a text log.
  public var channel: String
  public var provider: String
  public var eventID: UInt32?
  /// Names and values in the order of the record; names as the source writes them, or as Sigma knows them.
  public var fields: [Field]
  public var citation: Citation

  public struct Field: Hashable, Sendable {
    public var name: String
    public var value: String

    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  public init(
    time: Timestamp?, host: String, channel: String, provider: String, eventID: UInt32?, fields: [Field],
    citation: Citation
  ) {
    self.time = time
    self.host = host
    self.channel = channel
    self.provider = provider
    self.eventID = eventID
    self.fields = fields
    self.citation = citation
  }

  /// The value of the first field of that name, compared without case; nil where there is none.
  public subscript(name: String) -> String? {
    fields.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}
