internal import Bytes
internal import EVTX
internal import Model
internal import Records

/// Writes records in one format: each worker has one.
struct EventLines: ~Copyable {
  private let format: EventPrinter.Format
  private var json = EventJSON()
  private var xml = EventXML()
  private var plans = FieldPlans()
  private var scratch = ByteBuffer(capacity: 4096)
  private var values = ByteBuffer(capacity: 4096)
  /// The artifact's path as the format has it.
  private var artifact = ByteBuffer(capacity: 256)

  init(_ format: EventPrinter.Format) { self.format = format }

  /// What stands before all records.
  static func header(_ format: EventPrinter.Format, to out: inout ByteBuffer) {
    switch format {
    case .jsonl, .flat: break
    case .csv: out.append("time,host,channel,provider,event_id,event,artifact,offset,length,place\r\n")
    case .xml: out.append("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Events>\n")
    }
  }

  /// What stands behind all records.
  static func footer(_ format: EventPrinter.Format, to out: inout ByteBuffer) {
    if format == .xml { out.append("</Events>\n") }
  }

  /// The records that follow are of this artifact.
  mutating func begin(_ path: String) {
    artifact.removeAll()
    switch format {
    case .jsonl, .flat: artifact.appendJSON(path)
    case .csv: artifact.appendCSV(path)
    case .xml:
      EventXML.escape(path, to: &artifact)
    }
  }

  /// Appends one record; the shape is nil for what is no event log record.
  mutating func append(
    _ head: RecordHead, _ schema: Schema, _ shape: Shape?, _ row: borrowing Row, to out: inout ByteBuffer
  ) {
    let start = out.count
    switch format {
    case .jsonl:
      if let shape {
        json.append(shape, row, to: &out)
        out.truncate(to: out.count - 1)
      } else {
        members(plans.plan(schema).members, schema, row, showsNull: true, &out)
      }
      place(head, &out)
      out.spellSteering(from: start, as: .json)
    case .flat:
      members(plans.plan(schema).allMembers, schema, row, showsNull: false, &out)
      place(head, &out)
      out.spellSteering(from: start, as: .json)
    case .csv: cells(head, schema, row, &out)
    case .xml:
      instruction(head, &out)
      if let shape { xml.append(shape, row, to: &out) } else { elements(schema, row, &out) }
      out.append("\n")
      out.spellSteering(from: start, as: .xml)
    }
  }

  // MARK: JSON

  /// An open object with one member for each name.
  private mutating func members(
    _ members: [FieldPlan.Member], _ schema: Schema, _ row: borrowing Row, showsNull: Bool, _ out: inout ByteBuffer
  ) {
    out.append(UInt8(ascii: "{"))
    var isFirst = true
    for member in members {
      let count = fillValues(member, schema, row)
      if count == 0, !showsNull { continue }
      if !isFirst { out.append(UInt8(ascii: ",")) }
      isFirst = false
      out.append(member.key)
      if count > 1 { out.append(UInt8(ascii: "[")) }
      if count == 0 { out.append("null") } else { out.append(values.bytes) }
      if count > 1 { out.append(UInt8(ascii: "]")) }
    }
  }

  /// The member's values as JSON texts with commas between them; says how many there are.
  private mutating func fillValues(_ member: FieldPlan.Member, _ schema: Schema, _ row: borrowing Row) -> Int {
    values.removeAll()
    var count = 0
    for number in member.fields where FieldValues.hasValue(schema.fields[number], row) {
      FieldValues.forEach(schema.fields[number], row, folded: false, &scratch) { value in
        if count > 0 { values.append(UInt8(ascii: ",")) }
        values.appendJSON(utf8: value)
        count += 1
      }
    }
    return count
  }

  /// `"postern":{…}}` and the end of the line.
  private func place(_ head: RecordHead, _ out: inout ByteBuffer) {
    if out.bytes.uint8(at: out.count - 1) != UInt8(ascii: "{") { out.append(UInt8(ascii: ",")) }
    out.append("\"postern\":{\"artifact\":")
    out.append(artifact.bytes)
    out.append(head.isLine ? ",\"line\":" : ",\"record\":")
    out.append(decimal: head.number)
    out.append(",\"offset\":")
    out.append(decimal: head.offset)
    out.append(",\"length\":")
    out.append(decimal: UInt64(head.length))
    if let time = head.time {
      out.append(",\"time\":\"")
      ValueText.append(time, to: &out)
      out.append(UInt8(ascii: "\""))
    }
    out.append("}}\n")
  }

  // MARK: CSV

  private mutating func cells(
    _ head: RecordHead, _ schema: Schema, _ row: borrowing Row, _ out: inout ByteBuffer
  ) {
    let plan = plans.plan(schema)
    if let time = head.time { ValueText.append(time, to: &out) }
    for name in ["Computer", "Channel", "Provider_Name", "EventID"] {
      out.append(UInt8(ascii: ","))
      let start = out.count
      if let member = plan.allMembers.first(where: { $0.name == name }) { text(member, schema, row, &out) }
      out.makeCSVCell(from: start)
    }
    out.append(UInt8(ascii: ","))
    fields(plan, schema, row, &out)
    out.append(UInt8(ascii: ","))
    out.append(artifact.bytes)
    out.append(UInt8(ascii: ","))
    out.append(decimal: head.offset)
    out.append(UInt8(ascii: ","))
    out.append(decimal: UInt64(head.length))
    out.append(head.isLine ? ",line " : ",record ")
    out.append(decimal: head.number)
    out.append("\r\n")
  }

  /// One cell with `name=value` for each field that has a value, but for those that every event record has.
  private mutating func fields(
    _ plan: FieldPlan, _ schema: Schema, _ row: borrowing Row, _ out: inout ByteBuffer
  ) {
    let start = out.count
    for member in plan.members where !member.isCommon {
      let before = out.count
      if before > start { out.append(", ") }
      out.append(member.name)
      out.append(UInt8(ascii: "="))
      let empty = out.count
      text(member, schema, row, &out)
      if out.count == empty { out.truncate(to: before) }
    }
    out.makeCSVCell(from: start)
  }

  /// Appends a member's values, commas between them; text that is no UTF-8 is repaired.
  private mutating func text(
    _ member: FieldPlan.Member, _ schema: Schema, _ row: borrowing Row, _ out: inout ByteBuffer
  ) {
    let start = out.count
    for number in member.fields where FieldValues.hasValue(schema.fields[number], row) {
      FieldValues.forEach(schema.fields[number], row, folded: false, &scratch) { value in
        if out.count > start { out.append(", ") }
        out.appendRepaired(utf8: value)
      }
    }
  }

  // MARK: XML

  /// Where the element that follows stands in the evidence.
  private func instruction(_ head: RecordHead, _ out: inout ByteBuffer) {
    out.append("<?postern artifact=\"")
    out.append(artifact.bytes)
    out.append(head.isLine ? "\" line=\"" : "\" record=\"")
    out.append(decimal: head.number)
    out.append("\" offset=\"")
    out.append(decimal: head.offset)
    out.append("\" length=\"")
    out.append(decimal: UInt64(head.length))
    out.append("\"?>")
  }

  /// A record that was no XML: its fields as named data.
  private mutating func elements(_ schema: Schema, _ row: borrowing Row, _ out: inout ByteBuffer) {
    out.append("<Event><EventData>")
    for member in plans.plan(schema).members {
      for number in member.fields where FieldValues.hasValue(schema.fields[number], row) {
        out.append("<Data Name=\"")
        EventXML.escape(member.name, to: &out)
        out.append("\">")
        values.removeAll()
        FieldValues.append(schema.fields[number], row, folded: false, to: &values)
        EventXML.escape(values.text, to: &out)
        out.append("</Data>")
      }
    }
    out.append("</EventData></Event>")
  }
}
