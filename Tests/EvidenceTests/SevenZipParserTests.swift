import Testing

@testable import Evidence

@Suite("The list of members of a 7z")
struct SevenZipParserTests {
  /// One folder with one coder of the method 00.
  private static let folders: [UInt8] = [0x0B, 1, 0, 1, 0x01, 0x00]
  private static let sizes: [UInt8] = [0x0C, 5]
  private static let packed: [UInt8] = [0x06, 0, 1]

  private func folderCount(_ list: [UInt8]) throws -> Int {
    var parser = SevenZipParser(list)
    return try parser.streams().folders.count
  }

  @Test func eachListOnceIsRead() throws {
    #expect(try folderCount(Self.packed + [0x09, 7, 0x00, 0x07] + Self.folders + Self.sizes + [0x00, 0x00]) == 1)
  }

  /// A list that may come again has no bound, whatever the bound of one.
  @Test(arguments: [
    [0x07] + folders + folders + [0x00, 0x00], [0x07] + folders + sizes + sizes + [0x00, 0x00],
    packed + [0x09, 7, 0x09, 7, 0x00, 0x00],
  ])
  func aListThatComesAgainIsDamage(list: [UInt8]) {
    #expect(throws: SevenZipDamage.self) { try folderCount(list) }
  }
}
