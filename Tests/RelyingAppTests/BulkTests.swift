import RelyingApp
import Rulebook
import Signing
import TestSupport
import Testing

struct BulkTests {
    private func order(
        _ key: String = "k-1", _ items: [(reference: String, grant: GrantID)], caller: String = "machine:示例"
    ) -> BulkOrder {
        let text = items.map { "\($0.reference) \($0.grant)" }.joined(separator: "\n")
        return BulkOrder(
            caller: caller, key: key, body: SHA256.digest(Array(text.utf8)),
            items: items.map {
                BulkOrder.Item(reference: $0.reference, act: .use(UseOrder(grant: $0.grant, clerk: "示例")))
            })
    }

    private func member(_ name: String, _ result: BulkResult) -> JSONValue? {
        guard case .object(let object) = result.content else { return nil }
        return object[name]
    }

    @Test func `items are done each for itself, and the same order is answered alike`() async throws {
        let desk = try await TestDesk.make()
        let grant = try await desk.granted()
        let stranger = GrantID(SHA256.digest([1]))
        let items = [("a", grant), ("b", stranger), ("c", grant), ("d", grant)].map { (reference: $0.0, grant: $0.1) }
        let results = try await desk.desk.run(order("k-1", items))
        #expect(results.map(\.reference) == ["a", "b", "c", "d"])
        #expect(results.map(\.status) == [200, 404, 200, 409])
        // Those of one grant took one use after another; of two the fourth found none left.
        #expect(member("number", results[0]) == 1 && member("number", results[2]) == 2)
        #expect(member("code", results[1]) == "no-such-grant")
        #expect(try await desk.desk.run(order("k-1", items)).map(\.json) == results.map(\.json))
        #expect(await desk.town.count(.use) == 2)
    }

    @Test func `a key is for one order of one caller`() async throws {
        let desk = try await TestDesk.make()
        let grant = try await desk.granted()
        _ = try await desk.desk.run(order("k-1", [("a", grant)]))
        await #expect {
            _ = try await desk.desk.run(order("k-1", [("b", grant)]))
        } throws: { ($0 as? RelyingRefusal)?.code == "idempotency-key-of-another" }
        let other = try await desk.desk.run(order("k-1", [("b", grant)], caller: "machine:另一示例"))
        #expect(other.map(\.status) == [200] && member("number", other[0]) == 2)
    }

    @Test func `what was begun and cut off is gone on with, and counted once`() async throws {
        let desk = try await TestDesk.make()
        let grant = try await desk.granted()
        await desk.town.fail(.noShares)
        let first = try await desk.desk.run(order("k-1", [("a", grant)]))
        #expect(first.map(\.status) == [503] && first.map(\.isFinal) == [false])
        await desk.town.fail(nil)
        // Another process takes it up.
        let again = try await TestDesk.open(desk.folder, desk.town).run(order("k-1", [("a", grant)]))
        #expect(again.map(\.status) == [200] && member("number", again[0]) == 1)
        #expect(await desk.town.count(.use) == 1)
    }

    @Test func `a use that somebody else has begun is left to him`() async throws {
        let desk = try await TestDesk.make()
        let grant = try await desk.granted()
        await desk.town.fail(.noShares)
        await #expect(throws: LedgerSilent.self) { try await desk.desk.use(UseOrder(grant: grant, clerk: "示例")) }
        await desk.town.fail(nil)
        let results = try await desk.desk.run(order("k-1", [("a", grant)]))
        #expect(results.map(\.status) == [409] && results.map(\.isFinal) == [false])
        _ = try await desk.desk.use(UseOrder(grant: grant, clerk: "示例"))
        let again = try await desk.desk.run(order("k-1", [("a", grant)]))
        #expect(again.map(\.status) == [200] && member("number", again[0]) == 2)
    }

    @Test func `a request of an order is opened once`() async throws {
        let desk = try await TestDesk.make()
        let item = BulkOrder.Item(reference: "a", act: .request(desk.order()))
        let wrong = BulkOrder.Item(reference: "b", act: .request(desk.order(uses: 99)))
        let asked = BulkOrder(caller: "machine:示例", key: "k-1", body: .zero, items: [item, wrong])
        let results = try await desk.desk.run(asked)
        #expect(results.map(\.status) == [200, 409])
        #expect(try await desk.desk.run(asked) == results)
        #expect(try desk.desk.matters(limit: 10).count == 1)
    }
}
