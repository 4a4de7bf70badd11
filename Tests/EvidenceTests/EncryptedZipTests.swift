import EvidenceTestSupport
import Foundation
import Testing

@testable import Evidence

/// Encrypted zips open with the right password, and say plainly why not with none or a wrong one.
@Suite struct EncryptedZipTests {
  private enum Kind: CaseIterable { case stored, traditional, aes128, aes256 }

  private static let text = String(repeating: "2021-03-03 05:19:21 GET /owa/ 200\n", count: 2000)

  private func zip(_ kind: Kind, password: String) throws -> [UInt8] {
    let entries = [MadeArchive.Entry("plain-name.log", Self.text), .init("b.log", "second\n")]
    switch kind {
    case .stored:
      return MadeZip(
        entries.map { entry in
          var member = MadeZip.Member(entry.name, entry.content)
          member.password = password
          return member
        }
      ).bytes()
    case .traditional:
      return try MadeArchive.bytes(.zip, password: password, options: "zip:encryption=zipcrypt", entries)
    case .aes128: return try MadeArchive.bytes(.zip, password: password, options: "zip:encryption=aes128", entries)
    case .aes256: return try MadeArchive.bytes(.zip, password: password, options: "zip:encryption=aes256", entries)
    }
  }

  @Test(arguments: Kind.allCases) private func rightPasswordOpens(kind: Kind) throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write("e.zip", zip(kind, password: "right one"))
    for passwords in [["right one"], ["wrong", "", "right one", "other"]] {
      let collected = try Collected(path, passwords: passwords)
      #expect(collected.refused == [])
      #expect(collected.seen.map(\.text) == [Self.text, "second\n"])
    }
  }

  @Test(arguments: Kind.allCases) private func withoutPasswordNothingComesAndItIsSaid(kind: Kind) throws {
    let scratch = try ScratchFolder()
    let collected = try Collected(scratch.write("e.zip", zip(kind, password: "right one")))
    #expect(collected.seen.allSatisfy { $0.content.isEmpty })
    #expect(
      collected.refused == [
        "e.zip!plain-name.log: encrypted, and no password was given (--password-file)",
        "e.zip!b.log: encrypted, and no password was given (--password-file)",
      ])
  }

  /// With 1,000 wrong ones, four or so pass the check of each member; none may give out noise as evidence.
  @Test(arguments: Kind.allCases) private func wrongPasswordsGiveNothing(kind: Kind) throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write("e.zip", zip(kind, password: "right one"))
    let one = try Collected(path, passwords: ["wrong"])
    #expect(one.seen.allSatisfy { $0.content.isEmpty })
    #expect(
      one.refused.map { $0.prefix(while: { $0 != "(" }) }.allSatisfy {
        $0.hasSuffix("encrypted, and the password does not fit ")
      })
    #expect(one.refused.count == 2)
    let count = kind == .aes256 || kind == .aes128 ? 20 : 600
    let many = try Collected(path, passwords: (0..<count).map { "wrong \($0)" })
    #expect(many.seen.allSatisfy { $0.content.isEmpty })
    #expect(many.refused.count == 2 && many.refused.allSatisfy { $0.contains("none of \(count) passwords fits") })
  }

  /// The check byte is the attacker's or chance's; the checksum tells.
  @Test func wrongPasswordThatPassesTheCheckIsNoticed() throws {
    let scratch = try ScratchFolder()
    var member = MadeZip.Member("a.log", Self.text)
    member.password = "right one"
    let zip = MadeZip([member]).bytes()
    let header = Array(zip[35..<47])
    let checksum = zip[17]
    let deceiving = try #require(
      (0..<100_000).lazy.map { "wrong \($0)" }.first { ZipCipher.checkByte(of: header, password: $0) == checksum })
    let path = try scratch.write("e.zip", zip)
    let wrong = try Collected(path, passwords: [deceiving])
    #expect(wrong.seen.allSatisfy { $0.content.isEmpty })
    #expect(wrong.refused.count == 1)
    // And it does not stand in the way of the right one behind it.
    let right = try Collected(path, passwords: [deceiving, "right one"])
    #expect(right.refused == [])
    #expect(right.seen.map(\.text) == [Self.text])
  }

  @Test func numberOfPasswordsIsLimited() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write("e.zip", zip(.stored, password: "right one"))
    let collected = try Collected(path, passwords: (0..<1000).map { "wrong \($0)" } + ["right one"])
    #expect(collected.seen.allSatisfy { $0.content.isEmpty })
    #expect(collected.noted.contains("passwords: the first 1000 of 1001 are tried"))
  }

  @Test func membersWithPasswordsOfTheirOwnOpen() throws {
    let scratch = try ScratchFolder()
    let members = ["one", "two", "three"].map { password in
      var member = MadeZip.Member("\(password).log", password)
      member.password = password
      return member
    }
    let path = try scratch.write("e.zip", MadeZip(members + [.init("plain.log", "plain")]).bytes())
    let collected = try Collected(path, passwords: ["three", "one", "two"])
    #expect(collected.refused == [])
    #expect(collected.seen.map(\.text) == ["one", "two", "three", "plain"])
  }

  /// A member that is damaged does not make the password wrong.
  @Test func damagedSmallestMemberDoesNotHideThePassword() throws {
    let scratch = try ScratchFolder()
    let members = ["a", "bb"].map { name in
      var member = MadeZip.Member("\(name).log", String(repeating: name, count: 100))
      member.password = "right one"
      return member
    }
    var zip = MadeZip(members).bytes()
    zip[60] ^= 0xFF
    let collected = try Collected(scratch.write("e.zip", zip), passwords: ["right one"])
    #expect(collected.artifact("bb.log")?.text == String(repeating: "bb", count: 100))
    #expect(collected.artifact("bb.log")?.cut == nil)
    #expect(collected.artifact("a.log")?.cut != nil)
    #expect(collected.refused.count == 1)
  }

  /// Velociraptor's encrypted container: the outer zip holds the inner one alone.
  @Test func nestedEncryptedZipIsReportedOrOpened() throws {
    let scratch = try ScratchFolder()
    let inner = MadeZip([.init("uploads/auto/C%3A/Windows/win.ini", "text")]).bytes()
    let outer = try MadeArchive.bytes(
      .zip, password: "right one", options: "zip:encryption=aes256", [.init("data.zip", inner)])
    let path = try scratch.write("Collection-EX01-2021-08-29T02_00_00Z.zip", outer)
    #expect(try Collected(path, passwords: ["right one"]).places == ["C:/Windows/win.ini": "EX01"])
    let refused = try Collected(path).refused
    #expect(refused.count == 1 && refused[0].hasSuffix("encrypted, and no password was given (--password-file)"))
  }

  @Test func passwordFileMayComeFromWindows() {
    #expect(EvidenceOptions.passwords(inFile: "one\r\n\r\ntwo words \nthree") == ["one", "two words ", "three"])
  }
}
