import Bytes
import Model

@testable import Evidence

/// What collectors write beside the evidence, and the names that they give it.
enum LayoutTargets {
  private static let lists = [
    "client_info.json", "results/Windows.KapeFiles.Targets%2FUploads.json", "2021-03-03_CopyLog.csv", "GetThis.csv",
    "uploads.json", "uploads/ntfs/%5C%5C.%5CC%3A/$Extend/$UsnJrnl%3A$J.idx",
  ]
  private static let places = [
    "uploads/auto/C%3A/Windows/a.evtx", "C/Windows/a.evtx", "EX01/a_0001.data", "results/x%2FUploads.json",
  ]

  /// A collection's own lists.
  ///
  /// An input is one list; its first byte says which.
  static func lists(_ input: [UInt8]) {
    guard let first = input.first else { return }
    if Int(first) % (lists.count + 1) == lists.count { return ranges(Array(input.dropFirst())) }
    let path = lists[Int(first) % (lists.count + 1)]
    var reader = HintReader(Hints())
    reader.read(Array(input.dropFirst()), of: trail(path))
    for place in places { _ = trail(place).placement(reader.hints) }
  }

  /// A list of stored ranges is without gaps.
  private static func ranges(_ bytes: [UInt8]) {
    guard let list = SparseRanges(bytes) else { return }
    var end: UInt64 = 0
    for range in list.ranges {
      require(range.offset == end, "\(range) after \(end)")
      end += range.length
    }
    require(list.size == end && list.storedSize <= end, "\(list.size), \(list.storedSize)")
  }

  private static func trail(_ path: String) -> Trail {
    Trail(root: "collection.zip", segments: path.split(separator: "/").map { Trail.Segment(String($0)) })
  }

  /// Names of members and of folders.
  ///
  /// An input is one name on each line; a line that begins with `!` is an archive's.
  static func names(_ input: [UInt8]) {
    var segments: [Trail.Segment] = []
    for line in input.split(separator: 0x0A).prefix(16) {
      let isArchive = line.first == UInt8(ascii: "!")
      guard case .components(let names) = MemberName.parse(Array(isArchive ? line.dropFirst() : line)) else { continue }
      for name in names { _ = MemberName.isDevice(name) }
      segments += names.map { Trail.Segment($0) }
      if isArchive { segments[segments.count - 1].isArchive = true }
    }
    guard !segments.isEmpty else { return }
    let trail = Trail(root: String(decoding: input.prefix(64), as: UTF8.self), segments: segments)
    var reader = HintReader(Hints())
    _ = reader.learn([trail])
    let placement = trail.placement(reader.hints)
    require(!placement.path.split(separator: "/").contains(".."), "leads out: \(placement.path)")
  }
}

/// Lists and names to begin with.
enum LayoutSeeds {
  static func lists(_ data: String?) -> [Seed] {
    let made = [
      "\u{0}" + #"{"Hostname":"EX01","os_info":{"fqdn":"ex01.example.com"}}"#,
      "\u{0}" + #"{"os_info":{"hostname":"EX01"}}"#,
      "\u{1}" + #"{"SourceFile":"C:\\Windows\\a.evtx","Modified":"2021-03-03T05:19:21.1Z"}"# + "\n"
        + #"{"SourceFile":"\\\\.\\C:\\$MFT","Modified":"2021-03-03T05:19:21Z"}"#,
      "\u{2}CopiedTimestamp,SourceFile,DestinationFile,FileSize,SourceFileSha1,DeferredCopy,CreatedOnUtc,ModifiedOnUtc\n"
        + "2021,C:\\Windows\\a.evtx,D:\\a.evtx,1,00,False,2021-03-03 05:19:21.1,\"2021-03-03 05:19:21.1\"\n",
      "\u{3}\u{FEFF}ComputerName,VolumeID,ParentName,FRN,FullName,SampleName,SizeInBytes,LastModificationDate,SnapshotID\r\n"
        + "EX01,0x1,x,0x2,\\Windows\\a.evtx,a_0001.data,1,2021-03-03 05:19:21.113,{00000000-0000-0000-0000-000000000000}\r\n",
      "\u{4}" + #"{"_Components":["uploads","auto","C:","a"],"file_size":4,"uploaded_size":2,"Type":""}"#,
      "\u{5}" + #"{"ranges":[{"length":6},{"original_offset":6,"file_length":4,"length":4}]}"#,
      "\u{5}" + #"{"FileOffset":0,"OriginalOffset":6,"FileLength":4,"Length":4}"#,
    ]
    let ranges = "\u{4}" + #"{"ranges":[{"length":2},{"original_offset":2,"file_length":8,"length":8}]}"#
    return Seed.made(made + [ranges])
  }

  static func names(_ data: String?) -> [Seed] {
    Seed.made([
      "uploads\nauto\nC%3A\nWindows\nSystem32\nwinevt\nLogs\nMicrosoft-Windows-Sysmon%254Operational.evtx",
      "uploads/ntfs/%5C%5C.%5CC%3A/$MFT",
      "uploads/ntfs/%5C%5C%3F%5CGLOBALROOT%5CDevice%5CHarddiskVolumeShadowCopy1/a/b",
      "EX01/C/Windows/System32/a.evtx", "Collection-EX01-2021-08-29T02_00_00Z.zip\nuploads/auto/C%3A/a/..%2fb",
      "!DFIR-ORC_Server_EX01_General.7z\n!Event.7z\nEvent/EX01/Security_0001.data",
      "!Users.zip\nC\\Users\\x\\a.zip", "$Extend/$UsnJrnl%3A$J.idx",
      "EX01/Exchange Server/V15/Logging/HttpProxy/Owa/x.log",
      "CON.txt\ncom1", "a/./b", "W3SVC1/u_ex210303.log", "cylr.log", "C/$Extend/$J",
      "ExchangeLogs/EX01.zip\nEX01/IISLogs/W3SVC1/u.log", "caf\u{E9}/\u{202E}fdp.exe",
    ])
  }
}
