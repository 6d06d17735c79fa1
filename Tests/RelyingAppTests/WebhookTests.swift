import RelyingApp
import Rulebook
import Sealing
import Signing
import TestSupport
import Testing

struct WebhookTests {
    @Test func `the headers are those of Standard Webhooks`() throws {
        // The example of its reference libraries.
        let secret = try #require(Base64.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").flatMap { SharedSecret($0) })
        let webhook = Webhook(number: 1, url: "https://example.org", secret: secret, added: 0)
        let headers = webhook.headers(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", second: 1_614_265_330, body: #"{"test": 2432232314}"#)
        #expect(headers.map(\.name) == ["webhook-id", "webhook-timestamp", "webhook-signature"])
        #expect(headers[1].value == "1614265330")
        #expect(headers[2].value == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
        #expect(webhook.secretText == "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    }

    @Test func `pauses grow to half a day, and never come all at once`() {
        for attempts in UInt64(1)...20 {
            let (least, most) = (
                Delivery.pause(after: attempts, chance: 0), Delivery.pause(after: attempts, chance: 255)
            )
            #expect(least == most / 2 && most <= 43_200)
            #expect(most >= Delivery.pause(after: attempts - 1, chance: 255))
        }
        #expect(Delivery.pause(after: 1, chance: 255) == 5 && Delivery.pause(after: 20, chance: 255) == 43_200)
    }

    @Test func `what happens is told once to each address, and names nobody`() async throws {
        let desk = try await TestDesk.make()
        let first = try desk.desk.addWebhook("https://one.example/hook")
        _ = try desk.desk.addWebhook("http://127.0.0.1:9/hook")
        let grant = try await desk.granted()
        let use = try await desk.desk.use(UseOrder(grant: grant, caseNumber: "示例案 99", clerk: "示例柜员"))
        _ = try await desk.desk.judgeAgain(use)
        let deliveries = try desk.desk.deliveries(nil, limit: 100)
        #expect(deliveries.map(\.event).sorted() == ["grant.final", "grant.final", "use.opened", "use.opened"])
        #expect(Set(deliveries.map(\.id)).count == 2 && deliveries.allSatisfy { $0.state == .waiting })
        for delivery in deliveries {
            #expect(!delivery.body.contains("示例") && delivery.body.contains(grant.description))
        }
        try desk.desk.removeWebhook(first.number)
        #expect(try desk.desk.deliveries(nil, limit: 100).count == 2)
        #expect(throws: RelyingRefusal.self) { try desk.desk.removeWebhook(first.number) }
    }

    @Test(arguments: ["http://example.org/", "ftp://127.0.0.1/", "https://a:b@example.org/", "example.org", ""])
    func `only TLS is told, or this machine`(_ url: String) async throws {
        let desk = try await TestDesk.make()
        #expect(throws: RelyingRefusal.self) { try desk.desk.addWebhook(url) }
    }

    @Test func `who is away is asked again, given up after three days, and told anew when asked to`() async throws {
        let desk = try await TestDesk.make()
        // Nobody listens on that port.
        _ = try desk.desk.addWebhook("http://127.0.0.1:9/hook")
        _ = try await desk.granted()
        #expect(try await desk.desk.deliver() == 1)
        let waiting = try #require(try desk.desk.deliveries(nil, limit: 10).first)
        #expect(waiting.state == .waiting && waiting.attempts == 1 && waiting.next > waiting.created)
        // Before its time nothing is sent.
        #expect(try await desk.desk.deliver() == 0)
        try await desk.town.pass(seconds: 4 * 86_400)
        #expect(try await desk.desk.deliver() == 1)
        #expect(try desk.desk.deliveries(.dead, limit: 10).map(\.id) == [waiting.id])
        #expect(try desk.desk.redeliver(waiting.id) == 1)
        #expect(try desk.desk.deliveries(.waiting, limit: 10).map(\.attempts) == [0])
        #expect(throws: RelyingRefusal.self) { try desk.desk.redeliver("msg_none") }
    }
}
