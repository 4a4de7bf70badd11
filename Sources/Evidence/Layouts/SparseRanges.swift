import FoundationEssentials

/// Which parts of a file Velociraptor stored, one behind the other without the holes between them.
///
/// Source: Velociraptor, `uploads/`: `<name>.idx` beside `<name>`, one JSON object with `ranges`, in older versions one
/// object a line. A list that makes no sense is not used: the stored bytes are then read as they are.
struct SparseRanges: Hashable, Sendable {
  struct Range: Hashable, Sendable {
    /// Where it stands in the file on the host.
    var offset: UInt64
    var length: UInt64
    var isHole: Bool
  }

  /// In order and without gaps, from 0 on.
  private(set) var ranges: [Range] = []

  /// Bytes of the file on the host.
  var size: UInt64 { ranges.last.map { $0.offset + $0.length } ?? 0 }
  /// Bytes that were stored.
  var storedSize: UInt64 { ranges.reduce(0) { $0 + ($1.isHole ? 0 : $1.length) } }

  /// Nil where the bytes are no such list.
  init?(_ bytes: [UInt8]) {
    guard let rows = Self.rows(bytes), !rows.isEmpty else { return nil }
    var stored: UInt64 = 0
    for row in rows {
      let (offset, length, held) = (row.originalOffset ?? 0, row.length ?? 0, row.fileLength ?? 0)
      guard offset >= size, held <= length, !offset.addingReportingOverflow(length).overflow,
        held == 0 || row.fileOffset ?? stored == stored
      else { return nil }
      add(offset, isHole: true)
      add(offset + held, isHole: false)
      add(offset + length, isHole: true)
      stored += held
    }
  }

  /// Goes on to `end`.
  private mutating func add(_ end: UInt64, isHole: Bool) {
    let start = size
    guard end > start else { return }
    if let last = ranges.indices.last, ranges[last].isHole == isHole {
      ranges[last].length += end - start
    } else {
      ranges.append(Range(offset: start, length: end - start, isHole: isHole))
    }
  }

  private struct File: Decodable {
    var ranges: [Row]
  }

  /// Both spellings of the names; what is 0 is left out.
  private struct Row: Decodable {
    var originalOffset: UInt64?
    var fileOffset: UInt64?
    var fileLength: UInt64?
    var length: UInt64?

    private struct Name: CodingKey {
      var stringValue: String
      var intValue: Int? { nil }
      init?(intValue: Int) { nil }
      init(stringValue: String) { self.stringValue = stringValue }
    }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: Name.self)
      func value(_ names: String...) throws -> UInt64? {
        for name in names {
          if let number = try values.decodeIfPresent(UInt64.self, forKey: Name(stringValue: name)) { return number }
        }
        return nil
      }
      originalOffset = try value("original_offset", "OriginalOffset")
      fileOffset = try value("file_offset", "FileOffset")
      fileLength = try value("file_length", "FileLength")
      length = try value("length", "Length")
    }
  }

  private static func rows(_ bytes: [UInt8]) -> [Row]? {
    let decoder = JSONDecoder()
    if let file = try? decoder.decode(File.self, from: Data(bytes)) { return file.ranges }
    var rows: [Row] = []
    for line in bytes.split(separator: 0x0A) where !line.allSatisfy({ $0 == 0x20 || $0 == 0x0D }) {
      guard let row = try? decoder.decode(Row.self, from: Data(line)) else { return nil }
      rows.append(row)
    }
    return rows
  }
}
