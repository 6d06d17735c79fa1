import Ledger
import Rulebook
import Signing

/// What holders, parties and regulators do to grants, right or wrong.
extension RandomActs {
    mutating func holder() -> TestGrant { TestGrant("持有人 \(number(0...9))") }

    /// A holder whose grant can be used now if there is one.
    private mutating func usable() -> TestGrant {
        let usable = (0...9).map { TestGrant("持有人 \($0)") }.filter(isUsable)
        return chance(4) || usable.isEmpty ? holder() : pick(usable)
    }

    func isUsable(_ grant: TestGrant) -> Bool {
        guard let known = ledger.view.grant(grant.id(in: ledger)) else { return false }
        return known.withdrawn == nil && known.refused == nil && !known.isUsedUp && known.expiry >= ledger.second()
    }

    private func counted(_ grant: TestGrant) -> UInt64 {
        UInt64(ledger.view.grant(grant.id(in: ledger))?.counted.count ?? 0)
    }

    mutating func limit() -> Submission {
        let grant = usable()
        let known = ledger.view.grant(grant.id(in: ledger))
        let next = (known?.limits ?? 0) + (chance(6) ? 2 : 1)
        return switch number(0...3) {
        case 0: grant.limit(next, uses: number(1...4), in: ledger)
        case 1: grant.limit(next, expiry: (known?.expiry ?? ledger.second()) - number(0...60), in: ledger)
        case 2: grant.limit(next, pausedUntil: ledger.second(after: number(0...20)), in: ledger)
        case _: grant.limit(next, deposit: SHA256.digest([UInt8(number(0...9))]), in: ledger)
        }
    }

    mutating func refusal() -> Submission {
        var grant = holder()
        grant.requestLife = number(0...100)
        return grant.refusal(in: ledger)
    }

    mutating func fault() -> Submission {
        let used = (0...9).map { TestGrant("持有人 \($0)") }.filter { counted($0) > 0 }
        let grant = chance(4) || used.isEmpty ? holder() : pick(used)
        let index = number(0...max(counted(grant), 1))
        return chance(2)
            ? grant.fault(index, in: ledger)
            : grant.fault(index, .share, node: MemberID(checked: chance(5) ? "nobody" : "node-1"), in: ledger)
    }

    /// A few uses in one statement, mostly the next ones of grants that can be used.
    mutating func many() -> Submission {
        var next: [String: UInt64] = [:]
        var records: [UseRecord] = []
        for _ in 0..<number(1...4) {
            let grant = usable()
            let name = grant.id(in: ledger).description
            let index = next[name] ?? counted(grant) + 1
            next[name] = index + 1
            records.append(grant.record(chance(9) ? index + 1 : index, in: ledger, salt: "\(serial)"))
        }
        return TestUses(records).submission(in: ledger)
    }

    mutating func trace() -> Submission {
        let grant = holder()
        let ground = chance(4) ? number(0...9) : LegalGround.supervision.rawValue
        return grant.trace(on: ground, in: ledger, by: chance(6) ? .police : .regulator, salt: "\(serial)")
    }

    /// Of a use that was made, if there is one; with a ground or its holder's leave, mostly under the next number.
    mutating func passing() -> Submission {
        let used = (0...9).map { TestGrant("持有人 \($0)") }.filter { counted($0) > 0 }
        let grant = chance(4) || used.isEmpty ? holder() : pick(used)
        var passing = TestPassing()
        passing.grant = grant
        passing.index = number(chance(5) ? 0...3 : 1...max(counted(grant), 1))
        passing.ground = chance(4) ? number(0...9) : LegalGround.courtOrder.rawValue
        passing.party = pick([.bank, .bank, .bank, .notary, .police])
        passing.recipient = pick([passing.recipient, .member(TestMember.notary.id), .member(TestMember.regulator.id)])
        if chance(2) { passing.leaving = chance(6) ? TestKey.own("other") : grant.named }
        passing.leaveLife = number(0...100)
        let id = grant.id(in: ledger)
        while ledger.view.passing(id, by: passing.party.id, passing.number) != nil { passing.number += 1 }
        if chance(6) { passing.number += 1 }
        return passing.submission(in: ledger)
    }

    mutating func disclosure() -> Submission {
        if chance(2), let opening = opening() { return opening }
        let name = "标签 \(number(0...20))"
        var disclosure =
            chance(2)
            ? TestDisclosure(name) : TestDisclosure(sealedUntil: ledger.head.height.value + number(0...9), name)
        disclosure.ground = chance(4) ? number(0...9) : LegalGround.courtOrder.rawValue
        disclosure.discloser = pick([.police, .regulator, .bank])
        return disclosure.submission(in: ledger, salt: "\(serial)")
    }

    /// Of one that is sealed, whether its time is over or not; now and then with another's tag.
    private mutating func opening() -> Submission? {
        let sealed = ledger.view.sealed()
        if sealed.isEmpty { return nil }
        let (id, entry) = pick(sealed)
        let all = (0...20).map { TestDisclosure("标签 \($0)") }
        let fitting = all.first { $0.sealedTag.commitment == entry.seal.mark }
        return (chance(6) ? pick(all) : fitting ?? all[0]).opening(of: id, in: ledger)
    }

    /// Of a scene that waits, if there is one.
    mutating func approval() -> Submission {
        let waiting = ledger.view.scenes().filter { !$0.entry.isApproved }
        let all = chance(3) || waiting.isEmpty ? ledger.view.scenes() : waiting
        let (party, entry) = pick(all)
        let act = ApproveScene(party: party, code: entry.scene.code, scene: chance(6) ? .zero : entry.scene.digest)
        return ledger.submission(.approveScene(act), by: .member(chance(8) ? .police : .regulator))
    }
}
