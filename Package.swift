// swift-tools-version: 6.2
import PackageDescription

/// One list for every target: mistakes that the compiler can find are errors everywhere.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

/// A room of the house. Which room may import which is held by `Tests/TidinessTests`.
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let httpClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting: Target.Dependency = .product(name: "HummingbirdTesting", package: "hummingbird")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let unixSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")

let package = Package(
  name: "sekisho",
  products: [
    .executable(name: "sekisho", targets: ["sekisho"]), .executable(name: "sekisho-bench", targets: ["sekisho-bench"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    // cellar
    .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),
    // ground
    room("Diagnostics"),
    room("Patterns", ["Diagnostics", "CRE2"]),
    room("JSON", ["Diagnostics", "Patterns"]),
    room("YAML", ["Diagnostics", "CLibYAML"]),
    room("CEL", ["Diagnostics", "Patterns"]),
    room("Postgres", ["Diagnostics", "CLibPQ", logging]),
    room("Schema"),
    // meaning
    room("Workflows", ["Diagnostics", "JSON", "YAML", "CEL", crypto]),
    room("Invoices", ["Diagnostics"]),
    room("Audit", ["Diagnostics", "Postgres", crypto]),
    // proof: what authors of definitions use
    room("Verifier", ["Diagnostics", "JSON", "CEL", "Workflows"]),
    room("Authoring", ["Diagnostics", "JSON", "YAML", "CEL", "Workflows"]),
    // engine
    room("Engine", ["Diagnostics", "JSON", "CEL", "Postgres", "Schema", "Workflows", "Audit", crypto, logging]),
    // doors
    room(
      "Worker",
      [
        "Diagnostics", "JSON", "Workflows", "Engine", crypto, logging, lifecycle, httpClient, nioCore, nioHTTP1,
        subprocess,
      ]),
    room(
      "Server",
      [
        "Diagnostics", "JSON", "Workflows", "Invoices", "Engine", crypto, logging, lifecycle, hummingbird, httpTypes,
        nioCore,
      ]),
    .executableTarget(
      name: "sekisho",
      dependencies: [
        "Diagnostics", "JSON", "YAML", "CEL", "Postgres", "Workflows", "Invoices", "Audit", "Verifier", "Authoring",
        "Engine", "Worker", "Server",
        argumentParser, crypto, hummingbird, httpTypes, logging, lifecycle, unixSignals, httpClient, nioCore, nioHTTP1,
        nioPosix,
        subprocess,
      ], swiftSettings: settings),
    .executableTarget(
      name: "sekisho-bench",
      dependencies: [
        "Diagnostics", "JSON", "CEL", "Postgres", "Schema", "Workflows", "Invoices", "Audit", "Verifier", "Engine",
        "Worker", argumentParser, logging, lifecycle,
      ], swiftSettings: settings),
    // tests
    room("PostgresTesting", ["Postgres", logging]),
    tests("DiagnosticsTests", ["Diagnostics"]),
    tests("PatternsTests", ["Patterns", "Diagnostics"]),
    tests("JSONTests", ["JSON", "Diagnostics"]),
    tests("YAMLTests", ["YAML", "Diagnostics"]),
    tests("CELTests", ["CEL", "Diagnostics"]),
    tests("PostgresTests", ["Postgres", "PostgresTesting", "Diagnostics", logging]),
    .testTarget(
      name: "WorkflowsTests", dependencies: ["Workflows", "YAML", "JSON", "CEL", "Diagnostics"],
      exclude: ["Loader/Fixtures"], swiftSettings: settings),
    tests("InvoicesTests", ["Invoices", "Diagnostics"]),
    .testTarget(
      name: "AuditTests", dependencies: ["Audit", "Postgres", "PostgresTesting", "Diagnostics", crypto, logging],
      exclude: ["Fixtures"], swiftSettings: settings),
    tests(
      "EngineTests", ["Engine", "Workflows", "Postgres", "PostgresTesting", "JSON", "Diagnostics", "Audit", logging]),
    tests(
      "WorkerTests",
      [
        "Worker", "Engine", "Workflows", "JSON", "Diagnostics", "Postgres", "PostgresTesting", hummingbird,
        hummingbirdTesting, httpTypes, nioCore, logging, lifecycle,
      ]),
    tests(
      "ServerTests",
      [
        "Server", "Engine", "Workflows", "JSON", "Diagnostics", "Postgres", "PostgresTesting", "Invoices", hummingbird,
        hummingbirdTesting, httpTypes, nioCore, logging,
      ]),
    tests("VerifierTests", ["Verifier", "Workflows", "CEL", "YAML", "JSON", "Diagnostics"]),
    tests("AuthoringTests", ["Authoring", "Verifier", "Workflows", "CEL", "YAML", "JSON", "Diagnostics"]),
    tests(
      "AcceptanceTests",
      [
        "sekisho", "sekisho-bench", "Postgres", "PostgresTesting", "JSON", "Diagnostics", "Audit", "Workflows",
        argumentParser, crypto, logging, subprocess,
      ]),
    tests("TidinessTests", []),
  ],
  cxxLanguageStandard: .cxx17
)
