import Accounts
import Hummingbird
import HummingbirdTesting
import RelyingAPI
import RelyingApp
import Rulebook
import Signing
import TestSupport
import Testing

/// Webhooks, kept over HTTP.
struct WebhookRouteTests {
    @Test func `an admin adds and ends addresses, and the secret is told once`() async throws {
        let desk = try await TestDesk.make()
        let admin = try SignedInStaff("wang.wu", [.admin], at: desk.desk)
        let auditor = try SignedInStaff("zhao.liu", [.auditor], at: desk.desk)
        let body: JSONValue = ["url": "http://127.0.0.1:9/hook"]
        try await desk.run { talk in
            #expect(try await talk.api(.post, "/api/webhooks", auditor, body).object.text("code") == "role-needed")
            let plain = try await talk.api(.post, "/api/webhooks", admin, ["url": "http://core.example/hook"])
            #expect(plain.status == 422 && plain.object.text("code") == "bad-webhook")
            let added = try await talk.api(.post, "/api/webhooks", admin, body)
            #expect(added.status == 201 && added.object.text("secret").hasPrefix("whsec_"))
            let listed = try await talk.api(.get, "/api/webhooks", auditor)
            guard case .array(let webhooks)? = listed.object["webhooks"], case .object(let only)? = webhooks.first
            else {
                Issue.record("no webhook is listed")
                return
            }
            #expect(webhooks.count == 1 && only["secret"] == nil && only.text("url") == "http://127.0.0.1:9/hook")
            // Nobody listens on that port.
            let tested = try await talk.api(.post, "/api/webhooks/1/test", admin)
            #expect(tested.status == 200 && tested.object["taken"] == false && !tested.object.text("note").isEmpty)
            let ended = try await talk.api(.delete, "/api/webhooks/1", admin)
            #expect(ended.status == 200 && ended.object["state"] == "removed")
            for (method, path) in [
                (.delete, "/api/webhooks/1"), (.post, "/api/webhooks/1/test"),
            ] as [(HTTPRequest.Method, String)] {
                #expect(try await talk.api(method, path, admin).object.text("code") == "no-such-webhook")
            }
        }
        let actions = try desk.desk.accounts.auditLines().map(\.action)
        #expect(actions.filter { $0.hasPrefix("webhook-") } == ["webhook-add", "webhook-test", "webhook-remove"])
    }

    @Test func `what waits is seen, and what nobody took is sent again when an admin says so`() async throws {
        let desk = try await TestDesk.make()
        let admin = try SignedInStaff("wang.wu", [.admin], at: desk.desk)
        _ = try desk.desk.addWebhook("http://127.0.0.1:9/hook")
        let grant = try await desk.granted()
        try await desk.run { talk in
            let waiting = try await talk.api(.get, "/api/deliveries?state=waiting", admin)
            guard case .array(let deliveries)? = waiting.object["deliveries"],
                case .object(let only)? = deliveries.first
            else {
                Issue.record("nothing waits")
                return
            }
            #expect(deliveries.count == 1 && only["event"] == "grant.final" && only["attempts"] == 0)
            #expect(only["body"] == nil && !"\(only)".contains(grant.description))
            #expect(try await talk.api(.get, "/api/deliveries?state=lost", admin).status == 400)
            #expect(try await talk.api(.post, "/api/deliveries/redeliver", admin, [:]).object["count"] == 0)
            let named = try await talk.api(.post, "/api/deliveries/redeliver", admin, ["id": .string(only.text("id"))])
            #expect(named.object["count"] == 1)
            let none = try await talk.api(.post, "/api/deliveries/redeliver", admin, ["id": "msg_none"])
            #expect(none.status == 404 && none.object.text("code") == "no-such-delivery")
        }
    }
}
