internal import Foundation
internal import Logging
internal import Rulebook
internal import Sealing
internal import Signing

/// Addresses of the party that are told of what happens.
extension RelyingDesk {
    /// Adds an address with a fresh secret; it is told of what happens from now on.
    public func addWebhook(_ url: String) throws -> Webhook {
        guard WebhookSender.isAllowed(url) else { throw RelyingRefusal.badWebhook(url) }
        guard let secret = SharedSecret(Random.bytes(Webhook.secretByteCount)) else {
            preconditionFailure("\(Webhook.secretByteCount) bytes are no secret")
        }
        guard let webhook = try database.add(url, secret, at: now()) else {
            throw RelyingRefusal.tooManyWebhooks(Webhook.limit)
        }
        return webhook
    }

    /// The addresses that are told.
    public func webhooks() throws -> [Webhook] { try database.webhooks() }

    /// Ends an address: what waits for it is dropped.
    public func removeWebhook(_ number: UInt64) throws {
        guard try database.endWebhook(number, at: now(), note: "removed") else {
            throw RelyingRefusal.noSuchWebhook(number)
        }
    }

    /// Sends a test to an address now, and tells what came of it.
    public func testWebhook(_ number: UInt64) async throws -> (isTaken: Bool, note: String) {
        guard let webhook = try database.webhooks().first(where: { $0.number == number }) else {
            throw RelyingRefusal.noSuchWebhook(number)
        }
        let event = DeskEvent.test(Random.bytes(16))
        let (second, id) = (now(), event.id(origin: origin))
        let body = event.body(at: second)
        let result = try await WebhookSender().post(
            body, webhook.headers(id: id, second: second, body: body), to: webhook.url)
        if case .taken = result { return (true, result.note) }
        return (false, result.note)
    }

    /// What was sent or waits, the last first; of one address when it is named.
    public func deliveries(_ state: Delivery.State?, limit: Int) throws -> [Delivery] {
        try database.deliveries(state, limit: limit)
    }

    /// Sends again what nobody took, or one event that is named; how many there are.
    public func redeliver(_ id: String?) throws -> Int {
        let count = try database.redeliver(id, at: now())
        if let id, count == 0 { throw RelyingRefusal.noSuchDelivery(id) }
        return count
    }

    /// How many deliveries are under way at once.
    private static let deliveriesAtOnce = 16

    /// One turn: sends what is due, each to its address, and keeps what came of it. How many there were.
    ///
    /// A delivery is taken before it is sent, and noted behind it: after a kill between the two it is sent once more,
    /// with the same id.
    package func deliver() async throws -> Int {
        let due = try database.takeDeliveries(at: now(), limit: RelyingDesk.deliveriesAtOnce)
        guard !due.isEmpty else { return 0 }
        let webhooks = Dictionary(
            try database.webhooks().map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
        try await withThrowingTaskGroup(of: Void.self) { group in
            for delivery in due {
                guard let webhook = webhooks[delivery.webhook] else { continue }
                group.addTask { try await deliver(delivery, to: webhook) }
            }
            try await group.waitForAll()
        }
        return due.count
    }

    private func deliver(_ delivery: Delivery, to webhook: Webhook) async throws {
        let second = now()
        let headers = webhook.headers(id: delivery.id, second: second, body: delivery.body)
        let result = try await WebhookSender().post(delivery.body, headers, to: webhook.url)
        switch result {
        case .taken: try database.finish(delivery, .delivered, note: result.note)
        case .notTaken(status: 410):
            // Gone: the receiver wants no more.
            _ = try database.endWebhook(webhook.number, at: now(), note: result.note)
            logger.warning("the webhook \(webhook.number) says that it is gone, and is told no more")
        case .notTaken, .unreachable:
            let pause = Delivery.pause(after: delivery.attempts, chance: Random.bytes(1)[0])
            guard now() + pause <= delivery.created + Delivery.patience else {
                return try database.finish(delivery, .dead, note: result.note)
            }
            try database.postpone(delivery, to: now() + pause, note: result.note)
        }
    }
}

extension RelyingRefusal {
    static func badWebhook(_ url: String) -> RelyingRefusal {
        RelyingRefusal(
            "bad-webhook", zh: "“\(url.prefix(100))”不是 https 地址，也不是本机地址。",
            en: "\"\(url.prefix(100))\" is no address of https, nor of this machine.",
            nextZh: "请写 https:// 开头的完整地址。", nextEn: "Write a whole address that begins with https://.")
    }

    static func tooManyWebhooks(_ limit: Int) -> RelyingRefusal {
        RelyingRefusal(
            "too-many-webhooks", zh: "通知地址已有 \(limit) 个。", en: "There are \(limit) webhooks.",
            nextZh: "请先移除一个。", nextEn: "Remove one first.")
    }

    static func noSuchWebhook(_ number: UInt64) -> RelyingRefusal {
        RelyingRefusal(
            "no-such-webhook", zh: "没有第 \(number) 号通知地址。", en: "There is no webhook \(number).",
            nextZh: "用 deedbox relying webhook list 查看。", nextEn: "deedbox relying webhook list lists them.")
    }

    static func noSuchDelivery(_ id: String) -> RelyingRefusal {
        RelyingRefusal(
            "no-such-delivery", zh: "没有投递 \(id)。", en: "There is no delivery \(id).",
            nextZh: "用 deedbox relying webhook list 查看。", nextEn: "deedbox relying webhook list lists them.")
    }
}
