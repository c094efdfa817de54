internal import CLibPQ

/// A `PGconn` and the few things asked of it: the only place that calls libpq's connection functions. Used by one
/// thread only.
@safe final class Session {
  private let connection: OpaquePointer
  private let notices: NoticeBox
  private var values: [UnsafePointer<CChar>?] = unsafe []
  private var lengths: [Int32] = []
  private var formats: [Int32] = []

  /// What the server says beside its answers.
  final class NoticeBox {
    var onNotice: (PostgresError.ServerReport) -> Void = { _ in }
  }

  enum Answer {
    case rows(ResultBox)
    case failed(PostgresError.ServerReport?, String)
    case aborted
    case sync
    /// COPY, which this room does not speak.
    case unsupported
  }

  /// Connects; waits in system calls for as long as the string's hosts times `connect_timeout`.
  init(_ configuration: PostgresConfiguration) throws(PostgresError) {
    let seconds = max(2, configuration.connectTimeout.components.seconds)
    // Defaults first: what `dbname` says overrides them, and what comes after it overrides that.
    let settings: [(String, String)] = [
      ("connect_timeout", String(seconds)), ("application_name", configuration.applicationName),
      ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
      ("dbname", configuration.connectionString), ("client_encoding", "UTF8"),
    ]
    let opened = unsafe Self.withCStrings(settings.map(\.0)) { keys in
      unsafe Self.withCStrings(settings.map(\.1)) { values in unsafe PQconnectdbParams(keys, values, 1) }
    }
    guard let connection = unsafe opened else { throw PostgresError(.connectFailed, "out of memory") }
    unsafe self.connection = connection
    notices = NoticeBox()
    guard unsafe PQstatus(connection) == CONNECTION_OK else {
      let message = errorMessage
      unsafe PQfinish(connection)
      throw PostgresError(.connectFailed, message)
    }
    let version = unsafe PQserverVersion(connection)
    guard version >= 150_000 else {
      unsafe PQfinish(connection)
      throw PostgresError(.connectFailed, "the server is version \(version / 10_000), 15 or newer is needed")
    }
    let box = unsafe Unmanaged.passUnretained(notices).toOpaque()
    _ = unsafe PQsetNoticeReceiver(
      connection,
      { context, result in
        guard let context = unsafe context, let result = unsafe result else { return }
        let box = unsafe Unmanaged<NoticeBox>.fromOpaque(context).takeUnretainedValue()
        if let report = unsafe Session.report(result) { box.onNotice(report) }
      }, box)
    guard unsafe PQsetnonblocking(connection, 1) == 0, unsafe PQenterPipelineMode(connection) == 1 else {
      let message = errorMessage
      unsafe PQfinish(connection)
      throw PostgresError(.connectFailed, message)
    }
  }

  func finish() {
    unsafe PQfinish(connection)
  }

  func onNotice(_ body: @escaping (PostgresError.ServerReport) -> Void) {
    notices.onNotice = body
  }

  var socket: Int32 { unsafe PQsocket(connection) }
  var processID: Int32 { unsafe PQbackendPID(connection) }
  var isBroken: Bool { unsafe PQstatus(connection) != CONNECTION_OK }

  var errorMessage: String {
    guard let message = unsafe PQerrorMessage(connection) else { return "unknown" }
    let text = unsafe String(cString: message)
    return String(text.prefix(1_000)).trimmed
  }

  var transaction: Inbox.TransactionState {
    switch unsafe PQtransactionStatus(connection) {
    case PQTRANS_IDLE: .none
    case PQTRANS_INERROR: .failed
    default: .open
    }
  }

  func makeCanceller() -> Canceller? {
    guard let cancel = unsafe PQgetCancel(connection) else { return nil }
    return unsafe Canceller(cancel)
  }
}

// MARK: - Sending

extension Session {
  func sendPrepare(_ name: String, _ text: String, _ types: [PostgresType]) -> Bool {
    let oids = types.map(\.rawValue)
    return unsafe PQsendPrepare(connection, name, text, Int32(oids.count), oids) == 1
  }

  func sendDescribe(_ name: String) -> Bool {
    unsafe PQsendDescribePrepared(connection, name) == 1
  }

  /// Executes a prepared statement; values and answer in binary.
  func sendExecute(_ name: String, _ binds: Binds) -> Bool {
    unsafe binds.writer.bytes.withUnsafeBytes { buffer in
      unsafe values.removeAll(keepingCapacity: true)
      lengths.removeAll(keepingCapacity: true)
      formats.removeAll(keepingCapacity: true)
      for field in binds.fields {
        formats.append(1)
        lengths.append(Int32(truncatingIfNeeded: max(0, field.length)))
        unsafe values.append(field.length < 0 ? nil : Self.start(buffer, field.offset))
      }
      return unsafe PQsendQueryPrepared(connection, name, Int32(binds.count), values, lengths, formats, 1) == 1
    }
  }

  /// libpq takes a null pointer for NULL, so that an empty value needs some address too.
  private static func start(_ buffer: UnsafeRawBufferPointer, _ offset: Int) -> UnsafePointer<CChar>? {
    guard let base = buffer.baseAddress else { return unsafe UnsafePointer(bitPattern: 1) }
    return unsafe base.advanced(by: offset).assumingMemoryBound(to: CChar.self)
  }

  /// A statement without values, prepared nowhere.
  func sendText(_ text: String) -> Bool {
    unsafe PQsendQueryParams(connection, text, 0, nil, nil, nil, nil, 1) == 1
  }

  func sendSync() -> Bool {
    unsafe PQpipelineSync(connection) == 1
  }

  /// Leaves pipeline mode and sends a text of several statements.
  func sendScript(_ text: String) -> Bool {
    unsafe PQexitPipelineMode(connection) == 1 && PQsendQuery(connection, text) == 1
  }

  func resumePipeline() -> Bool {
    unsafe PQenterPipelineMode(connection) == 1
  }

  /// - Returns: whether something is left to be written, `nil` when the connection broke.
  func flush() -> Bool? {
    switch unsafe PQflush(connection) {
    case 0: false
    case 1: true
    default: nil
    }
  }
}

// MARK: - Receiving

extension Session {
  /// - Returns: whether the connection still works.
  func consumeInput() -> Bool {
    unsafe PQconsumeInput(connection) == 1
  }

  var isBusy: Bool { unsafe PQisBusy(connection) == 1 }

  /// `nil` between the answers of two statements.
  func nextAnswer() -> Answer? {
    guard let result = unsafe PQgetResult(connection) else { return nil }
    switch unsafe PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
      return .rows(unsafe ResultBox(result))
    case PGRES_PIPELINE_SYNC:
      unsafe PQclear(result)
      return .sync
    case PGRES_PIPELINE_ABORTED:
      unsafe PQclear(result)
      return .aborted
    case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
      unsafe PQclear(result)
      return .unsupported
    default:
      let report = unsafe Self.report(result)
      let message = unsafe report?.message ?? String(cString: PQresultErrorMessage(result)).trimmed
      unsafe PQclear(result)
      return .failed(report, message)
    }
  }

  func nextNotification() -> PostgresNotification? {
    guard let notify = unsafe PQnotifies(connection) else { return nil }
    defer { unsafe PQfreemem(notify) }
    return unsafe PostgresNotification(
      channel: String(cString: notify.pointee.relname), payload: String(cString: notify.pointee.extra),
      processID: notify.pointee.be_pid)
  }

  /// The fields of an error or a notice; `nil` where libpq itself speaks.
  private static func report(_ result: OpaquePointer) -> PostgresError.ServerReport? {
    func field(_ code: Character) -> String? {
      guard let ascii = code.asciiValue, let text = unsafe PQresultErrorField(result, Int32(ascii)) else { return nil }
      return unsafe String(cString: text)
    }
    guard let state = field("C") else { return nil }
    return PostgresError.ServerReport(
      sqlState: SQLState(rawValue: state), severity: field("V") ?? field("S") ?? "ERROR", message: field("M") ?? "",
      detail: field("D"), hint: field("H"), schema: field("s"), table: field("t"), column: field("c"),
      constraint: field("n"), position: field("P").flatMap { Int($0) }, routine: field("R"), context: field("W"))
  }

  /// A null-terminated array of C strings for the length of `body`.
  private static func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
  ) -> Result {
    let copies = texts.map { text in [CChar](text.utf8CString) }
    func descend(_ index: Int, _ pointers: [UnsafePointer<CChar>?]) -> Result {
      guard index < copies.count else {
        return unsafe (pointers + [nil]).withUnsafeBufferPointer { buffer in
          guard let base = buffer.baseAddress else { preconditionFailure("an array with an element has a base") }
          return unsafe body(base)
        }
      }
      return unsafe copies[index].withUnsafeBufferPointer { buffer in
        unsafe descend(index + 1, pointers + [buffer.baseAddress])
      }
    }
    return unsafe descend(0, [])
  }
}

/// Tells the server to stop what a session runs, over a connection of its own; `PQcancel` waits in system calls and
/// may be called from any thread.
@safe final class Canceller: @unchecked Sendable {
  private let cancel: OpaquePointer

  init(_ cancel: OpaquePointer) {
    unsafe self.cancel = cancel
  }

  deinit {
    unsafe PQfreeCancel(cancel)
  }

  func send() {
    var message = [CChar](repeating: 0, count: 256)
    _ = unsafe PQcancel(cancel, &message, Int32(message.count))
  }
}

extension String {
  /// Without white space at its ends.
  fileprivate var trimmed: String {
    var text = self[...]
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text.drop(while: \.isWhitespace))
  }
}
