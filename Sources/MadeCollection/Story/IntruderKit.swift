internal import EVTXTestSupport

/// What planting an intruder needs: who it is, the server, and chance.
struct IntruderKit {
  let world: World
  var who: Story.Intruder
  var random: SeededGenerator
  /// Whether the audit of processes with their command lines is on, which it is not by default.
  let isAudited: Bool

  init(world: World, who: Story.Intruder, random: SeededGenerator) {
    self.world = world
    self.who = who
    self.random = random
    isAudited = world.seed % 2 == 1
  }

  var server: MadeServer { world.server }
  /// What an intruder's text is replaced by: it does nothing.
  static let inert = "REMOVED-SAMPLE"

  func events() -> ServerEvents { ServerEvents(server: server) }

  mutating func one<Choice>(of choices: [Choice]) -> Choice {
    choices[Int.random(in: 0..<choices.count, using: &random)]
  }

  mutating func request(
    _ method: String, _ log: LogStream?, _ stem: String, _ query: String = "", agent: Int = 0, host: String? = nil,
    at time: Moment, took: Int = 0
  ) -> WebRequest {
    WebRequest(
      method, log, host ?? server.mailHost, stem, query, from: who.address, with: who.agents[agent], at: time,
      took: took > 0 ? took : Int.random(in: 30...400, using: &random), using: &random)
  }

  /// Milliseconds of a pause.
  mutating func wait(_ seconds: ClosedRange<Int>) -> Int {
    Int.random(in: seconds.lowerBound * 1000...seconds.upperBound * 1000, using: &random)
  }

  mutating func mailbox() -> Mailbox { world.mailboxes[Int.random(in: 0..<world.mailboxes.count, using: &random)] }
}
