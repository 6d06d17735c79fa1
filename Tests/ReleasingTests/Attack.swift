import Releasing
import Signing
import Testing

/// Evidence, and what the ledger says of the use that it is about.
struct Attack {
    let evidence: FaultEvidence
    let facts: FaultFacts

    /// Validator 2 of three answers use 1 with another share.
    static func falseShare(_ world: ReleaseWorld) throws -> Attack? {
        let deposit = try world.deposit(2)
        var collection = try world.collection(deposit, try use(1))
        let outcome = try collection.take(try world.received(try world.falseAnswer(deposit, try use(1), try at(2))))
        guard case .falseShare(let evidence) = outcome else { return nil }
        return Attack(evidence: evidence, facts: world.facts(deposit, try use(1)))
    }

    /// The wallet deals validator 3 a wrong share of use 1, and commits to it.
    static func badDealing(_ world: ReleaseWorld) throws -> Attack {
        let deposit = try world.spoiled(2) { draft in
            draft.shares[1][2] = try #require(KeyShare(ReleaseWorld.secret("not the share"), at: try at(3)))
            draft.commitAgain(1)
        }
        return try Attack(deposit, world, from: [1, 3])
    }

    /// The ticket of use 1 is zeros.
    static func garbageTicket(_ world: ReleaseWorld) throws -> Attack {
        let deposit = try world.spoiled(2) { draft in
            draft.tickets[0] = [UInt8](repeating: 0, count: draft.tickets[0].count)
        }
        return try Attack(deposit, world, from: [1, 2])
    }

    /// What a party finds when it opens use 1 with the answers of these validators; a deposit that opens is a failure.
    init(_ deposit: Deposit, _ world: ReleaseWorld, from positions: [Int]) throws {
        struct Opens: Error {}
        do {
            _ = try world.open(deposit, try use(1), from: try positions.map(at))
            throw Opens()
        } catch OpeningRefusal.fault(let evidence) {
            self.init(evidence: evidence, facts: world.facts(deposit, try use(1)))
        }
    }

    init(evidence: FaultEvidence, facts: FaultFacts) {
        self.evidence = evidence
        self.facts = facts
    }
}
