import Diagnostics

/// The activities that occur in a log: the first of two readings.
///
/// A transition that no person performs is unseen in most logs. Where the log does have an activity for it, each of its
/// occurrences is taken to be recorded; that can only be known once the whole log has been read.
package struct LogAlphabet: Sendable {
  /// More different activities than this are no activities but values.
  private static let limit = 50_000

  private(set) var activities: Set<String> = []

  package init() {}

  package mutating func take(_ item: LogItem) throws(LogFault) {
    switch item {
    case .row(_, let event), .event(_, let event):
      guard event.isCompletion, activities.insert(event.activity).inserted else { return }
      guard activities.count <= Self.limit else {
        throw LogFault(
          Text(
            en: "the log has more than \(Self.limit) different activities", ja: "活動の種類が \(Self.limit) を超えています"),
          help: Text(en: "is the column \"activity\" the right one?", ja: "列「activity」が正しいか確かめてください"))
      }
    case .end: break
    }
  }
}
