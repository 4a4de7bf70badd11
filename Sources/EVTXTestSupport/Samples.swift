/// Small logs that tests share; names and addresses are reserved for documentation.
public enum Samples {
  public static let host = "mail01.example.org"
  public static let time: FileTime = "2021-03-03T05:19:21.1130000Z"
  static let auditing: GUID = "54849625-5478-4994-A5BA-3E3B0328C30D"

  /// A logon, as Security records it (event 4624, shortened).
  public static func logon(user: String, address: String, at time: FileTime = time) -> MadeEvent {
    let fields: [MadeEvent.Field] = [
      .init("SubjectUserSid", .sid("S-1-5-18")), .init("TargetUserName", user), .init("TargetDomainName", "EXAMPLE"),
      .init("TargetLogonId", .hex64(0x3E7A1)), .init("LogonType", .uint32(3)),
      .init("LogonGuid", .guid("12345678-9ABC-DEF0-1234-56789ABCDEF0")), .init("ProcessId", .size64(0x2D4)),
      .init("IpAddress", address), .init("IpPort", "51734"),
    ]
    return MadeEvent(
      provider: "Microsoft-Windows-Security-Auditing", guid: auditing, id: 4624, channel: "Security", computer: host,
      time: time, payload: .eventData(fields)
    ).with {
      $0.version = 2
      $0.task = 12544
      $0.keywords = 0x8020_0000_0000_0000
      $0.processID = 708
      $0.threadID = 4712
      $0.level = 0
    }
  }

  /// The note that a log was cleared (event 1102), whose facts stand in UserData.
  public static func logCleared(by user: String, at time: FileTime = time) -> MadeEvent {
    func child(_ name: String, _ slot: UInt16, _ type: UInt8) -> MadeNode {
      .element(MadeElement(name, [.substitution(slot, type: type, optional: false)]))
    }
    let namespace = MadeAttribute("xmlns", "http://manifests.microsoft.com/win/2004/08/windows/eventlog")
    let content = MadeElement(
      "LogFileCleared", attributes: [namespace],
      [child("SubjectUserSid", 0, 0x13), child("SubjectUserName", 1, 0x01), child("SubjectLogonId", 2, 0x15)])
    return MadeEvent(
      provider: "Microsoft-Windows-Eventlog", guid: "FC65DDD8-D6EF-4962-83D5-6E5CFE9CE148", id: 1102,
      channel: "Security", computer: host, time: time,
      payload: .userData(content, [.sid("S-1-5-21-1-2-3-500"), .text(user), .hex64(0x1F2E3)]))
  }

  /// A classic event: unnamed Data, and its strings as one array.
  public static func classic(_ texts: [String], at time: FileTime = time) -> MadeEvent {
    MadeEvent(
      provider: "MSExchange Example", id: 1000, channel: "Application", computer: host, time: time,
      payload: .eventData([.init(nil, .array(of: 0x01, texts.map { .text($0) })), .init(nil, .text("last"))])
    ).with { $0.qualifiers = 16384 }
  }

  /// One event with a value of every type.
  public static func everyType(at time: FileTime = time) -> MadeEvent {
    MadeEvent(
      provider: "Postern-Test", guid: "00112233-4455-6677-8899-AABBCCDDEEFF", id: 1, channel: "Postern/Test",
      computer: host, time: time,
      payload: .eventData(values.map { MadeEvent.Field($0.name, $0.value) }))
  }

  /// Values that some readers get wrong: PyPI `evtx` 0.14 takes four bytes for any truth value and knows no arrays of
  /// code page text.
  public static let peculiarValues: [(name: String, value: MadeValue, texts: [String])] = [
    ("OneByteTrue", .raw(type: 0x0D, [1]), ["true"]),
    ("IrregularBool", .raw(type: 0x0D, [16, 0, 0, 0]), ["16"]),
    ("NegativeBool", .raw(type: 0x0D, [0xFF, 0xFF, 0xFF, 0xFF]), ["-1"]),
    ("EightByteTrue", .raw(type: 0x0D, [1, 0, 0, 0, 0, 0, 0, 0]), ["true"]),
    ("ANSITexts", .array(of: 0x02, [.ansi(Array("one".utf8)), .ansi(Array("two".utf8))]), ["one", "two"]),
    ("UnknownType", .raw(type: 0x30, [0xCA, 0xFE]), ["CAFE"]),
    ("ShortNumber", .raw(type: 0x08, [1, 2]), ["0102"]),
  ]

  /// A value of every type, and the text that a reader must make of it (one for each element of an array).
  public static let values: [(name: String, value: MadeValue, texts: [String])] = singles + arrays + numberArrays

  private static let singles: [(name: String, value: MadeValue, texts: [String])] = [
    ("Null", .null, [""]),
    ("NullOfSize", .nullOfSize(8), [""]),
    ("Text", .text("Grüße, 世界 𝄞"), ["Grüße, 世界 𝄞"]),
    ("ClosedText", .closedText("closed"), ["closed"]),
    ("Empty", .text(""), [""]),
    ("ANSI", .ansi(Array("code page ".utf8) + [0xE9, 0x80, 0x00]), ["code page é€"]),
    ("Int8", .int8(-128), ["-128"]),
    ("UInt8", .uint8(255), ["255"]),
    ("Int16", .int16(-32_768), ["-32768"]),
    ("UInt16", .uint16(65_535), ["65535"]),
    ("Int32", .int32(-2_147_483_648), ["-2147483648"]),
    ("UInt32", .uint32(4_294_967_295), ["4294967295"]),
    ("Int64", .int64(.min), ["-9223372036854775808"]),
    ("UInt64", .uint64(.max), ["18446744073709551615"]),
    ("Float", .float(1.5), ["1.5"]),
    ("Double", .double(-0.25), ["-0.25"]),
    ("True", .bool(true), ["true"]),
    ("False", .bool(false), ["false"]),
    ("Binary", .binary([0x00, 0xDE, 0xAD, 0xBE, 0xEF]), ["00DEADBEEF"]),
    ("NoBinary", .binary([]), [""]),
    ("GUID", .guid("00112233-4455-6677-8899-AABBCCDDEEFF"), ["{00112233-4455-6677-8899-AABBCCDDEEFF}"]),
    ("Size32", .size32(0xBEEF), ["0xbeef"]),
    ("Size64", .size64(0xFFFF_8000_1234_5678), ["0xffff800012345678"]),
    ("FileTime", .fileTime("2021-03-03T05:19:21.1134567Z"), ["2021-03-03T05:19:21.1134567Z"]),
    ("SystemTime", .systemTime([2021, 3, 3, 3, 5, 19, 21, 113]), ["2021-03-03T05:19:21.113Z"]),
    ("SID", .sid("S-1-5-21-3623811015-3361044348-30300820-1013"), ["S-1-5-21-3623811015-3361044348-30300820-1013"]),
    ("Hex32", .hex32(0xC000_006D), ["0xc000006d"]),
    ("Hex64", .hex64(0), ["0x0"]),
  ]

  private static let arrays: [(name: String, value: MadeValue, texts: [String])] = [
    ("Texts", .array(of: 0x01, [.text("one"), .text("two, three"), .text("four")]), ["one", "two, three", "four"]),
    ("Bools", .array(of: 0x0D, [.bool(true), .bool(false)]), ["true", "false"]),
    (
      "GUIDs",
      .array(
        of: 0x0F, [.guid("00112233-4455-6677-8899-AABBCCDDEEFF"), .guid("00000000-0000-0000-0000-000000000001")]),
      ["{00112233-4455-6677-8899-AABBCCDDEEFF}", "{00000000-0000-0000-0000-000000000001}"]
    ),
    (
      "FileTimes", .array(of: 0x11, [.fileTime("2021-03-03T05:19:21Z"), .fileTime("1601-01-01T00:00:00Z")]),
      ["2021-03-03T05:19:21.0000000Z", "1601-01-01T00:00:00.0000000Z"]
    ),
    (
      "SystemTimes", .array(of: 0x12, [.systemTime([1999, 12, 5, 31, 23, 59, 59, 999])]),
      ["1999-12-31T23:59:59.999Z"]
    ),
  ]

  private static let numberArrays: [(name: String, value: MadeValue, texts: [String])] = [
    ("Int8s", .array(of: 0x03, [.int8(-1), .int8(1)]), ["-1", "1"]),
    ("UInt8s", .array(of: 0x04, [.uint8(1), .uint8(2)]), ["1", "2"]),
    ("Int16s", .array(of: 0x05, [.int16(-1), .int16(1)]), ["-1", "1"]),
    ("UInt16s", .array(of: 0x06, [.uint16(1), .uint16(2)]), ["1", "2"]),
    ("Int32s", .array(of: 0x07, [.int32(-1), .int32(1)]), ["-1", "1"]),
    ("UInt32s", .array(of: 0x08, [.uint32(1), .uint32(2)]), ["1", "2"]),
    ("Int64s", .array(of: 0x09, [.int64(-1), .int64(1)]), ["-1", "1"]),
    ("UInt64s", .array(of: 0x0A, [.uint64(1), .uint64(2)]), ["1", "2"]),
    ("Floats", .array(of: 0x0B, [.float(0.5), .float(2)]), ["0.5", "2.0"]),
    ("Doubles", .array(of: 0x0C, [.double(0.5), .double(2)]), ["0.5", "2.0"]),
    ("Hex32s", .array(of: 0x14, [.hex32(10), .hex32(11)]), ["0xa", "0xb"]),
    ("Hex64s", .array(of: 0x15, [.hex64(10), .hex64(11)]), ["0xa", "0xb"]),
  ]
}
