// swift-tools-version:6.2
import PackageDescription

// The fuzz targets, apart from the program: they need libFuzzer's driver and its instrumentation. See run.sh.

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
  name: "Fuzz",
  dependencies: [.package(name: "postern", path: "..")],
  targets: [
    .target(name: "CFuzzer"),
    .executableTarget(
      name: "fuzz",
      dependencies: [
        "CFuzzer", .product(name: "EVTX", package: "postern"), .product(name: "Sigma", package: "postern"),
        .product(name: "PosternInternals", package: "postern"),
      ],
      swiftSettings: settings, linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])]),
  ]
)
