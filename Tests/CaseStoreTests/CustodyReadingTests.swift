import Foundation
import Model
import Testing

@testable import CaseStore

/// A custody record with a time that is none is not read as one without a time.
@Suite struct CustodyReadingTests {
  private static var written: String {
    var custody = Custody(
      version: "0", who: Custody.Person(user: "u", host: "h"), started: Timestamp(unixSeconds: 1_614_748_761),
      arguments: [], directory: "/")
    custody.ended = Timestamp(unixSeconds: 1_614_748_762)
    custody.artifacts = [
      Artifact(
        number: 7, path: "p", source: "s", size: 1, modified: Timestamp(unixSeconds: 1_614_748_763), format: "evtx",
        account: ByteAccount(size: 1, understood: 1))
    ]
    return String(decoding: custody.json, as: UTF8.self)
  }

  @Test func whatWasWrittenIsRead() throws {
    let custody = try Custody(json: Array(Self.written.utf8))
    #expect(custody.ended?.description == "2021-03-03T05:19:22Z")
    #expect(custody.artifacts.first?.modified?.description == "2021-03-03T05:19:23Z")
  }

  @Test(arguments: [
    ("2021-03-03T05:19:21Z", "started"), ("2021-03-03T05:19:22Z", "ended"),
    ("2021-03-03T05:19:23Z", "modified of artifact 7"),
  ])
  func aTimeThatIsNoneIsNamed(time: String, name: String) {
    let damaged = Self.written.replacing(time, with: "2021-02-31T05:19:21Z")
    #expect(damaged != Self.written)
    let error = #expect(throws: CaseError.self) { try Custody(json: Array(damaged.utf8)) }
    #expect("\(error.map { "\($0)" } ?? "")".contains("\(name): expected a time, found '2021-02-31T05:19:21Z'"))
  }
}
