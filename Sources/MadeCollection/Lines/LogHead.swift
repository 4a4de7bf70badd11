/// The first lines of a log file, which stand in it again where its writer started anew.
extension LogStream {
  /// The lines and how many there are; `again`: in the middle of a file.
  func head(of server: MadeServer, at time: Moment, again: Bool = false) -> (bytes: [UInt8], lines: Int) {
    var bytes: [UInt8] = []
    switch place.head {
    case .web, .refusals:
      bytes.put("#Software: Microsoft ")
      bytes.put(place.head == .web ? "Internet Information Services 10.0" : "HTTP API 2.0")
      bytes.endLine()
      bytes.put("#Version: 1.0")
      bytes.endLine()
      bytes.put("#Date: ")
      bytes.put(dateOf: time)
      bytes.put(" ")
      bytes.put(timeOf: time)
      bytes.endLine()
      bytes.put("#Fields: " + columns)
      bytes.endLine()
      return (bytes, 4)
    case .plainFirst, .marked, .numbered:
      if !again && place.head == .plainFirst {
        bytes.put(columns)
        bytes.endLine()
      }
      if !again && place.head == .marked { bytes += [0xEF, 0xBB, 0xBF] }
      bytes.put("#Software: Microsoft Exchange" + (self == .audit ? "" : " Server"))
      bytes.endLine()
      bytes.put("#Version: " + (hasOldVersion ? "15.0.0.0" : server.paddedBuild))
      bytes.endLine()
      bytes.put("#Log-type: " + place.type)
      bytes.endLine()
      bytes.put("#Date: ")
      bytes.put(time)
      bytes.endLine()
      bytes.put("#Fields: " + columns)
      bytes.endLine()
      return (bytes, !again && place.head == .plainFirst ? 6 : 5)
    }
  }

  private var hasOldVersion: Bool { [.ecpServer, .ecpActivity, .oabGenerator, .receive, .agents].contains(self) }
}
