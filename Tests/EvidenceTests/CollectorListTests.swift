import EvidenceTestSupport
import Model
import Testing

@testable import Evidence

/// What the collectors' own lists tell: times, places, and what is missing.
@Suite struct CollectorListTests {
  @Test(arguments: Packing.listed) func kapeCopyLogTellsTheTimes(packing: Packing) throws {
    let scratch = try ScratchFolder()
    let log = """
      CopiedTimestamp,SourceFile,DestinationFile,FileSize,SourceFileSha1,DeferredCopy,CreatedOnUtc,ModifiedOnUtc
      2021-03-09 10:00:00.0,"C:\\Windows\\win.ini",x,4,0,False,2020-01-01 00:00:00.0,2021-03-03 05:19:21.1130000
      """
    let path = try packing.write(
      "EX01", [("C/Windows/win.ini", "text"), ("2021-03-09T100000_CopyLog.csv", log)], in: scratch)
    let file = try #require(try Collected(path).artifact("win.ini"))
    #expect(file.artifact.modified?.ticks == Timestamp("2021-03-03T05:19:21.113Z")?.ticks)
  }

  @Test(arguments: Packing.listed) func velociraptorResultsTellTheTimes(packing: Packing) throws {
    let scratch = try ScratchFolder()
    let rows = #"{"SourceFile":"\\\\.\\C:\\$MFT","Modified":"2022-08-21T20:04:11.32606Z"}"# + "\n"
    let path = try packing.write(
      "collection",
      [
        ("uploads/ntfs/%5C%5C.%5CC%3A/$MFT", "text"),
        ("results/Windows.KapeFiles.Targets%2FAll File Metadata.json", rows),
      ], in: scratch)
    let file = try #require(try Collected(path).artifact("$MFT"))
    #expect(file.artifact.path == "C:/$MFT")
    #expect(file.artifact.modified == Timestamp("2022-08-21T20:04:11.32606Z"))
  }

  private static let getThis = """
    ComputerName,VolumeID,ParentFRN,FRN,FullName,SampleName,SizeInBytes,MD5,SHA1,LastModificationDate,AttrName,SnapshotID
    EX03,0x1,0x2,0x3,\\inetpub\\logs\\LogFiles\\W3SVC1\\u_ex1.log,1_u_ex1.log_data,3,,,2021-03-03 05:19:21.113,,{00000000-0000-0000-0000-000000000000}
    EX03,0x1,0x2,0x3,"\\Windows\\a, b.log",2_a_data,3,,,2021-03-03 05:19:21.113,ads,{5D5A2C77-0000-0000-0000-000000000001}
    """

  @Test func dfirORCSamplesGetTheirPlacesFromGetThis() throws {
    let scratch = try ScratchFolder()
    let inner = try MadeArchive.bytes(
      .sevenZip,
      [
        .init("GetThis.csv", Self.getThis), .init("1_u_ex1.log_data", "one"), .init("2_a_data", "two"),
        .init("3_unlisted_data", "three"),
      ])
    let outer = try MadeArchive.bytes(.sevenZip, [.init("TextLogs.7z", inner)])
    let path = try scratch.write("DFIR-ORC_Server_EX03_General.7z", outer)
    let collected = try Collected(path)
    #expect(collected.refused == [])
    #expect(
      collected.places == [
        "TextLogs.7z!GetThis.csv": "EX03", "C:/inetpub/logs/LogFiles/W3SVC1/u_ex1.log": "EX03",
        "//?/Snapshot{5D5A2C77-0000-0000-0000-000000000001}/Windows/a, b.log:ads": "EX03",
        "TextLogs.7z!3_unlisted_data": "EX03",
      ])
    let modified = collected.artifact("1_u_ex1.log_data")?.artifact.modified
    #expect(modified?.ticks == Timestamp("2021-03-03T05:19:21.113Z")?.ticks)
  }

  // MARK: uploads.json

  private func upload(_ components: [String], size: Int, stored: Int, type: String = "") -> String {
    let names = components.map { "\"" + $0.replacing("\\", with: "\\\\") + "\"" }.joined(separator: ",")
    return """
      {"Timestamp":"2022-11-22T02:06:02Z","vfs_path":"x","_Components":[\(names)],"file_size":\(size),\
      "uploaded_size":\(stored),"Type":"\(type)"}

      """
  }

  @Test(arguments: Packing.listed) func uploadsListTellsEachNameAsItWas(packing: Packing) throws {
    let scratch = try ScratchFolder()
    // The name on the host has what looks like an escape, and a dot at its end.
    let names = ["uploads", "auto", "C:", "Temp", "100%41.log", "x."]
    let path = try packing.write(
      "collection",
      [("uploads/auto/C%3A/Temp/100%2541.log/x%2E", "text"), ("uploads.json", upload(names, size: 4, stored: 4))],
      in: scratch)
    let collected = try Collected(path)
    #expect(collected.refused == [])
    #expect(collected.artifact("x%2E")?.artifact.path == "C:/Temp/100%41.log/x.")
  }

  @Test(arguments: Packing.listed) func missingAndShortenedUploadsAreReported(packing: Packing) throws {
    let scratch = try ScratchFolder()
    let base = ["uploads", "ntfs", "\\\\.\\C:", "Logs"]
    let list =
      upload(base + ["there.evtx"], size: 4, stored: 4) + upload(base + ["short.evtx"], size: 400, stored: 4)
      + upload(base + ["lost.evtx"], size: 400, stored: 400)
      + upload(base + ["gone.evtx"], size: 4, stored: 4)
    let folder = "uploads/ntfs/%5C%5C.%5CC%3A/Logs"
    let path = try packing.write(
      "collection",
      [
        ("uploads.json", list), ("\(folder)/there.evtx", "text"), ("\(folder)/short.evtx", "text"),
        ("\(folder)/lost.evtx", "text"),
      ],
      in: scratch)
    let refusals = try Collected(path).refusals.map { "\($0.path.suffix(10)): \($0.reason)" }
    #expect(
      refusals.sorted() == [
        "/gone.evtx: listed in uploads.json, but not in the collection",
        "/lost.evtx: 4 of the 400 bytes that were collected are here",
        "short.evtx: collected in part only: 4 of 400 bytes",
      ])
  }

  /// Names inside collections are alike, so what one tells must not be taken for the next.
  @Test(arguments: Packing.listed) func collectionsGivenTogetherAreKeptApart(packing: Packing) throws {
    let scratch = try ScratchFolder()
    let log = ("uploads/auto/C%3A/Windows/a.log", "text")
    let gone = upload(["uploads", "auto", "C:", "gone.log"], size: 4, stored: 4)
    let one = try packing.write(
      "one", [log, ("client_info.json", #"{"Hostname":"EX01"}"#), ("uploads.json", gone)], in: scratch)
    let two = try packing.write("two", [log, ("uploads.json", "")], in: scratch)
    let collected = try Collected(one, two)
    #expect(collected.seen.filter { $0.artifact.path == "C:/Windows/a.log" }.map(\.artifact.host) == ["EX01", nil])
    #expect(collected.refusals.count == 1)
  }

  // MARK: Sparse files

  private static let stream = "uploads/ntfs/%5C%5C.%5CC%3A/$Extend/$UsnJrnl%3A$J"

  @Test(
    arguments: Packing.listed,
    [
      #"{"ranges":[{"length":6},{"original_offset":6,"file_length":4,"length":4},{"original_offset":10,"length":2}]}"#,
      #"{"FileOffset":0,"OriginalOffset":6,"FileLength":4,"Length":4}"# + "\n"
        + #"{"FileOffset":4,"OriginalOffset":10,"FileLength":0,"Length":2}"# + "\n",
    ])
  func holesAreReadAsZeros(packing: Packing, ranges: String) throws {
    let scratch = try ScratchFolder()
    let path = try packing.write("collection", [(Self.stream, "data"), (Self.stream + ".idx", ranges)], in: scratch)
    let collected = try Collected(path)
    let file = try #require(collected.artifact("$J"))
    #expect(file.artifact.path == "C:/$Extend/$UsnJrnl:$J")
    #expect(file.content == [0, 0, 0, 0, 0, 0] + Array("data".utf8) + [0, 0])
    #expect(file.artifact.size == 12 && file.size == 12 && file.cut == nil)
    #expect(file.sha256 == SHA256Text.hash(of: file.content))
    #expect(collected.noted.contains { $0.hasSuffix("sparse: its holes of 8 bytes are read as zeros") })
    // The list itself is accounted for, and is no file of the host.
    #expect(collected.artifact(".idx")?.artifact.path == Self.stream + ".idx")
  }

  /// Looked for alone, as a citation is, it has the same bytes.
  @Test(arguments: Packing.listed) func holesAreThereWhereOneArtifactIsLookedFor(packing: Packing) throws {
    let scratch = try ScratchFolder()
    let ranges = #"{"ranges":[{"length":6},{"original_offset":6,"file_length":4,"length":4}]}"#
    let path = try packing.write(
      "collection", [("uploads.json", "{}"), (Self.stream, "data"), (Self.stream + ".idx", ranges)], in: scratch)
    let whole = try #require(try Collected(path).artifact("$J"))
    var options = EvidenceOptions(spoolFolder: scratch.path)
    options.only = whole.artifact.source
    let reader = try EvidenceReader(paths: [path], options: options)
    let found = try #require(try reader.next()).finish()
    #expect(found.size == 10 && found.sha256 == whole.sha256)
    #expect(try reader.next() == nil)
  }

  /// As a real collection has it: 13.7 GB on the host, the last 39 MB stored.
  @Test func largeHolesAreLeftOutAndSaidSo() throws {
    let scratch = try ScratchFolder()
    let ranges = """
      {"ranges":[{"length":9301852160},{"original_offset":9301852160,"length":4430299136},\
      {"original_offset":13732151296,"file_length":4,"length":4}]}
      """
    let path = try Packing.zip.write("c", [(Self.stream, "data"), (Self.stream + ".idx", ranges)], in: scratch)
    let collected = try Collected(path)
    #expect(collected.artifact("$J")?.text == "data")
    #expect(collected.noted.contains { $0.contains("sparse: its holes of 13732151296 bytes are left out") })
  }

  @Test(arguments: [
    #"{"ranges":[{"original_offset":6,"file_length":4,"length":4},{"original_offset":2,"file_length":4,"length":4}]}"#,
    #"{"ranges":[{"original_offset":18446744073709551615,"file_length":4,"length":4}]}"#,
    #"{"ranges":[{"file_offset":9,"file_length":4,"length":4,"original_offset":100}]}"#,
    #"{"ranges":[{"file_length":9,"length":4,"original_offset":1}]}"#, "{}", "", "not a list",
  ])
  func rangesThatMakeNoSenseLeaveTheStoredBytes(ranges: String) throws {
    let scratch = try ScratchFolder()
    let path = try Packing.folder.write("c", [(Self.stream, "data"), (Self.stream + ".idx", ranges)], in: scratch)
    let collected = try Collected(path)
    #expect(collected.artifact("$J")?.text == "data")
    #expect(collected.refused == [])
  }

  @Test func storedBytesThatEndEarlyAreReported() throws {
    let scratch = try ScratchFolder()
    let ranges = SparseRanges(
      Array(#"{"ranges":[{"length":2},{"original_offset":2,"file_length":8,"length":8}]}"#.utf8))
    let file = try EvidenceFile(path: Array(scratch.write("a", Array("data".utf8)).utf8), in: -100)
    let stream = SparseStream(FileStream(file, meter: ReadMeter()), try #require(ranges))
    let artifact = OpenArtifact(
      Artifact(number: 0, path: "a", source: "a"), head: [], stream: stream, record: EvidenceRecord())
    #expect(artifact.finish().size == 6)
    #expect(artifact.cut == "the stored bytes end before their list of ranges does")
  }

  /// An ordinary file that ends in `.idx` is evidence like any other.
  @Test func ordinaryIndexFileIsLeftAlone() throws {
    let scratch = try ScratchFolder()
    let path = try Packing.folder.write("EX01", [("C/Windows/search.idx", "text")], in: scratch)
    #expect(try Collected(path).paths == ["C:/Windows/search.idx"])
  }
}
