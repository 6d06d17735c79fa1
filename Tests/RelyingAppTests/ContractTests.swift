import Accounts
import Hummingbird
import HummingbirdTesting
import RelyingAPI
import RelyingApp
import Rulebook
import Signing
import TestSupport
import Testing

/// The desk's OpenAPI document beside what the desk does.
struct ContractTests {
    @Test func `the document describes every route, and every route that it describes is there`() async throws {
        let desk = try await TestDesk.make()
        let document = try await desk.run { try await Document($0) }
        let ours = RelyingServer(desk.desk).routes.filter { !isOfPages($0) }
        #expect(ours.count > 50)
        #expect(Set(ours) == document.operations)
    }

    /// Pages of the counter are for people, and what wallets ask stands in docs/protocol/requests.md.
    private func isOfPages(_ route: String) -> Bool {
        let path = route.split(separator: " ").last ?? ""
        return path == "/" || ["/counter", "/sign-in", "/sign-out", "/requests/"].contains { path.hasPrefix($0) }
    }

    @Test func `everything that is told stands in the document, with the same members`() async throws {
        let desk = try await TestDesk.make()
        _ = try desk.desk.addWebhook("http://127.0.0.1:9/hook")
        let documents = try await TestDocument.issued(1, by: desk.town)
        let grant = try await desk.granted(documents: documents)
        _ = try await desk.desk.use(UseOrder(grant: grant, clerk: "示例"))
        while try await desk.desk.follow() {}
        try await desk.town.change(documents[0].receipt, to: .revoked)
        while try await desk.desk.follow() {}
        let (_, link) = try await desk.desk.open(desk.order())
        let document = try await desk.run { talk in
            let wallet = TestWallet()
            let object = try await wallet.request(link, talk, desk)
            _ = try await talk.answer(wallet.refusal(object, desk), to: link)
            return try await Document(talk)
        }
        try await desk.town.pass(seconds: 40 * 86_400)
        await desk.desk.keepHouse(isThorough: true)
        let told = try desk.desk.deliveries(nil, limit: 100)
        #expect(Set(told.map(\.event)) == document.events.subtracting(["webhook.test"]))
        for delivery in told {
            let body = try JSONValue(parsing: delivery.body, maxByteCount: 1 << 16)
            let members = Set(body.at("data").members.map(\.name))
            #expect(members == document.members(of: delivery.event), "\(delivery.event)")
            #expect(Set(body.members.map(\.name)) == ["type", "timestamp", "data"])
        }
    }

    @Test func `another method and another path are told as such, to browsers and to programs`() async throws {
        let desk = try await TestDesk.make()
        let clerk = try SignedInStaff("li.si", [.clerk], at: desk.desk)
        try await desk.run { talk in
            let wrong = try await talk.client.execute(uri: "/api/sign-in", method: .get, headers: clerk.browser)
            #expect(wrong.status == .methodNotAllowed && wrong.headers[.allow] == "POST")
            #expect(try Answer(wrong).problem() == "wrong-method")
            for response in [
                wrong, try await talk.client.execute(uri: "/api/nothing", method: .get, headers: clerk.browser),
                try await talk.client.execute(uri: "/api/uses", method: .get, headers: [.accept: "text/html"]),
            ] { #expect(response.headers[.contentType] == "application/problem+json") }
            let page = try await talk.client.execute(uri: "/counter", method: .get, headers: [.accept: "text/html"])
            #expect(page.status == .seeOther)
            let head = try await talk.client.execute(uri: "/api/scenes", method: .head, headers: clerk.headers)
            #expect(head.status == .ok && head.body.readableBytes == 0)
            let missing = try await talk.client.execute(uri: "/api/nothing", method: .head)
            #expect(missing.status == .notFound && missing.body.readableBytes == 0)
        }
    }
}

/// The served document.
private struct Document: Sendable {
    private let root: JSONValue

    init(_ talk: Talk) async throws {
        let response = try await talk.client.execute(uri: "/openapi.json", method: .get)
        root = try JSONValue(parsing: String(buffer: response.body), maxByteCount: 1 << 20)
    }

    /// Each described operation as a method and a path.
    var operations: Set<String> {
        Set(
            root.at("paths").members.flatMap { path in path.value.members.map { "\($0.name.uppercased()) \(path.name)" }
            })
    }

    var events: Set<String> { Set(root.at("webhooks").members.map(\.name)) }

    /// What an event's data has, as the document says.
    func members(of event: String) -> Set<String> {
        let schema = root.at(
            "webhooks", event, "post", "requestBody", "content", "application/json", "schema", "properties", "data")
        return Set(schema.at("properties").members.map(\.name))
    }
}

extension JSONValue {
    fileprivate var members: [JSONObject.Member] {
        guard case .object(let object) = self else { return [] }
        return object.members
    }

    fileprivate func at(_ steps: String...) -> JSONValue {
        steps.reduce(self) { value, step in value.members.first { $0.name == step }?.value ?? .null }
    }
}
