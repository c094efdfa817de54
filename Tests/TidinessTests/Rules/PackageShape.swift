/// The targets that `Package.swift` declares, read from its text: asking SwiftPM would wait for its own lock.
struct PackageShape: Equatable {
  /// Target → the folder it is read from.
  let targets: [String: String]

  /// Understands `.target(name: "X", path: "Y")` and its kin, and calls of functions declared in the file itself whose
  /// first parameter is `_ name: String`.
  init(manifest text: String) {
    let source = SourceText(path: "Package.swift", text: text)
    let pieces = source.pieces.filter { $0.kind != .comment }
    let makers: [String: String] = [
      "target": "Sources", "systemLibrary": "Sources", "executableTarget": "Sources", "macro": "Sources",
      "plugin": "Plugins", "testTarget": "Tests",
    ]
    let helpers = Self.helpers(in: pieces, makers: makers)
    var found: [String: String] = [:]
    for index in pieces.indices where pieces[index].kind == .word {
      let call = pieces[index...].prefix(6).map(\.text)
      let isLabelled = call.count > 4 && call[1] == "(" && call[2] == "name" && call[3] == ":"
      let nameIndex = index + (isLabelled ? 4 : 2)
      guard call.count > 2, call[1] == "(", nameIndex < pieces.count, pieces[nameIndex].kind == .literal else {
        continue
      }
      let name = pieces[nameIndex].text
      if isLabelled, index > 0, pieces[index - 1].text == ".", let folder = makers[call[0]] {
        // `.target(name: "X")` also stands in lists of dependencies, where it names a target declared elsewhere.
        let path = Self.path(in: pieces[nameIndex...])
        if path != nil || found[name] == nil { found[name] = path ?? "\(folder)/\(name)" }
      } else if !isLabelled, let folder = helpers[call[0]] {
        found[name] = Self.path(in: pieces[nameIndex...]) ?? "\(folder)/\(name)"
      }
    }
    targets = found
  }

  /// The manifest's own functions that make a target, with the folder of what they make.
  private static func helpers(in pieces: [SwiftToken], makers: [String: String]) -> [String: String] {
    var helpers: [String: String] = [:]
    for index in pieces.indices where pieces[index].text == "func" && index + 4 < pieces.count {
      guard pieces[index + 3].text == "_", pieces[index + 4].text == "name" else { continue }
      let made = pieces[index...].first { $0.kind == .word && makers[$0.text] != nil && $0.text != "plugin" }
      if let made { helpers[pieces[index + 1].text] = makers[made.text] }
    }
    return helpers
  }

  /// The value of `path:` in the call whose first argument these pieces begin with.
  private static func path(in pieces: ArraySlice<SwiftToken>) -> String? {
    var depth = 0
    for index in pieces.indices {
      switch pieces[index].text {
      case "(" where pieces[index].kind == .mark: depth += 1
      case ")" where pieces[index].kind == .mark:
        if depth == 0 { return nil }
        depth -= 1
      case "path" where depth == 0 && pieces[index].kind == .word && index + 2 < pieces.endIndex:
        return pieces[index + 2].kind == .literal ? pieces[index + 2].text : nil
      default: break
      }
    }
    return nil
  }

  /// What does not fit: a target without a folder, a folder without a target.
  func faults(folders: Set<String>) -> [String] {
    let declared = Set(targets.values)
    let missing = targets.filter { !folders.contains($0.value) }.map { "target \($0.key): no folder \($0.value)" }
    // A folder is used where it is a target's own, or where a target lies deeper in it.
    let orphans = folders.filter { folder in
      ["Sources/", "Tests/"].contains { folder.hasPrefix($0) } && folder.split(separator: "/").count == 2
        && !declared.contains { $0 == folder || $0.hasPrefix(folder + "/") }
    }
    return (missing + orphans.map { "\($0): no target in Package.swift, so it is never built" }).sorted()
  }
}
