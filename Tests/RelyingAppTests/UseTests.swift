import NodeAPI
import Releasing
import RelyingApp
import Rulebook
import Signing
import TestSupport
import Testing

struct UseTests {
    /// What a use gave or threw.
    private func outcome(of order: UseOrder, at desk: TestDesk) async -> Result<StoredUse, any Error> {
        do { return .success(try await desk.desk.use(order)) } catch { return .failure(error) }
    }

    @Test func `each use is counted, opened and kept, until none is left`() async throws {
        let desk = try await TestDesk.make()
        let grant = try await desk.granted()
        for number in UInt64(1)...2 {
            let use = try await desk.desk.use(UseOrder(grant: grant, clerk: "示例柜员"))
            #expect(use.number == number && use.state == .opened && use.verdict != nil)
            #expect(use.content?.documents.map(\.presentation) == ["示例凭证甲~示例.密钥.绑定"])
        }
        await #expect(throws: RelyingRefusal.self) {
            try await desk.desk.use(UseOrder(grant: grant, clerk: "示例柜员"))
        }
        #expect(await desk.town.count(.use) == 2)
        // A process that starts later reads the same.
        let matter = try #require(try TestDesk.open(desk.folder, desk.town).matters(named: grant.description).first)
        #expect(matter.uses.map(\.state) == [.opened, .opened])
        #expect(matter.usesCounted == 2 && matter.usesGranted == 2)
    }

    @Test func `what is no document is told so, and is not called valid`() async throws {
        let desk = try await TestDesk.make()
        let use = try await desk.desk.use(UseOrder(grant: try await desk.granted(), clerk: "示例"))
        let verdict = try JSONElement(parsing: try #require(use.verdict), maxByteCount: 1 << 20)
        guard case .object(let object) = verdict.value else {
            Issue.record("a verdict is an object")
            return
        }
        #expect(object["answer"] == "no")
        guard case .array(let checks)? = object["checks"] else {
            Issue.record("a verdict has checks")
            return
        }
        let answers = checks.compactMap { check -> (JSONValue?, JSONValue?)? in
            guard case .object(let check) = check else { return nil }
            return (check["name"], check["answer"])
        }
        for name in ["addressed", "granted", "counted"] as [JSONValue] {
            #expect(answers.first { $0.0 == name }?.1 == "yes", "\(name)")
        }
    }

    @Test func `two desks of one party use the same index at once, and one wins`() async throws {
        let desk = try await TestDesk.make()
        let grant = try await desk.granted()
        let twin = try desk.twin()
        let order = UseOrder(grant: grant, number: 1, clerk: "示例")
        async let first = outcome(of: order, at: desk)
        async let second = outcome(of: order, at: twin)
        let results = [await first, await second]
        let won = results.compactMap { try? $0.get() }
        #expect(won.count == 1 && won.first?.state == .opened)
        let refusals = results.compactMap { result -> RelyingRefusal? in
            guard case .failure(let error) = result else { return nil }
            return error as? RelyingRefusal
        }
        #expect(refusals.map(\.code) == ["used-elsewhere"])
        #expect(refusals.first?.winner?.height == won.first?.height)
        #expect(await desk.town.count(.use) == 1)
        // The one that lost takes the next.
        let loser = try desk.desk.matters(named: grant.description)[0].uses[0].state == .lost ? desk : twin
        #expect(try await loser.desk.use(UseOrder(grant: grant, clerk: "示例")).number == 2)
    }

    @Test func `a desk that was cut off after sending goes on with the same use`() async throws {
        let desk = try await TestDesk.make()
        let grant = try await desk.granted()
        let order = UseOrder(grant: grant, clerk: "示例")
        await desk.town.fail(.answerLost)
        await #expect(throws: LedgerSilent.self) { try await desk.desk.use(order) }
        #expect(await desk.town.count(.use) == 1)
        await desk.town.fail(.noShares)
        let again = try TestDesk.open(desk.folder, desk.town)
        await #expect(throws: LedgerSilent.self) { try await again.use(order) }
        await #expect {
            try await again.use(UseOrder(grant: grant, number: 2, clerk: "示例"))
        } throws: { ($0 as? RelyingRefusal)?.code == "use-goes-on" }
        await desk.town.fail(nil)
        let use = try await TestDesk.open(desk.folder, desk.town).use(order)
        #expect(use.number == 1 && use.state == .opened)
        #expect(await desk.town.count(.use) == 1)
    }

    @Test func `a use that never arrived is signed again once its time is over`() async throws {
        let desk = try await TestDesk.make()
        let grant = try await desk.granted()
        let order = UseOrder(grant: grant, clerk: "示例")
        await desk.town.fail(.mute)
        await #expect(throws: LedgerSilent.self) { try await desk.desk.use(order) }
        let first = try desk.desk.matters(named: grant.description)[0].uses[0]
        try await desk.town.pass(seconds: 120)
        await desk.town.fail(nil)
        let use = try await desk.desk.use(order)
        #expect(use.number == 1 && use.state == .opened && use.statement != first.statement)
        #expect(await desk.town.count(.use) == 1)
    }

    @Test func `a node that denies what it counted does not make the desk lose the release key`() async throws {
        let desk = try await TestDesk.make()
        let grant = try await desk.granted()
        try await desk.town.remember()
        await desk.town.fail(.denying)
        let order = UseOrder(grant: grant, clerk: "示例")
        await #expect(throws: RelyingRefusal.self) { try await desk.desk.use(order) }
        #expect(await desk.town.count(.use) == 1)
        await desk.town.fail(nil)
        let use = try await desk.desk.use(order)
        #expect(use.number == 1 && use.state == .opened)
        #expect(await desk.town.count(.use) == 1)
    }

    @Test func `a use that a node only pretends to have counted is sent again`() async throws {
        let desk = try await TestDesk.make()
        let order = UseOrder(grant: try await desk.granted(), clerk: "示例")
        await desk.town.fail(.pretending)
        await #expect(throws: LedgerSilent.self) { try await desk.desk.use(order) }
        #expect(await desk.town.count(.use) == 0)
        #expect(try desk.desk.matters(named: order.grant.description)[0].uses.map(\.state) == [.sent])
        #expect(try await desk.desk.use(order).state == .opened)
        #expect(await desk.town.count(.use) == 1)
    }

    @Test func `a use that never arrived is given up once it is over and its grant takes no more`() async throws {
        let desk = try await TestDesk.make()
        let (_, link) = try await desk.desk.open(desk.order())
        let wallet = TestWallet()
        try await desk.run { talk in
            let object = try await wallet.request(link, talk, desk)
            #expect(try await talk.answer(wallet.grant(object, desk), to: link).status == 200)
        }
        let order = UseOrder(
            grant: GrantID(origin: desk.town.origin, key: wallet.key.publicKey), clerk: "示例")
        await desk.town.fail(.mute)
        await #expect(throws: LedgerSilent.self) { try await desk.desk.use(order) }
        await desk.town.fail(nil)
        try await desk.town.commit([.withdraw(Withdraw(grantKey: wallet.key.publicKey))], by: .holder(wallet.key))
        await #expect(throws: RelyingRefusal.self) { try await desk.desk.use(order) }
        // While its time lasts, one node's refusal is not believed.
        #expect(try desk.desk.matters(named: order.grant.description)[0].uses.map(\.state) == [.sent])
        try await desk.town.pass(seconds: 120)
        await #expect {
            try await desk.desk.use(order)
        } throws: { ($0 as? RelyingRefusal)?.code == "grant-withdrawn" }
        #expect(try desk.desk.matters(named: order.grant.description)[0].uses.isEmpty)
    }

    @Test func `a use after the withdrawal is refused, and its number is free again`() async throws {
        let desk = try await TestDesk.make()
        let (_, link) = try await desk.desk.open(desk.order())
        let wallet = TestWallet()
        try await desk.run { talk in
            let object = try await wallet.request(link, talk, desk)
            #expect(try await talk.answer(wallet.grant(object, desk), to: link).status == 200)
        }
        let grant = GrantID(origin: desk.town.origin, key: wallet.key.publicKey)
        try await desk.town.commit(
            [.withdraw(Withdraw(grantKey: wallet.key.publicKey))], by: .holder(wallet.key))
        await #expect {
            try await desk.desk.use(UseOrder(grant: grant, clerk: "示例"))
        } throws: { ($0 as? RelyingRefusal)?.code == "grant-withdrawn" }
        #expect(try desk.desk.matters(named: grant.description)[0].uses.isEmpty)
        #expect(await desk.town.count(.use) == 0)
    }

    @Test func `a ticket that holds nothing is the wallet's fault, with evidence, and reported`() async throws {
        let desk = try await TestDesk.make()
        let grant = try await desk.granted { draft in
            draft.tickets[0] = [UInt8](repeating: 0, count: draft.tickets[0].count)
        }
        let use = try await desk.desk.use(UseOrder(grant: grant, clerk: "示例"))
        #expect(use.state == .faulty && use.content == nil)
        #expect(await desk.town.count(.reportFault) == 1)
        let matter = try desk.desk.matters(named: grant.description)[0]
        let fault = try #require(matter.faults.first)
        #expect(fault.isDealing && fault.state == "reported" && fault.number == 1)
        let evidence = try #require(try desk.desk.evidence(ofFault: fault.digest, in: matter))
        #expect(try FaultEvidence(decoding: evidence).kind == .ticket)
        // The use stays counted; the next ticket is good.
        #expect(try await desk.desk.use(UseOrder(grant: grant, clerk: "示例")).state == .opened)
    }

    @Test func `a false share is one node's fault, reported with its name, and the others open the use`() async throws {
        let desk = try await TestDesk.make(validators: 4)
        let grant = try await desk.granted()
        await desk.town.fail(.falseShare)
        let use = try await desk.desk.use(UseOrder(grant: grant, clerk: "示例柜员"))
        #expect(use.state == .opened && use.content?.documents.count == 1)
        let matter = try desk.desk.matters(named: grant.description)[0]
        let fault = try #require(matter.faults.first)
        #expect(matter.faults.count == 1 && !fault.isDealing && fault.node?.text == "node-4" && fault.number == 1)
        #expect(fault.state == "reported" && fault.height != nil)
        let reports = try await desk.town.statements(.reportFault).map { try UseFault(decoding: $0.payload) }
        #expect(reports.map(\.kind) == [.share] && reports.map(\.node) == [fault.node])
        #expect(reports.first?.evidence.digest.hex == fault.digest && reports.first?.grant == grant)
        // What was kept convicts the node before a stranger, by what the ledger says of the use.
        let evidence = try FaultEvidence(
            decoding: try #require(try desk.desk.evidence(ofFault: fault.digest, in: matter)))
        let blame = try evidence.blame(try desk.facts(of: use, matter)) { _ in true }
        #expect(blame == .validatorGaveFalseShare(try #require(Position(4)), member: "node-4"))
    }

    @Test func `with two nodes a false share leaves the use counted and unopened until a good one comes`()
        async throws
    {
        let desk = try await TestDesk.make(validators: 2)
        let grant = try await desk.granted()
        let order = UseOrder(grant: grant, clerk: "示例柜员")
        await desk.town.fail(.falseShare)
        for _ in 1...2 { await #expect(throws: LedgerSilent.self) { try await desk.desk.use(order) } }
        let matter = try desk.desk.matters(named: grant.description)[0]
        #expect(matter.uses.map(\.state) == [.final])
        // Asked twice, the node has signed other bytes: one piece of evidence is enough.
        #expect(matter.faults.map(\.node?.text) == ["node-2"] && matter.faults.map(\.state) == ["reported"])
        #expect(await desk.town.count(.reportFault) == 1)
        await desk.town.fail(nil)
        let use = try await desk.desk.use(order)
        #expect(use.number == 1 && use.state == .opened)
        #expect(await desk.town.count(.use) == 1)
    }

    @Test func `once a grant is closed its deposit and its release secrets are gone`() async throws {
        let desk = try await TestDesk.make()
        let grant = try await desk.granted()
        _ = try await desk.desk.use(UseOrder(grant: grant, clerk: "示例"))
        try await desk.desk.forgetClosed()
        #expect(try desk.desk.matters(named: grant.description)[0].answer?.deposit != nil)
        for _ in 0..<3 { try await desk.town.pass(seconds: 7_200) }
        try await desk.desk.forgetClosed()
        let matter = try desk.desk.matters(named: grant.description)[0]
        #expect(matter.answer?.deposit == nil && matter.uses[0].content != nil)
    }

    @Test func `a use that never arrived does not keep the secrets of a closed grant`() async throws {
        let desk = try await TestDesk.make()
        let grant = try await desk.granted()
        await desk.town.fail(.mute)
        await #expect(throws: LedgerSilent.self) { try await desk.desk.use(UseOrder(grant: grant, clerk: "示例")) }
        for _ in 0..<3 { try await desk.town.pass(seconds: 7_200) }
        await desk.town.fail(nil)
        try await desk.desk.forgetClosed()
        let matter = try desk.desk.matters(named: grant.description)[0]
        #expect(matter.answer?.deposit == nil && matter.uses.map(\.state) == [.lost])
    }

    @Test func `a good proof from before the grant does not make the desk forget it`() async throws {
        let desk = try await TestDesk.make()
        try await desk.town.remember()
        let grant = try await desk.granted()
        let other = try await desk.granted()
        await desk.town.fail(.stale)
        try await desk.desk.forgetClosed()
        await desk.town.fail(nil)
        for id in [grant, other] {
            #expect(try desk.desk.matters(named: id.description)[0].answer?.deposit != nil)
            #expect(try await desk.desk.use(UseOrder(grant: id, clerk: "示例")).state == .opened)
        }
    }
}
