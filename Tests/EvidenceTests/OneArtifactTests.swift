import Bytes
import EvidenceTestSupport
import Foundation
import Model
import Testing

@testable import Evidence

@Suite("Looking for one artifact, and how far reading has come")
struct OneArtifactTests {
  private func sources(_ paths: [String], only: String?, in directory: String? = nil) throws -> [String] {
    let spool = try ScratchFolder()
    var options = EvidenceOptions(spoolFolder: spool.path)
    options.only = only
    options.directory = directory
    let reader = try EvidenceReader(paths: paths, options: options)
    var sources: [String] = []
    while let open = try reader.next() {
      _ = open.finish()
      sources.append(open.artifact.source)
    }
    if only != nil { #expect(reader.refusals.isEmpty, "something else was opened") }
    return sources
  }

  /// A folder with a damaged archive first, which cannot be opened without a refusal, and a zip with a zip inside.
  private func folder() throws -> ScratchFolder {
    let scratch = try ScratchFolder()
    try scratch.write("in/a.zip", Array("PK\u{3}\u{4}damaged".utf8))
    let inner = MadeZip([.init("x.log", "x"), .init("y.log", "y")]).bytes()
    try scratch.write(
      "in/b.zip", MadeZip([.init("p.log", "p"), .init("inner.zip", inner), .init("q.log", "q")]).bytes())
    try scratch.write("in/c.log", Array("c".utf8))
    return scratch
  }

  @Test(arguments: ["c.log", "b.zip!q.log", "b.zip!inner.zip!y.log"])
  func nothingElseIsOpened(name: String) throws {
    let scratch = try folder()
    let wanted = scratch.path + "/in/" + name
    #expect(try sources([scratch.path + "/in"], only: wanted) == [wanted])
  }

  @Test func otherPathsAreNotEvenLookedAt() throws {
    let scratch = try folder()
    let wanted = scratch.path + "/in/c.log"
    #expect(try sources(["/nothing-here", wanted], only: wanted) == [wanted])
  }

  @Test func whatIsNotThereIsNotFound() throws {
    let scratch = try folder()
    #expect(try sources([scratch.path + "/in"], only: scratch.path + "/in/d.log") == [])
  }

  @Test func relativePathsAreThoseOfTheFolderThatIsGiven() throws {
    let scratch = try folder()
    #expect(try sources(["in"], only: "in/c.log", in: scratch.path) == ["in/c.log"])
    #expect(try sources(["in/c.log", "./in/b.zip"], only: nil, in: scratch.path).first == "in/c.log")
  }

  @Test func bytesReadReachTheBytesExpectedAndNeverGoBeyond() throws {
    let scratch = try folder()
    // Much more comes out of the archive than goes in.
    let much = MadeArchive.Entry("much.log", String(repeating: "much ", count: 100_000))
    try scratch.write("in/d.tar.gz", MadeArchive.bytes(.tar, filter: .gzip, [much]))
    let reader = try EvidenceReader(
      paths: [scratch.path + "/in", scratch.path + "/in/c.log"], options: EvidenceOptions(spoolFolder: scratch.path))
    var last: UInt64 = 0
    while let open = try reader.next() {
      var buffer = ByteBuffer()
      while open.read(upTo: 4096, into: &buffer) > 0 {
        #expect(reader.readBytes >= last)
        last = reader.readBytes
        #expect(last <= reader.expectedBytes)
      }
    }
    #expect(reader.readBytes == reader.expectedBytes)
  }
}
