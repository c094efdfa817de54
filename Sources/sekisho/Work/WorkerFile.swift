import Diagnostics
import Foundation
import Worker
import Workflows
import YAML

/// Reads a worker's configuration: shape, then everything it names (secrets, programs, variables), all mistakes at once.
struct WorkerFile {
  /// Names that the file's relative paths start from.
  private let folder: URL
  private let variables: (String) -> String?
  private let findings = Findings()

  private init(folder: URL, variables: @escaping (String) -> String?) {
    self.folder = folder
    self.variables = variables
  }

  static let limit = 256 * 1024

  /// - Parameter variables: the environment.
  /// - Returns: nil settings where a mistake was found; warnings may stand beside settings.
  static func read(
    _ source: SourceFile, variables: @escaping (String) -> String?
  ) -> (settings: WorkerSettings?, diagnostics: [Diagnostic]) {
    let file = WorkerFile(
      folder: URL(filePath: source.name).deletingLastPathComponent(), variables: variables)
    let reader = YAMLReader(limits: YAMLLimits(bytes: limit, nodes: 20_000))
    guard let node = reader.document(source, file.findings),
      let draft = YAMLReading.record(WorkerDraft.self).read(document: node, file.findings)
    else { return (nil, file.findings.diagnostics.inReadingOrder()) }
    let settings = file.settings(draft)
    return (file.findings.hasErrors ? nil : settings, file.findings.diagnostics.inReadingOrder())
  }

  private func settings(_ draft: WorkerDraft) -> WorkerSettings {
    var endpoints = Endpoints()
    for field in draft.webhooks {
      check(name: field.name)
      if let webhook = webhook(field.value) { endpoints.webhooks[field.name.value] = webhook }
    }
    for field in draft.commands {
      check(name: field.name)
      endpoints.commands[field.name.value] = command(field.value)
    }
    endpoints.mail = draft.mail.map(mail)
    var settings = WorkerSettings(endpoints: endpoints)
    settings.drainLoops = draft.concurrency.automatic
    settings.leaseSeconds = Int64(draft.leaseSeconds)
    settings.outsideLanes = [
      ("notify", draft.concurrency.notify), ("webhook", draft.concurrency.webhook),
      ("command", draft.concurrency.command),
    ].filter { $0.1 > 0 }.map { WorkerSettings.Lane(kind: $0.0, limit: $0.1) }
    return settings
  }

  // MARK: Webhooks

  private func webhook(_ draft: WorkerDraft.WebhookDraft) -> Endpoints.Webhook? {
    checkURL(draft.url, isPlainHTTPAllowed: draft.isPlainHTTPAllowed)
    guard let text = secret(draft.secret) else { return nil }
    guard let secret = WebhookSecret.parse(text) else {
      report(
        .secretForm,
        Text(
          en: "the secret is not of the form whsec_ and base64 of 24 to 64 bytes",
          ja: "秘密鍵は「whsec_」に続けて24〜64バイトのbase64で書きます"),
        at: draft.secret.location,
        help: Text(
          en: "make one with: echo \"whsec_$(openssl rand -base64 32)\"",
          ja: "作成例:echo \"whsec_$(openssl rand -base64 32)\""))
      return nil
    }
    return Endpoints.Webhook(url: draft.url.value, secret: secret, timeout: .seconds(draft.timeout))
  }

  private func checkURL(_ url: Located<String>, isPlainHTTPAllowed: Bool) {
    guard let parts = URLComponents(string: url.value), let scheme = parts.scheme?.lowercased(),
      scheme == "https" || scheme == "http", let host = parts.host, !host.isEmpty, parts.fragment == nil,
      parts.user == nil, parts.password == nil
    else {
      report(
        .url,
        Text(
          en: "not an http or https address of a receiver", ja: "http または https の受信側アドレスではありません"),
        at: url.location,
        help: Text(
          en: "write https://HOST/PATH, without user, password and fragment",
          ja: "https://ホスト/パス の形で、ユーザ名・パスワード・フラグメントなしで書いてください"))
      return
    }
    guard scheme == "http", !isPlainHTTPAllowed, !Loopback.contains(host) else { return }
    report(
      .plainHTTP,
      Text(
        en: "plain http to another machine: whoever sits on the way reads the content",
        ja: "他のマシンへの平文HTTPです。経路上で内容を読み取られます"), at: url.location,
      help: Text(
        en: "use https, or add \"plain_http: true\" where the network is trusted",
        ja: "https を使うか、信頼できる網であれば「plain_http: true」を書いてください"))
  }

  private func secret(_ source: SecretSource) -> String? {
    switch source {
    case .variable(let name):
      if let value = variables(name.value), !value.isEmpty { return value }
      unset(name)
      return nil
    case .file(let path):
      let url = URL(filePath: path.value, relativeTo: folder)
      let place = url.path(percentEncoded: false)
      guard
        let attributes = try? FileManager.default.attributesOfItem(
          atPath: url.resolvingSymlinksInPath().path(percentEncoded: false)),
        attributes[.type] as? FileAttributeType == .typeRegular, (attributes[.size] as? Int ?? 0) <= 4_096,
        let data = FileManager.default.contents(atPath: place), let text = String(data: data, encoding: .utf8)
      else {
        report(
          .secretMissing,
          Text(en: "\(place) cannot be read as a secret", ja: "\(place) を秘密鍵として読み取れません"),
          at: path.location,
          help: Text(
            en: "it must be a text file of at most 4 KiB that this account may read",
            ja: "このアカウントが読める4KiB以下のテキストファイルでなければなりません"))
        return nil
      }
      if let mode = attributes[.posixPermissions] as? Int, mode & 0o007 != 0 {
        report(
          .secretOpen,
          Text(en: "everybody on this machine may read \(place)", ja: "\(place) はこのマシンの誰でも読めます"),
          at: path.location, severity: .warning,
          help: Text(en: "chmod o= \(place)", ja: "chmod o= \(place) を実行してください"))
      }
      return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
  }

  // MARK: Programs

  private func command(_ draft: WorkerDraft.CommandDraft) -> Endpoints.Command {
    if let program = draft.run.first { check(program: program) }
    var environment = Endpoints.plainEnvironment
    for name in draft.environment {
      if let value = variables(name.value) { environment[name.value] = value } else { unset(name) }
    }
    return Endpoints.Command(
      arguments: draft.run.map(\.value), timeout: .seconds(draft.timeout), environment: environment)
  }

  private func mail(_ draft: WorkerDraft.MailDraft) -> Endpoints.Mail {
    if let program = draft.sendmail.first { check(program: program) }
    for address in [draft.from] + draft.addresses.map(\.value) where !MailAddress.isValid(address.value) {
      report(
        .address, Text(en: "not a mail address", ja: "メールアドレスではありません"), at: address.location,
        help: Text(en: "write the bare address: name@example.jp", ja: "name@example.jp のように宛先だけを書いてください"))
    }
    return Endpoints.Mail(
      sendmail: .init(arguments: draft.sendmail.map(\.value), timeout: .seconds(draft.timeout)),
      sender: draft.from.value,
      addresses: Dictionary(draft.addresses.map { (PersonCode($0.name.value), $0.value.value) }) { first, _ in first })
  }

  private func check(program: Located<String>) {
    let place = URL(filePath: program.value).resolvingSymlinksInPath().path(percentEncoded: false)
    let kind = (try? FileManager.default.attributesOfItem(atPath: place))?[.type] as? FileAttributeType
    if program.value.hasPrefix("/"), kind == .typeRegular, FileManager.default.isExecutableFile(atPath: place) {
      return
    }
    report(
      .program,
      Text(en: "\(program.value) is no program that can be run", ja: "\(program.value) は実行できるプログラムではありません"),
      at: program.location,
      help: Text(
        en: "write its absolute path; no shell and no search path is involved",
        ja: "絶対パスで書いてください。シェルや検索パスは使われません"))
  }

  // MARK: Reports

  private func check(name: Located<String>) {
    let isFit =
      name.value.count <= 64 && !name.value.isEmpty
      && name.value.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
      }
    if isFit { return }
    report(
      .name,
      Text(en: "not a name of an endpoint", ja: "宛先名として使えません"), at: name.location,
      help: Text(
        en: "1 to 64 small letters, digits, hyphens and underscores", ja: "英小文字・数字・ハイフン・下線の1〜64文字で書いてください"))
  }

  private func unset(_ name: Located<String>) {
    report(
      .variable, Text(en: "the variable \(name.value) is not set", ja: "環境変数 \(name.value) が設定されていません"),
      at: name.location,
      help: Text(en: "set it for the worker, or take a file", ja: "ワーカーの環境に設定するか、ファイルを使ってください"))
  }

  private func report(
    _ code: WorkerCode, _ message: Text, at location: Location, severity: Severity = .error, help: Text
  ) {
    findings.report(Diagnostic(code.rawValue, severity, message, at: location, help: help))
  }
}

/// Secrets of Standard Webhooks ("Signature scheme"): `whsec_` and the base64 of 24 to 64 bytes.
enum WebhookSecret {
  static func parse(_ text: String) -> [UInt8]? {
    let line = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard line.hasPrefix("whsec_"), let data = Data(base64Encoded: String(line.dropFirst(6))),
      (24...64).contains(data.count)
    else { return nil }
    return Array(data)
  }
}

enum Loopback {
  static func contains(_ host: String) -> Bool {
    let bare = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]")).lowercased()
    if bare == "localhost" || bare == "::1" { return true }
    let parts = bare.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    return parts.count == 4 && parts[0] == 127 && parts.allSatisfy { $0 != nil }
  }
}
