import AsyncHTTPClient
import Diagnostics
import NIOCore
import NIOHTTP1
import NIOPosix

/// An attempt after which another one might succeed.
struct FailedAttempt: Error {
  /// Which requests may be sent again.
  private enum Repeatable {
    /// Nothing reached the server, or it says that nothing came of it.
    case all
    /// Nobody knows what came of it: reads, and writes that one may send twice.
    case idempotent
    case none
  }

  let reason: any Presentable
  /// The shortest pause that the server asks for.
  let wish: Duration?
  private let repeatable: Repeatable

  private init(_ reason: any Presentable, _ repeatable: Repeatable, wish: Duration? = nil) {
    self.reason = reason
    self.repeatable = repeatable
    self.wish = wish
  }

  /// "Try again", from the server or from a proxy before it.
  init(_ problem: RemoteProblem, afterRetry seconds: Int64?) {
    self.init(
      problem, problem.status == 503 ? .all : .idempotent, wish: seconds.map { .seconds(max(0, min($0, 3_600))) })
  }

  /// Something went wrong before the answer was here.
  init(transport error: any Error, _ request: APIRequest, _ site: Site) {
    let place = site.url
    let unreachable = Text(en: "cannot reach \(place)", ja: "\(place)に接続できません")
    let broken = Text(en: "the connection to \(place) broke", ja: "\(place)との接続が切れました")
    switch error {
    case is NIOConnectionError:
      self.init(CommandFailure(Exit.tryAgain, unreachable, hint: Self.reachHint), .all)
    case let error as HTTPClientError where Self.beforeSending.contains(error):
      self.init(CommandFailure(Exit.tryAgain, unreachable, hint: Self.reachHint), .all)
    case let error as IOError where error.errnoCode == ECONNREFUSED:
      self.init(CommandFailure(Exit.tryAgain, unreachable, hint: Self.reachHint), .all)
    case let error as HTTPClientError where Self.whileTalking.contains(error):
      self.init(CommandFailure(Exit.tryAgain, broken, hint: Self.repeatHint(request)), .idempotent)
    // An answer that ends in its middle is no HTTP any more.
    case is IOError, is ChannelError, is HTTPParserError:
      self.init(CommandFailure(Exit.tryAgain, broken, hint: Self.repeatHint(request)), .idempotent)
    default:
      let what = String("\(error)".prefix(300))
      self.init(
        CommandFailure(
          Exit.failure, Text(en: "\(place): \(what)", ja: "\(place):\(what)"),
          hint: Text(en: "check the server's address and certificate", ja: "サーバーのアドレスと証明書を確認してください")), .none)
    }
  }

  private static let beforeSending: [HTTPClientError] = [.connectTimeout, .getConnectionFromPoolTimeout]
  private static let whileTalking: [HTTPClientError] = [
    .remoteConnectionClosed, .readTimeout, .writeTimeout, .uncleanShutdown, .tlsHandshakeTimeout,
  ]

  static func timedOut(after timeout: Duration, _ request: APIRequest) -> FailedAttempt {
    let seconds = timeout.components.seconds
    return FailedAttempt(
      CommandFailure(
        Exit.timedOut, Text(en: "no answer within \(seconds) s", ja: "\(seconds)秒以内に応答がありませんでした"),
        hint: repeatHint(request)), .none)
  }

  func mayRepeat(_ request: APIRequest) -> Bool {
    switch repeatable {
    case .all: true
    case .idempotent: request.method == .get || request.isKept
    case .none: false
    }
  }

  private static let reachHint = Text(
    en: "check that the server runs, and the address (`sekisho config show`)",
    ja: "サーバーが動いているか、アドレスが正しいか(sekisho config show)を確認してください")

  /// Whether it took effect is not known: the same key finds out and does no harm.
  private static func repeatHint(_ request: APIRequest) -> Text? {
    guard request.method != .get, let key = request.key else { return nil }
    return Text(
      en: "whether it took effect is unknown; repeating it with --key \(key) has one effect",
      ja: "実行されたかどうか不明です。--key \(key) を付けて再実行すれば、効果は一度だけです")
  }
}
