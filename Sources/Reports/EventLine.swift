public import Model

/// An event in one line: what it is, then its fields as `name=value`.
public enum EventLine {
  /// Not escaped for any place.
  ///
  /// Empty fields are left out, and those that every event record has: the line begins with what counts of them.
  public static func text(_ event: Event, hasFields: Bool = true) -> String {
    let source = [event.channel, event.eventID.map { String($0) } ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
    guard hasFields else { return source + ": only its place is kept, see its citation" }
    let fields = event.fields.filter { !$0.value.isEmpty && !Event.Field.isOfEveryRecord($0.name) }
    let text = fields.map { "\($0.name)=\($0.value)" }.joined(separator: ", ")
    return text.isEmpty ? source : source + ": " + text
  }
}
