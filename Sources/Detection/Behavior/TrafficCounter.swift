internal import Bytes
public import Records

/// Counts the web requests of one block after another: two looks into small tables for each row.
///
/// One for each worker. Rows are told apart by a keyed hash of 64 bits, whose collisions nobody can aim at; texts are
/// made once for each page and visitor of a block.
public struct TrafficCounter: ~Copyable {
  private var tally = TrafficTally()
  private var pageTable = HashPlaces()
  private var visitorTable = HashPlaces()
  private var clientTable = HashPlaces()
  private var agentTable = HashPlaces()
  private var mailboxTable = HashPlaces()
  /// For each page the clients that were answered, and the last one.
  private var pageClients: [PageClients] = []
  /// For each visitor the numbers of its client and agent.
  private var visitorParts: [(client: Int, agent: Int)] = []
  private var clients: [Part] = []
  private var agents: [Part] = []
  private var bindings: [UInt32: TrafficBinding?] = [:]
  private var lastBinding: (schema: UInt32, binding: TrafficBinding?) = (0, nil)
  private var scratch = ByteBuffer(capacity: 1024)
  private static let mostSchemas = 4096
  private static let longestText = 256
  /// An IPv6 address with its zone.
  private static let longestClient = 64

  /// A client or an agent.
  private struct Part {
    var text: String
    /// Whether an account was served to it.
    var isServed = false
  }

  private struct PageClients {
    var numbers: [Int] = []
    var last = -1
  }

  public init() {}

  /// What the block came to; the counter is empty again.
  public mutating func finish() -> TrafficTally {
    guard !tally.isEmpty else { return TrafficTally() }
    for (page, known) in pageClients.enumerated() {
      tally.pages[page].clients = known.numbers.map { clients[$0].text }
    }
    let done = tally
    tally = TrafficTally()
    pageTable.removeAll()
    visitorTable.removeAll()
    clientTable.removeAll()
    agentTable.removeAll()
    mailboxTable.removeAll()
    pageClients.removeAll(keepingCapacity: true)
    visitorParts.removeAll(keepingCapacity: true)
    clients.removeAll(keepingCapacity: true)
    agents.removeAll(keepingCapacity: true)
    return done
  }

  public mutating func add(_ head: RecordHead, _ schema: Schema, _ row: borrowing Row) {
    if lastBinding.schema != schema.id { bind(schema) }
    guard let binding = lastBinding.binding, let request = TrafficRequest(head, row, binding) else { return }
    add(request, schema)
    let page = page(row, binding.page)
    let visitor = visitor(row, binding, request.hour)
    if visitor >= 0 { count(request, visitor, page, row, binding) }
    guard page >= 0 else { return }
    tally.pages[page].count(request)
    if visitor >= 0, request.isAnswered { note(client: visitorParts[visitor].client, page) }
  }

  private mutating func bind(_ schema: Schema) {
    if bindings.count >= Self.mostSchemas { bindings.removeAll() }
    let binding = bindings[schema.id] ?? TrafficBinding(schema)
    bindings[schema.id] = .some(binding)
    lastBinding = (schema.id, binding)
  }

  // MARK: Hours

  private mutating func add(_ request: TrafficRequest, _ schema: Schema) {
    let last = tally.hours.count - 1
    if last >= 0, tally.hours[last].hour == request.hour {
      tally.hours[last].count &+= 1
      let place = TrafficPlace(request.head)
      if place.ticks >= tally.hours[last].lastPlace.ticks { tally.hours[last].lastPlace = place }
      if place.ticks < tally.hours[last].firstPlace.ticks { tally.hours[last].firstPlace = place }
      return
    }
    if last < 0, case .constant(let channel)? = schema.fields(named: "Channel").first?.pieces.first {
      tally.channel = channel
    }
    let place = TrafficPlace(request.head)
    tally.hours.append(TrafficTally.Hour(hour: request.hour, count: 1, firstPlace: place, lastPlace: place))
  }

  // MARK: Pages

  private mutating func page(_ row: borrowing Row, _ slot: Int) -> Int {
    let bytes = row.bytes(ofSlot: slot)
    guard bytes.byteCount > 0 else { return -1 }
    let (place, isNew) = pageTable.place(of: bytes.tableHash)
    guard isNew else { return place }
    let path = bytes.extracting(0..<min(bytes.byteCount, PageName.longestRead))
    let name = PageName.name(text(path, row.slots[slot].kind, folded: true))
    let shown = PageName.shown(name, text(path, row.slots[slot].kind, folded: false))
    tally.pages.append(
      TrafficTally.Page(
        name: name, shown: shown, isScript: PageName.isScript(name),
        isForPhones: name.hasPrefix("/microsoft-server-activesync")))
    pageClients.append(PageClients())
    return place
  }

  private mutating func note(client: Int, _ page: Int) {
    guard pageClients[page].last != client, !tally.pages[page].hasMoreClients else { return }
    pageClients[page].last = client
    guard !pageClients[page].numbers.contains(client) else { return }
    if pageClients[page].numbers.count >= TrafficTally.Page.mostClients {
      tally.pages[page].hasMoreClients = true
    } else {
      pageClients[page].numbers.append(client)
    }
  }

  // MARK: Visitors

  private mutating func visitor(_ row: borrowing Row, _ binding: TrafficBinding, _ hour: Int64) -> Int {
    let client = row.bytes(ofSlot: binding.client)
    guard client.byteCount > 0, !client.isOwnAddress else { return -1 }
    var hash = TableHash(seed: TableHash.seed)
    hash.combine(client)
    hash.combine(row.bytes(ofSlot: binding.account))
    hash.combine(row.bytes(ofSlot: binding.agent))
    hash.combine(UInt64(bitPattern: hour))
    let (place, isNew) = visitorTable.place(of: hash.value)
    guard isNew else { return place }
    let (clientPlace, isNewClient) = clientTable.place(of: client.tableHash)
    if isNewClient { clients.append(Part(text: text(row, binding.client, folded: true, longest: Self.longestClient))) }
    let (agentPlace, isNewAgent) = agentTable.place(of: row.bytes(ofSlot: binding.agent).tableHash)
    if isNewAgent { agents.append(Part(text: text(row, binding.agent, folded: false))) }
    visitorParts.append((clientPlace, agentPlace))
    tally.visitors.append(
      TrafficTally.Visitor(
        client: clients[clientPlace].text, account: text(row, binding.account, folded: true),
        agent: agents[agentPlace].text, hour: hour))
    return place
  }

  private mutating func count(
    _ request: TrafficRequest, _ visitor: Int, _ page: Int, _ row: borrowing Row, _ binding: TrafficBinding
  ) {
    tally.visitors[visitor].count(request)
    let (client, agent) = visitorParts[visitor]
    if request.isRefused {
      guard page < 0 || !tally.pages[page].isForPhones else { return }
      if !clients[client].isServed { tally.visitors[visitor].refusedFirstOfClient &+= 1 }
      if !agents[agent].isServed { tally.visitors[visitor].refusedFirstOfAgent &+= 1 }
    } else if request.isNamed, request.status < 400 {
      clients[client].isServed = true
      agents[agent].isServed = true
      note(mailboxOf: visitor, row, binding.mailbox)
    }
  }

  private mutating func note(mailboxOf visitor: Int, _ row: borrowing Row, _ slot: Int) {
    let bytes = row.bytes(ofSlot: slot)
    guard bytes.byteCount > 0, !tally.visitors[visitor].hasMoreMailboxes else { return }
    var hash = TableHash(seed: TableHash.seed)
    hash.combine(bytes)
    hash.combine(UInt64(visitor))
    guard mailboxTable.place(of: hash.value).isNew else { return }
    if tally.visitors[visitor].mailboxes.count >= TrafficTally.Visitor.mostMailboxes {
      tally.visitors[visitor].hasMoreMailboxes = true
    } else {
      let mailbox = text(row, slot, folded: true)
      if !tally.visitors[visitor].mailboxes.contains(mailbox) { tally.visitors[visitor].mailboxes.append(mailbox) }
    }
  }

  private mutating func text(_ row: borrowing Row, _ slot: Int, folded: Bool, longest: Int = longestText) -> String {
    guard row.hasValue(inSlot: slot) else { return "" }
    let bytes = row.bytes(ofSlot: slot)
    return text(
      bytes.extracting(0..<min(bytes.byteCount, longest)), row.slots[slot].kind, folded: folded)
  }

  private mutating func text(_ bytes: RawSpan, _ kind: ValueKind, folded: Bool) -> String {
    scratch.removeAll()
    ValueText.append(bytes, kind: kind, folded: folded, to: &scratch)
    return scratch.text
  }
}

extension RawSpan {
  fileprivate var tableHash: UInt64 {
    var hash = TableHash(seed: TableHash.seed)
    hash.combine(self)
    return hash.value
  }

  /// Whether it is an address by which a server speaks to itself: a loopback or link-local one.
  fileprivate var isOwnAddress: Bool {
    switch uint8(at: 0) {
    case UInt8(ascii: "1"): uint32(at: 0) == 0x2E37_3231  // "127."
    case UInt8(ascii: ":"): byteCount == 3 && uint16(at: 1) == 0x313A  // ":1"
    case UInt8(ascii: "f"), UInt8(ascii: "F"): (uint32(at: 0) ?? 0) | 0x2020_2020 == 0x3038_6566  // "fe80"
    default: false
    }
  }
}
