import Engine
import HTTPTypes
import JSON
import Testing
import Workflows

@testable import Worker

@Suite(.timeLimit(.minutes(20))) struct WebhookTests {
  /// The 24 bytes behind `whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw`, the example key of Standard Webhooks.
  static let secret: [UInt8] = [
    0x31, 0xF2, 0x90, 0xF6, 0xBF, 0x06, 0x29, 0x8A, 0xAB, 0x4F, 0x08, 0xD4, 0x3C, 0x3F, 0x08, 0x2C, 0xF6, 0x48, 0xA3,
    0x62, 0xDA, 0x2D, 0xA4, 0xB0,
  ]

  @Test func theSignatureIsThatOfStandardWebhooks() {
    #expect(
      WebhookDelivery.signature(
        id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: Array(#"{"test": 2432232314}"#.utf8),
        secret: Self.secret) == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
  }

  /// RFC 4648 section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy"),
  ])
  func base64(text: String, encoded: String) {
    #expect(Base64.encode(Array(text.utf8)) == encoded)
  }

  @Test func aDeliveryIsSignedAndItsAnswerMovesTheItem() async throws {
    try await WorkerWorld.with { world in
      try await Receiver.with([.init(status: .ok, body: #"{"answer":"可"}"#)]) { receiver, url in
        try await world.working {
          $0.webhooks["finance"] = .init(url: url, secret: Self.secret)
        } _: { _ in
          let loan = try await world.loan()
          try await world.act("ask", on: loan)
          let delivery = try #require(await receiver.deliveries.first { _ in true })
          let body = try JSONValue(parsing: delivery.body)
          #expect(delivery["content-type"] == "application/cloudevents+json; charset=utf-8")
          #expect(body["specversion"] == "1.0" && body["type"] == "jp.sekisho.task.question")
          #expect(body["subject"] == .string(loan.item.description))
          let (id, timestamp) = (try #require(delivery["webhook-id"]), try #require(delivery["webhook-timestamp"]))
          #expect(body["id"] == .string(id))
          #expect(
            delivery["webhook-signature"]
              == WebhookDelivery.signature(
                id: id, timestamp: try #require(Int64(timestamp)), body: delivery.body, secret: Self.secret))
          try await world.until {
            try await world.engine.item(.id(loan.item), as: WorkerWorld.person).item.data["answer"] == "可"
          }
          #expect(try await world.tasks().isEmpty)
        }
      }
    }
  }

  @Test func whatMayPassIsTriedAgainWithTheSameKey() async throws {
    try await WorkerWorld.with { world in
      let answers: [Receiver.Answer] = [
        .init(status: .serviceUnavailable), .init(status: .tooManyRequests), .init(status: .noContent),
      ]
      try await Receiver.with(answers) { receiver, url in
        try await world.working {
          $0.webhooks["finance"] = .init(url: url, secret: Self.secret)
        } _: { _ in
          try await world.act("announce", on: try await world.loan())
          var keys: Set<String> = []
          var deliveries = receiver.deliveries.makeAsyncIterator()
          for attempt in 1...3 {
            keys.insert(try #require(await deliveries.next()?["webhook-id"]))
            if attempt == 3 { break }
            // Not before its time: the clock stands until the test moves it.
            try await world.until {
              try await world.tasks().contains { $0.attempts == attempt && $0.worker == nil }
            }
            let task = try #require(try await world.tasks().first)
            let now = try await world.engine.lexicon().now
            #expect(task.dueAt > now && !task.isDead)
            try await world.moveClock(bySeconds: 10)
          }
          try await world.until { try await world.tasks().isEmpty }
          #expect(keys.count == 1)
        }
      }
    }
  }

  @Test func afterTwelveAttemptsPeopleLookAtIt() async throws {
    try await WorkerWorld.with { world in
      try await Receiver.with([.init(status: .internalServerError)]) { receiver, url in
        try await world.working {
          $0.webhooks["finance"] = .init(url: url, secret: Self.secret)
        } _: { _ in
          try await world.act("announce", on: try await world.loan())
          var deliveries = receiver.deliveries.makeAsyncIterator()
          for attempt in 1...Backoff.maxAttempts {
            _ = await deliveries.next()
            try await world.until {
              try await world.tasks().first.map { $0.isDead || $0.attempts == attempt && $0.worker == nil } ?? true
            }
            try await world.moveClock(bySeconds: 7_200)
          }
          try await world.until { try await !world.tasks(dead: true).isEmpty }
          let dead = try #require(try await world.tasks(dead: true).first)
          #expect(dead.attempts == Backoff.maxAttempts && dead.lastError == "the receiver answered 500")
          // Revived, it is tried again.
          try await world.engine.retry(dead.id, as: WorkerWorld.person)
          _ = await deliveries.next()
        }
      }
    }
  }

  @Test func aRefusalEndsInTheDefinitionsFailureAtOnce() async throws {
    try await WorkerWorld.with { world in
      try await Receiver.with([.init(status: .badRequest)]) { _, url in
        try await world.working {
          $0.webhooks["finance"] = .init(url: url, secret: Self.secret)
        } _: { _ in
          let asked = try await world.loan()
          try await world.act("ask", on: asked)
          try await world.until {
            try await world.engine.item(.id(asked.item), as: WorkerWorld.person).item.state == "lost"
          }
          // Without a transition for it, it waits for people.
          try await world.act("announce", on: try await world.loan())
          try await world.until { try await !world.tasks(dead: true).isEmpty }
          #expect(try await world.tasks(dead: true).first?.lastError == "the receiver refused with 400")
        }
      }
    }
  }

  @Test func aNameThatNobodyConfiguredIsAPermanentFault() async throws {
    try await WorkerWorld.with { world in
      try await world.working { _ in
      } _: { _ in
        try await world.act("announce", on: try await world.loan())
        try await world.until { try await !world.tasks(dead: true).isEmpty }
        #expect(try await world.tasks(dead: true).first?.lastError?.contains("finance") == true)
      }
    }
  }

  @Test func delaysDoubleWithJitterAndEnd() throws {
    var random = SplitMix64(state: 7)
    var ceiling: Int64 = 1_000
    for attempt in 1..<Backoff.maxAttempts {
      for _ in 0..<50 {
        let delay = try #require(Backoff.delay(afterAttempt: attempt, using: &random))
        #expect((ceiling / 2...ceiling).contains(delay), "\(attempt): \(delay)")
      }
      ceiling = min(ceiling * 2, 3_600_000)
    }
    #expect(Backoff.delay(afterAttempt: Backoff.maxAttempts, using: &random) == nil)
  }
}
