import HTTPTypes
import Synchronization

/// Counts of requests and their durations, by route. Bounded: routes, methods and statuses are few and known.
final class RequestMetrics: Sendable {
  struct Key: Hashable, Sendable {
    let method: String
    let route: String
    let status: Int
  }

  struct Histogram: Sendable {
    var buckets = [Int](repeating: 0, count: RequestMetrics.bounds.count)
    var count = 0
    var sum = 0.0
  }

  /// Upper bounds in seconds.
  static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

  private struct State {
    var requests: [Key: Int] = [:]
    var durations: [String: Histogram] = [:]
  }

  private let state = Mutex(State())
  private static let methods: Set<String> = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]

  /// - Parameter route: the template, never the address: addresses are without number.
  func record(method: HTTPRequest.Method, route: String?, status: Int, seconds: Double) {
    let key = Key(
      method: Self.methods.contains(method.rawValue) ? method.rawValue : "OTHER", route: route ?? "none",
      status: status)
    state.withLock { state in
      state.requests[key, default: 0] += 1
      var histogram = state.durations[key.route] ?? Histogram()
      histogram.count += 1
      histogram.sum += seconds
      for (index, bound) in Self.bounds.enumerated() where seconds <= bound { histogram.buckets[index] += 1 }
      state.durations[key.route] = histogram
    }
  }

  func write(to text: inout PrometheusText) {
    let (requests, durations) = state.withLock { ($0.requests, $0.durations) }
    text.family("sekisho_http_requests_total", .counter, "Requests by route and status.")
    for (key, count) in requests.sorted(by: {
      ($0.key.route, $0.key.method, $0.key.status) < ($1.key.route, $1.key.method, $1.key.status)
    }) {
      text.sample(
        "sekisho_http_requests_total",
        [("method", key.method), ("route", key.route), ("status", String(key.status))], String(count))
    }
    text.family("sekisho_http_request_duration_seconds", .histogram, "Time from head to answer, by route.")
    for (route, histogram) in durations.sorted(by: { $0.key < $1.key }) {
      let name = "sekisho_http_request_duration_seconds"
      for (bound, count) in zip(Self.bounds, histogram.buckets) {
        text.sample(name + "_bucket", [("route", route), ("le", String(bound))], String(count))
      }
      text.sample(name + "_bucket", [("route", route), ("le", "+Inf")], String(histogram.count))
      text.sample(name + "_sum", [("route", route)], String(histogram.sum))
      text.sample(name + "_count", [("route", route)], String(histogram.count))
    }
  }
}
