import Diagnostics
import YAML

/// The worker's configuration file as it is written, before anything it names is looked at.
struct WorkerDraft: YAMLRecord {
  let webhooks: [YAMLField<WebhookDraft>]
  let commands: [YAMLField<CommandDraft>]
  let mail: MailDraft?
  let concurrency: ConcurrencyDraft
  let leaseSeconds: Int

  init?(_ fields: FieldReader) {
    webhooks = fields.optional("webhooks", .dictionary(of: .record(WebhookDraft.self)), default: [])
    commands = fields.optional("commands", .dictionary(of: .record(CommandDraft.self)), default: [])
    mail = fields.optional("mail", .record(MailDraft.self))
    concurrency = fields.optional("concurrency", .record(ConcurrencyDraft.self)) ?? ConcurrencyDraft()
    leaseSeconds = fields.optional("lease", .seconds(10...3_600), default: 60)
  }

  struct WebhookDraft: YAMLRecord {
    let url: Located<String>
    let secret: SecretSource
    let timeout: Int
    /// Plain http although the receiver is on another machine: somebody has thought about the way there.
    let isPlainHTTPAllowed: Bool

    init?(_ fields: FieldReader) {
      let url = fields.required("url", .located(.string(length: 1...2_048)))
      let secret = fields.required("secret", .record(SecretDraft.self))
      timeout = fields.optional("timeout", .seconds(1...300), default: 30)
      isPlainHTTPAllowed = fields.optional("plain_http", .bool, default: false)
      guard let url, let secret else { return nil }
      self.url = url
      self.secret = secret.source
    }
  }

  struct SecretDraft: YAMLRecord {
    let source: SecretSource

    init?(_ fields: FieldReader) {
      let source = fields.exactlyOne(of: [
        "file": .from(.located(.string(length: 1...4_096)), SecretSource.file),
        "env": .from(.located(.string(length: 1...256)), SecretSource.variable),
      ])
      guard let source else { return nil }
      self.source = source
    }
  }

  struct CommandDraft: YAMLRecord {
    let run: [Located<String>]
    let timeout: Int
    /// Names of variables that are handed on; the rest of the worker's environment is not.
    let environment: [Located<String>]

    init?(_ fields: FieldReader) {
      let run = fields.required("run", .list(of: .located(.string(length: 0...4_096)), atLeast: 1))
      timeout = fields.optional("timeout", .seconds(1...3_600), default: 60)
      environment = fields.optional("env", .list(of: .located(.string(length: 1...256))), default: [])
      guard let run, !run.isEmpty else { return nil }
      self.run = run
    }
  }

  struct MailDraft: YAMLRecord {
    let sendmail: [Located<String>]
    let from: Located<String>
    let timeout: Int
    let addresses: [YAMLField<Located<String>>]

    init?(_ fields: FieldReader) {
      let sendmail = fields.required("sendmail", .oneOrMore(of: .located(.string(length: 1...4_096))))
      let from = fields.required("from", .located(.string(length: 3...254)))
      timeout = fields.optional("timeout", .seconds(1...600), default: 60)
      addresses = fields.optional(
        "addresses", .dictionary(of: .located(.string(length: 3...254))), default: [])
      guard let sendmail, let from, !sendmail.isEmpty else { return nil }
      self.sendmail = sendmail
      self.from = from
    }
  }

  /// How many of a kind run at once; 0 leaves that kind to other workers.
  struct ConcurrencyDraft: YAMLRecord {
    var notify = 10
    var webhook = 10
    var command = 4
    var automatic = 1

    init() {}

    init?(_ fields: FieldReader) {
      notify = fields.optional("notify", .int(0...100), default: 10)
      webhook = fields.optional("webhook", .int(0...100), default: 10)
      command = fields.optional("command", .int(0...100), default: 4)
      automatic = fields.optional("automatic", .int(1...16), default: 1)
    }
  }
}

/// Where a secret lies; never in the file itself, which is read by more people than the secret may be.
enum SecretSource: Sendable {
  case file(Located<String>)
  case variable(Located<String>)

  var location: Location {
    switch self {
    case .file(let path): path.location
    case .variable(let name): name.location
    }
  }
}

extension YAMLReading where Value == Int {
  /// `30s`, `5m` or `1h`, in seconds.
  static func seconds(_ range: ClosedRange<Int>) -> YAMLReading {
    let expected = Text(
      en: "a duration such as 30s, 5m or 1h, from \(range.lowerBound)s to \(range.upperBound)s",
      ja: "30s、5m、1h のような時間(\(range.lowerBound)s〜\(range.upperBound)s)")
    return .from(
      YAMLReading<YAMLScalar>.scalar.checked(expected) { scalar in
        ShortDuration.seconds(scalar.text).map { range.contains($0) } ?? false
      }
    ) { ShortDuration.seconds($0.text) ?? 0 }
  }
}

/// Durations as operators write them.
enum ShortDuration {
  private static let units: [Character: Int] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]

  /// nil unless a number and one of the units s, m, h, d; at most a hundred years.
  static func seconds(_ text: some StringProtocol) -> Int? {
    guard let unit = text.last.flatMap({ units[$0] }) else { return nil }
    let digits = text.dropLast()
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits),
      number <= 3_200_000_000 / unit
    else { return nil }
    return number * unit
  }
}
