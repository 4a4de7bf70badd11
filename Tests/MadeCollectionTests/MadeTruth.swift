import Foundation
import MadeCollection

/// A collection made in memory, with its truth read again.
struct MadeCase {
  let files: [String: [UInt8]]
  let truth: MadeTruth
  /// The lines of each file that was asked for.
  private let lines: [String: [String]]

  init(_ change: (inout CollectionOptions) -> Void = { _ in }) throws {
    var options = CollectionOptions(size: 4_000_000)
    options.mailboxes = 20
    options.probesADay = 24
    change(&options)
    let made = CollectionMaker(options).files()
    files = made.files
    truth = try JSONDecoder().decode(MadeTruth.self, from: Data(made.truth))
    lines = made.files.filter { $0.key.lowercased().hasSuffix(".log") }.mapValues { bytes in
      String(decoding: bytes, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// The line of a piece of evidence; nil where there is none.
  func line(_ piece: MadeTruth.Piece) -> String? {
    guard let number = piece.line, let file = lines[Self.inside(piece.collectionPath)], number <= file.count else {
      return nil
    }
    return file[number - 1]
  }

  /// All lines but those of headers in files whose path has `part`.
  func rows(_ part: String) -> [String] {
    lines.filter { $0.key.contains(part) }.sorted { $0.key < $1.key }.flatMap(\.value).filter {
      !$0.isEmpty && !$0.hasPrefix("#") && !$0.hasPrefix("\u{FEFF}#") && !$0.hasPrefix("DateTime,")
    }
  }

  /// A path below the collection's folder.
  private static func inside(_ path: String) -> String { path.split(separator: "/").dropFirst().joined(separator: "/") }
}

/// What the tests ask of `truth.json`.
struct MadeTruth: Decodable {
  struct Piece: Decodable {
    var time: String
    var file: String
    var collectionPath: String
    var line: Int?
    var record: Int?
    var need: String

    enum CodingKeys: String, CodingKey {
      case time, file, line, record, need
      case collectionPath = "collection_path"
    }
  }

  struct Step: Decodable {
    var id: String
    var intruder: String
    var stage: String
    var need: String
    var visible: Bool
    var evidence: [Piece]
  }

  struct Decoy: Decodable {
    var name: String
    var evidence: [Piece]
  }

  struct Intruder: Decodable {
    var id: String
    var addresses: [String]
  }

  struct Verdict: Decodable {
    var actual: String
    var expected: String
  }

  var steps: [Step]
  var decoys: [Decoy]
  var intruders: [Intruder]
  var verdict: Verdict
}
