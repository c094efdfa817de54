import FoundationEssentials

/// The machine's clock, for protocols that show the time of sending. Records use the database's.
enum WallClock {
  static var seconds: Int64 { Int64(Date().timeIntervalSince1970) }
}
