internal import EVTXTestSupport

/// All that the traffic of the server is made from.
struct World: Sendable {
  let server: MadeServer
  let seed: UInt64
  let mailboxes: [Mailbox]
  let start: Moment
  let end: Moment

  /// How long a slice is; one is made from its number alone, so slices can be made side by side.
  static let slice = 5 * Moment.minute

  var sliceCount: Int { (end.milliseconds - start.milliseconds + Self.slice - 1) / Self.slice }

  func start(ofSlice number: Int) -> Moment { start.adding(number * Self.slice) }

  func random(for number: Int) -> SeededGenerator {
    SeededGenerator(seed: seed &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(number) &* 0xD6E8_FEB8_6659_FD93)
  }
}

/// One use of the server: a person opens a mailbox, a phone asks for news, a message passes.
///
/// `start` is when the first request of it comes; all are over a minute later.
protocol Usage: Sendable {
  func entries(
    at start: Moment, in world: World, using random: inout SeededGenerator
  ) -> [Entry]
}
