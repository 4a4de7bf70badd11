public import Bytes

/// Rows of comma-separated values (RFC 4180); `ByteBuffer.appendCSV` says what becomes of a cell.
public enum CSVText {
  /// Appends one row; lines end with CR LF as the standard says.
  public static func append(_ cells: [String], to buffer: inout ByteBuffer) {
    for (at, cell) in cells.enumerated() {
      if at > 0 { buffer.append(UInt8(ascii: ",")) }
      buffer.appendCSV(cell)
    }
    buffer.append("\r\n")
  }
}
