import Bytes
import Dispatch
import Foundation
import Testing

@testable import Examination

@Suite("Output of many threads in one order")
struct OrderedOutputTests {
  @Test(arguments: [1, 2, 7])
  func partsComeInTheOrderOfTheirTickets(jobs: Int) throws {
    let sink = Sink()
    let merged = Sink()
    let output = OrderedOutput<UInt8>(spares: jobs, write: { sink.append($0.array) }, merge: { merged.append([$0]) })
    let tickets = TicketBox()
    DispatchQueue.concurrentPerform(iterations: jobs) { _ in
      var part = ByteBuffer()
      while let ticket = tickets.next(below: 200) {
        // Some parts are written piece by piece, some late.
        part.append(UInt8(ticket))
        if ticket % 5 == 0 { output.flush(&part, of: ticket) }
        if ticket % 3 == 0 { usleep(300) }
        part.append(UInt8(ticket))
        output.finish(&part, of: ticket, UInt8(ticket))
      }
    }
    #expect(sink.bytes == (0..<200).flatMap { [UInt8($0), UInt8($0)] })
    #expect(merged.bytes == (0..<200).map { UInt8($0) })
  }

  @Test func aFailureLetsNobodyWait() throws {
    struct Full: Error {}
    let output = OrderedOutput<Int>(spares: 1, write: { _ in throw Full() }, merge: { _ in })
    let tickets = TicketBox()
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      var part = ByteBuffer()
      while output.isSound, let ticket = tickets.next(below: 1000) {
        part.append(UInt8(1))
        if ticket % 2 == 1 { output.flush(&part, of: ticket) }
        output.finish(&part, of: ticket, ticket)
      }
    }
    #expect(throws: Full.self) { try output.throwFailure() }
  }

  private final class TicketBox: @unchecked Sendable {
    private let lock = NSLock()
    private var taken = 0

    func next(below limit: Int) -> Int? {
      lock.withLock {
        guard taken < limit else { return nil }
        taken += 1
        return taken - 1
      }
    }
  }
}
