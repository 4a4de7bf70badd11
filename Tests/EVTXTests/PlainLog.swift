import Bytes
import EVTXPlain

/// A whole file through the plain decoder, chunk by chunk.
enum PlainLog {
  /// A record and where its chunk begins.
  struct Placed {
    let record: PlainRecord
    let chunkOffset: Int
    var offset: Int { chunkOffset + record.offset }
  }

  /// Where the chunks begin, and their bytes; the last may be short.
  static func chunks(of file: [UInt8]) -> [(offset: Int, bytes: [UInt8])] {
    stride(from: PlainDecoder.fileHeaderSize, to: file.count, by: PlainDecoder.chunkSize).map {
      ($0, Array(file[$0..<min(file.count, $0 + PlainDecoder.chunkSize)]))
    }
  }

  static func records(of file: [UInt8]) -> [Placed] {
    chunks(of: file).flatMap { offset, bytes in
      PlainDecoder.records(inChunk: bytes).map { Placed(record: $0, chunkOffset: offset) }
    }
  }

  static func carved(from file: [UInt8]) -> [PlainRecord] {
    chunks(of: file).flatMap { PlainDecoder.carved(fromChunk: $0.bytes.rawSpan) }
  }

  /// The texts of a record's fields of that name.
  static func texts(_ name: String, of record: PlainRecord) -> [String] {
    record.fields.filter { $0.name == name }.map(\.text)
  }
}
