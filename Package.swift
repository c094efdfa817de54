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

let package = Package(
  name: "sekisho",
  targets: [
    // cellar
    .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .target(
      name: "CRE2", cxxSettings: [.unsafeFlags([])], linkerSettings: [.linkedLibrary("re2")]),
    // ground
    room("Diagnostics"),
    // tests
    tests("DiagnosticsTests", ["Diagnostics"]),
  ],
  cxxLanguageStandard: .cxx17
)
