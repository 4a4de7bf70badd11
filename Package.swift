// swift-tools-version:6.2
import PackageDescription

// The map of the house. A target may import only what stands in its `uses`; the compiler checks it.
//
// | target        | holds                                                                        |
// |---------------|------------------------------------------------------------------------------|
// | Bytes         | cursors over hostile bytes, text decoding, buffers: the one place for unsafe |
// | Model         | the words of the project as values                                           |
// | Records       | Schema, Row, Slot, Skip: the floor that every log format stands on           |
// | EVTX          | Windows event logs, the fast reader                                          |
// | EVTXPlain     | Windows event logs, the plain second decoder (shares only Bytes)             |
// | TextLogs      | event exports as JSON, the logs of web servers                               |
// | TextLogsPlain | those logs, the plain second reader (shares only Bytes)                      |
// | Sigma         | the rule language: parse, check, compile, bind, match                        |
// | Evidence      | collections opened safely: folders, archives, Windows paths, hashes          |
// | Detection     | runs rules over rows, makes findings                                         |
// | Assessment    | from findings to what a person must know; pure functions                     |
// | CaseStore     | the case folder: SQLite, custody record, citations                           |
// | Reports       | one file for each way to print                                               |
// | Examination   | the spine: evidence in, case out                                             |
// | PosternCLI    | the command line, no logic                                                   |
// | MadeCollection | collections for tests and benchmarks, with their truth (not in the program)  |

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableExperimentalFeature("Lifetimes"),
]

func room(
  _ name: String, uses: [Target.Dependency] = [], exclude: [String] = [], resources: [Resource] = []
) -> Target {
  .target(name: name, dependencies: uses, exclude: exclude, resources: resources, swiftSettings: settings)
}

func tests(_ name: String, uses: [Target.Dependency], resources: [Resource] = []) -> Target {
  .testTarget(name: name, dependencies: uses, resources: resources, swiftSettings: settings)
}

let collections = Target.Dependency.product(name: "OrderedCollections", package: "swift-collections")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "postern",
  products: [
    .executable(name: "postern", targets: ["PosternCLI"]),
    .library(name: "EVTX", targets: ["EVTX"]),
    .library(name: "Sigma", targets: ["Sigma"]),
    .library(
      name: "PosternInternals",
      targets: [
        "EVTXPlain", "TextLogs", "TextLogsPlain", "Evidence", "Detection", "CaseStore", "Reports", "EVTXTestSupport",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", "4.5.2"..<"5.0.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(name: "CHyperscan", pkgConfig: "libhs", providers: [.apt(["libhyperscan-dev"])]),
    .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CPcre2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
    .systemLibrary(name: "CSeccomp", pkgConfig: "libseccomp", providers: [.apt(["libseccomp-dev"])]),
    .target(name: "CPlatform"),

    room("Bytes", uses: ["CPlatform"]),
    room("Model"),
    room("Records", uses: ["Bytes", "Model"]),
    room("EVTX", uses: ["Records", "Bytes", "Model"]),
    room("EVTXPlain", uses: ["Bytes"]),
    room("TextLogs", uses: ["Records", "Bytes", "Model"]),
    room("TextLogsPlain", uses: ["Bytes"]),
    room(
      "Sigma", uses: ["Records", "Bytes", "Model", yams, "CHyperscan", "CPcre2"],
      resources: [.embedInCode("Data/logsources.yml")]),
    room("Evidence", uses: ["Bytes", "Model", "CArchive", "CZlib", crypto]),
    room(
      "Detection", uses: ["Sigma", "Records", "Bytes", "Model"], exclude: ["RuleSamples"],
      resources: [.embedInCode("Rules")]),
    room("Assessment", uses: ["Bytes", "Model"]),
    room("CaseStore", uses: ["Bytes", "Model", grdb, grdbSQLite]),
    room("Reports", uses: ["Bytes", "Model"]),
    room(
      "Examination",
      uses: [
        "Evidence", "EVTX", "EVTXPlain", "TextLogs", "TextLogsPlain", "Records", "Bytes", "Sigma", "Detection",
        "CaseStore", "Assessment", "Model", "CSeccomp", "CPlatform",
      ]),
    .executableTarget(
      name: "PosternCLI",
      dependencies: [
        "Examination", "Evidence", "Detection", "Reports", "Assessment", "CaseStore", "Sigma", "Bytes", "Model",
        argumentParser,
      ],
      swiftSettings: settings),

    room("EVTXTestSupport", uses: ["Bytes"]),
    room("EvidenceTestSupport", uses: ["Bytes", "CArchive"]),
    room("MadeCollection", uses: ["EVTXTestSupport"]),
    room("ExampleCollection", uses: ["EVTXTestSupport", "MadeCollection"]),
    .executableTarget(
      name: "CollectionGenerator", dependencies: ["MadeCollection", argumentParser], swiftSettings: settings),
    // Confinement binds a process for good, so its tests run this one. It calls C throughout, on purpose.
    .executableTarget(
      name: "ConfinementProbe", dependencies: ["Examination", "CSeccomp"], path: "Tests/ConfinementProbe",
      swiftSettings: [.swiftLanguageMode(.v6)]),
    tests("ConventionTests", uses: ["Evidence"]),
    tests("BytesTests", uses: ["Bytes"]),
    tests("EVTXTests", uses: ["EVTX", "EVTXPlain", "EVTXTestSupport", "Records", "Bytes", "Model"]),
    tests("SigmaTests", uses: ["Sigma", "EVTX", "EVTXTestSupport", "Records", "Bytes", "Model"]),
    tests("TextLogsTests", uses: ["TextLogs", "TextLogsPlain", "Records", "Bytes", "Model", "CArchive"]),
    tests("DetectionTests", uses: ["Detection", "Sigma", "TextLogs", "Records", "Bytes", "Model"]),
    tests("EvidenceTests", uses: ["Evidence", "EvidenceTestSupport", "Bytes", "Model"]),
    tests("ExampleCollectionTests", uses: ["ExampleCollection"]),
    tests("MadeCollectionTests", uses: ["MadeCollection"]),
    tests("CaseStoreTests", uses: ["CaseStore", "Bytes", "Model", grdb]),
    tests("PosternCLITests", uses: ["PosternCLI", "CaseStore", "Model", argumentParser]),
    tests("ReportsTests", uses: ["Reports", "Assessment", "Bytes", "Model"], resources: [.copy("Golden")]),
    tests(
      "ExaminationTests",
      uses: [
        "Examination", "EVTXTestSupport", "EvidenceTestSupport", "CaseStore", "Model", "TextLogs", "Evidence", "Sigma",
        "Detection", "Records", "Bytes", "EVTX", "ExampleCollection", "MadeCollection",
      ]),
  ]
)
