internal import Records

/// Where the rows of one schema have what profiles are made of: numbers of slots, -1 for none.
struct TrafficBinding: BitwiseCopyable {
  var page = -1
  var method = -1
  var client = -1
  var account = -1
  var agent = -1
  var referrer = -1
  var status = -1
  var bytesOut = -1
  var mailbox = -1

  /// Nil for a log that is no traffic.
  init?(_ schema: Schema) {
    guard case .constant(let channel)? = schema.fields(named: "Channel").first?.pieces.first,
      let fields = TrafficFields.all.first(where: { $0.channel == channel })
    else { return nil }
    func slot(_ name: String?) -> Int {
      guard let name, let field = schema.fields(named: name).first, field.pieces.count == 1,
        case .slot(let slot) = field.pieces[0]
      else { return -1 }
      return slot
    }
    page = slot(fields.page)
    method = slot(fields.method)
    client = slot(fields.client)
    account = slot(fields.account)
    agent = slot(fields.agent)
    referrer = slot(fields.referrer)
    status = slot(fields.status)
    bytesOut = slot(fields.bytesOut)
    mailbox = slot(fields.mailbox)
    // Without the client or the outcome there is nothing to tell.
    guard client >= 0, status >= 0 else { return nil }
  }
}
