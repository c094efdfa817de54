import Postgres
import Workflows

/// The types of the pure core in the types of the wire.

extension Identifier {
  var uuid: PGUUID { PGUUID(high: high, low: low) }
  init(_ uuid: PGUUID) { self.init(high: uuid.high, low: uuid.low) }
}

extension Instant {
  var timestamp: Timestamp { Timestamp(microseconds: microseconds) }
  init(_ timestamp: Timestamp) { self.init(microseconds: timestamp.microseconds) }
}

extension Day {
  var wire: DayNumber { DayNumber(daysSince1970: Int32(clamping: number)) }
  init(_ day: DayNumber) { self.init(number: Int(day.daysSince1970)) }
}
