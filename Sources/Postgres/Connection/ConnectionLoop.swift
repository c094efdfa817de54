internal import Logging

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// The thread of one connection: takes batches from the inbox, one after the other, and waits in `poll` for the server,
/// for callers and for deadlines. Everything here runs on that thread; nothing of libpq is touched by any other.
final class ConnectionLoop {
  private let session: Session
  private let inbox: Inbox
  private let configuration: PostgresConfiguration
  private let logger: Logger
  private let canceller: Canceller?
  private var statements: PreparedStatements
  private var running: RunningBatch?
  private var outstandingCancel = false
  private var standbyWaitCutShort = false
  private var failure: PostgresError?

  init(_ configuration: PostgresConfiguration, _ inbox: Inbox, _ logger: Logger) throws(PostgresError) {
    session = try Session(configuration)
    self.inbox = inbox
    self.configuration = configuration
    self.logger = logger
    canceller = session.makeCanceller()
    statements = PreparedStatements(limit: configuration.preparedStatementLimit)
    inbox.opened(processID: session.processID)
    session.onNotice { [unowned self] report in heard(report) }
  }

  /// Works until the connection is closed or broken.
  func run() {
    var wantsToWrite = false
    while failure == nil {
      let orders = inbox.takeOrders(idle: running == nil && !outstandingCancel)
      for id in orders.cancelled where running?.batch.id == id { stop(.cancelled) }
      if orders.cancelDelivered {
        outstandingCancel = false
        // A batch may have been held back for this.
        continue
      }
      if let batch = orders.next { start(batch) }
      if orders.close, running == nil { break }
      if failure == nil { wantsToWrite = flush() }
      // libpq may have closed the socket on its own; `poll` would wait for it in vain.
      if failure == nil, session.isBroken { drainAfterBreak() }
      if failure == nil { wait(writing: wantsToWrite) }
      enforceDeadline()
    }
    end()
  }

  private func end() {
    session.finish()
    let error = failure ?? PostgresError(.closed, "the connection was closed")
    let interrupted = running
    running = nil
    if failure != nil {
      logger.warning("database connection ended", metadata: ["kind": "\(error.kind)", "pid": "\(inbox.processID)"])
    }
    // First, so that whoever gets an answer finds the connection closed.
    inbox.finish(error)
    if let interrupted {
      interrupted.batch.reply(interrupted.lost(error, standbyWaitCutShort: standbyWaitCutShort))
    }
  }

  private func broken(_ fallback: PostgresError.ServerReport? = nil) {
    guard failure == nil else { return }
    failure = PostgresError(.connectionLost, fallback?.message ?? session.errorMessage, report: fallback)
  }
}

// MARK: - Sending

extension ConnectionLoop {
  private func start(_ batch: Batch) {
    standbyWaitCutShort = false
    var run = RunningBatch(batch)
    if let timeout = batch.timeout { run.deadline = ContinuousClock.now + timeout }
    let sent: Bool
    switch batch.work {
    case .pipeline(let queries): sent = send(queries, &run)
    case .script(let text): sent = session.sendScript(text)
    case .describe(let statement):
      run.steps = [.control, .execute("", 0), .sync]
      sent =
        session.sendPrepare("", statement.text, []) && session.sendDescribe("") && session.sendSync()
    }
    running = run
    // What libpq would not even queue leaves the pipeline without its end: only a new connection is in a known state.
    if !sent { broken() }
  }

  private func send(_ queries: [SQL], _ run: inout RunningBatch) -> Bool {
    run.steps.reserveCapacity(queries.count + 1)
    // In a failed transaction the server would refuse, and the ROLLBACK behind it would not be heard.
    if session.transaction != .failed {
      let retired = statements.takeRetired()
      for name in retired {
        guard session.sendText("deallocate \(name)") else { return false }
        run.steps.append(.housekeeping)
      }
      if !retired.isEmpty {
        guard session.sendSync() else { return false }
        run.steps.append(.pause)
      }
    }
    for (index, query) in queries.enumerated() {
      let lookup = statements.lookup(query.statement, query.binds.types)
      if lookup.isNew {
        guard session.sendPrepare(lookup.name, query.text, query.binds.types) else { return false }
        run.steps.append(.prepare(lookup.name, index))
      }
      guard session.sendExecute(lookup.name, query.binds) else { return false }
      run.steps.append(.execute(lookup.name, index))
    }
    run.steps.append(.sync)
    return session.sendSync()
  }

  /// - Returns: whether something is left to be written.
  private func flush() -> Bool {
    guard let left = session.flush() else {
      drainAfterBreak()
      return false
    }
    return left
  }
}

// MARK: - Waiting

extension ConnectionLoop {
  private func wait(writing: Bool) {
    let events = Int16(POLLIN) | (writing ? Int16(POLLOUT) : 0)
    var descriptors = [
      pollfd(fd: session.socket, events: events, revents: 0),
      pollfd(fd: inbox.wakeUp.readEnd, events: Int16(POLLIN), revents: 0),
    ]
    let ready = unsafe poll(&descriptors, 2, timeout())
    // EINTR and a passed deadline alike: look at everything again
    guard ready > 0 else { return }
    if descriptors[1].revents != 0 { inbox.wakeUp.drain() }
    if descriptors[0].revents & ~Int16(POLLOUT) != 0 {
      if session.consumeInput() {
        readAnswers()
        readNotifications()
      } else {
        drainAfterBreak()
      }
    }
  }

  /// In milliseconds, for `poll`; -1 for ever.
  private func timeout() -> Int32 {
    guard let deadline = running?.deadline else { return -1 }
    return (deadline - ContinuousClock.now).pollTimeout
  }

  private func enforceDeadline() {
    guard let run = running, failure == nil, let deadline = run.deadline, deadline <= ContinuousClock.now else {
      return
    }
    if let reason = run.stopReason {
      failure = PostgresError(reason, "the server did not stop in the time allowed; connection given up")
    } else {
      stop(.timedOut)
    }
  }

  /// Tells the server to stop. A COMMIT is not stopped by a caller who lost interest, only by its deadline.
  private func stop(_ reason: PostgresError.Kind) {
    guard let run = running, run.stopReason == nil, !(run.batch.effect == .commit && reason == .cancelled) else {
      return
    }
    running?.stopReason = reason
    running?.deadline = ContinuousClock.now + configuration.cancelGrace
    guard let canceller, !outstandingCancel else { return }
    // No further batch starts before the order has reached the server, lest it hits the wrong one.
    outstandingCancel = startThread { [inbox] in
      canceller.send()
      inbox.cancelWasDelivered()
    }
  }
}

// MARK: - Receiving

extension ConnectionLoop {
  private func readAnswers() {
    var silence = 0
    while running != nil, failure == nil, !session.isBusy {
      guard let answer = session.nextAnswer() else {
        silence += 1
        if case .script = running?.batch.work {
          finishScript()
        } else if silence > 2 {
          broken()
        } else {
          running?.nextStep()
        }
        continue
      }
      silence = 0
      take(answer)
    }
  }

  private func take(_ answer: Session.Answer) {
    switch answer {
    case .rows(let result): running?.answered(result)
    case .aborted:
      if case .prepare(let name, _) = running?.skipped() { statements.forget(name) }
    case .failed(let report, let message):
      let step = running?.failed(report, message)
      if report == nil, session.isBroken { broken() }
      correctStatements(step, report)
    case .sync: if running?.passedPause() != true { finishBatch() }
    case .unsupported:
      failure = PostgresError(.misuse, "COPY is not supported here; connection given up")
    }
  }

  /// Keeps the record of prepared statements in step with what the server says it has.
  private func correctStatements(_ step: RunningBatch.Step?, _ report: PostgresError.ServerReport?) {
    switch (step, report?.sqlState) {
    // gone already: so much the better
    case (.housekeeping, _): break
    // "cached plan must not change result type"
    case (.execute(let name, _), SQLState.featureNotSupported) where report?.routine == "RevalidateCachedQuery":
      statements.retire(name)
    // somebody said DEALLOCATE ALL or DISCARD ALL
    case (_, SQLState.invalidStatementName): statements.forgetAll()
    // … but not of all
    case (.prepare(let name, _), SQLState.duplicateStatement): statements.retire(name)
    case (.prepare(let name, _), _): statements.forget(name)
    case (.execute, _), (.pause, _), (.control, _), (.sync, _), (nil, _): break
    }
  }

  private func finishScript() {
    if session.resumePipeline() { finishBatch() } else { broken() }
  }

  private func finishBatch() {
    guard let run = running else { return }
    running = nil
    inbox.settled(session.transaction)
    run.batch.reply(run.outcome(standbyWaitCutShort: standbyWaitCutShort))
  }

  private func readNotifications() {
    while let notification = session.nextNotification() { inbox.deliver(notification) }
  }

  /// The connection is gone; the server may have said why just before.
  private func drainAfterBreak() {
    let message = session.errorMessage
    var said: PostgresError.ServerReport?
    var silence = 0
    // Bounded: a broken libpq connection may answer for ever.
    for _ in 0..<((running?.steps.count ?? 0) * 2 + 4) where silence < 3 && !session.isBusy && running != nil {
      switch session.nextAnswer() {
      case nil:
        silence += 1
        running?.nextStep()
      case .failed(let report?, let message):
        said = said ?? report
        _ = running?.failed(report, message)
      case .rows(let result): running?.answered(result)
      case .aborted: _ = running?.skipped()
      case .sync: _ = running?.passedPause()
      case .failed(nil, _), .unsupported: break
      }
    }
    readNotifications()
    guard failure == nil else { return }
    failure = PostgresError(.connectionLost, said?.message ?? message, report: said)
  }

  private func heard(_ report: PostgresError.ServerReport) {
    // "canceling wait for synchronous replication …": committed here, but perhaps nowhere else
    if report.routine == "SyncRepWaitForLSN" { standbyWaitCutShort = true }
    let level: Logger.Level = report.severity == "WARNING" ? .warning : .debug
    logger.log(
      level: level, "database notice",
      metadata: [
        "severity": "\(report.severity)", "sqlstate": "\(report.sqlState.rawValue)",
        "routine": "\(report.routine ?? "")",
      ])
  }
}
