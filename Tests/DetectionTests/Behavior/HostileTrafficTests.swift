import Model
import Testing

@testable import Detection

/// Floods and numbers that no server sends.
@Suite struct HostileTrafficTests {
  private static func series() -> TrafficSeries {
    TrafficSeries(TrafficSeries.Key(host: "one", channel: "IIS/W3C", folder: ""))
  }

  private static func tally(_ visitors: [TrafficTally.Visitor]) -> TrafficTally {
    var tally = TrafficTally()
    tally.visitors = visitors
    return tally
  }

  private static func visitor(
    _ client: String, account: String = "", agent: String = "agent", refused: UInt64 = 0, served: UInt64 = 0
  ) -> TrafficTally.Visitor {
    var visitor = TrafficTally.Visitor(client: client, account: account, agent: agent, hour: 3_682_000)
    visitor.refusedFirstOfClient = refused
    visitor.served = served
    return visitor
  }

  @Test func byteCountsBeyondAllSumsEndAtTheGreatestNumber() throws {
    var lines: [String] = []
    for hour in 10..<22 {
      for second in 0..<40 {
        lines.append(
          "2021-03-01 \(hour):00:\(10 + second % 40) POST /owa/service.svc - EXAMPLE\\u 192.0.2.1 a\(second % 4) - 200 "
            + "999999999999999999")
      }
    }
    var series = Self.series()
    series.add(MadeTraffic.tally(MadeTraffic.fields, lines), artifact: 0, mayGrow: true)
    series.close()
    #expect(series.uses.entries.map(\.bytesOut) == [.max, .max, .max, .max])
    #expect(series.accounts.entries.map { $0.bytes.quantile(0.5) } == [.max])
    #expect(MailboxReading.findings(series).isEmpty && ForeignAccountUse.findings(series).isEmpty)
  }

  /// Ten refusals each of more clients than are kept: nothing is looked through again and again.
  @Test func floodOfRefusedClientsIsForgotten() {
    var series = Self.series()
    series.add(
      Self.tally((0..<200_000).map { Self.visitor("10.\($0)", refused: 10) }), artifact: 0, mayGrow: true)
    #expect(series.forgotClients && series.clients.entries.count <= 60_000)
  }

  /// Clients to which accounts were served are not forgotten: they would be taken for new ones.
  @Test func servedClientsAreKeptWhenThereIsNoMoreRoom() {
    var series = Self.series()
    series.add(
      Self.tally((0..<70_000).map { Self.visitor("10.\($0)", account: "u", served: 1) }), artifact: 0, mayGrow: true)
    #expect(series.clients.place(of: "10.0") == 0 && series.clients.entries.count == 65_536)
    #expect(series.refusedCount == 70_000 - 65_536)
  }

  @Test func strangersCannotTakeThePlacesOfAgents() {
    var series = Self.series()
    series.add(
      Self.tally((0..<20_000).map { Self.visitor("192.0.2.9", agent: "made \($0)", refused: 1) }), artifact: 0,
      mayGrow: true)
    series.add(
      Self.tally([Self.visitor("192.0.2.1", account: "u", agent: "own", served: 1)]), artifact: 0, mayGrow: true)
    #expect(series.agents.place(of: "own") != nil && series.agentNames.last == "own")
  }

  /// An account that found no room uses the agent too.
  @Test func accountsWithoutRoomAreNotForgottenByAgentsAndClients() throws {
    var series = Self.series()
    series.add(Self.tally([Self.visitor("192.0.2.1", account: "u", served: 1)]), artifact: 0, mayGrow: true)
    series.add(Self.tally([Self.visitor("192.0.2.1", account: "v", served: 1)]), artifact: 0, mayGrow: false)
    #expect(series.agents.entries.map(\.hasMoreAccounts) == [true])
    #expect(series.clients.entries.map(\.hasMoreAccounts) == [true])
  }

  @Test func clientsOfAnHourBeyondThoseKeptAreSaid() throws {
    var site = MadeTraffic()
    for number in 0..<50 {
      site.add(
        40, number, client: "192.0.2.\(100 + number % 9)", method: "POST", page: "/owa/service.svc",
        account: "EXAMPLE\\user3", agent: MadeTraffic.users[2].agent, bytes: 1_000_000)
    }
    let finding = try #require(site.findings().first { $0.rule.id == "EXD-079" })
    #expect(finding.sentence.contains("more than 6 clients (192.0.2"), "\(finding.sentence)")
  }
}
