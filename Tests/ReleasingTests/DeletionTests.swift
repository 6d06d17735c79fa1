import Releasing
import Signing
import Testing

struct DeletionTests {
    private let world: ReleaseWorld
    private let deposit: Deposit

    init() throws {
        world = try ReleaseWorld(3, quorum: 2)
        deposit = try world.deposit(3)
    }

    private var sealed: [DepositPart] { world.set.positions.map(DepositPart.sealedShares) }

    @Test func `a withdrawal takes the unused shares and tickets, and every sealed share`() throws {
        let deletions = deposit.manifest.deletions(at: .withdrawn(used: 1))
        let (two, three) = (try use(2), try use(3))
        #expect(deletions.shares == [two, three])
        #expect(deletions.parts == [.ticket(two), .ticket(three)] + sealed)
    }

    @Test func `of a closed grant only what tracing needs is left, and of a forgotten one nothing`() throws {
        let closed = deposit.manifest.deletions(at: .closed)
        let left = deposit.parts.filter { !closed.parts.contains($0) }
        #expect(left == [.manifest, .trace])
        var own = try world.shares(deposit, try at(1))
        own.delete(closed.shares)
        #expect(own.indices == [.trace])
        let forgotten = deposit.manifest.deletions(at: .forgotten)
        #expect(forgotten.parts == deposit.parts)
        own.delete(forgotten.shares)
        #expect(own.indices == [])
    }

    @Test func `with what is left after a withdrawal nobody opens an unused ticket, and the trace still opens`() throws
    {
        let event = DepositEvent.withdrawn(used: 1)
        for position in world.set.positions {
            var own = try world.shares(deposit, position)
            own.delete(deposit.manifest.deletions(at: event).shares)
            #expect(own.indices == [.trace, try use(1)])
        }
        let parts = deposit.manifest.deletions(at: event).parts
        #expect(throws: DepositRefusal.missing(.ticket(try use(2)))) {
            try Deposit(deposit.manifest) { parts.contains($0) ? nil : deposit[$0] }
        }
    }

    @Test func `a node signs what it has deleted`() throws {
        let word = DeletionWord(.withdrawn(used: 1), of: deposit.manifest.digest, at: try at(2), time: 1_790_000_000)
        func sign(_ signer: Int, as member: Int) -> [UInt8] {
            word.signed(
                by: world.release[signer - 1], of: "node-\(member)", in: ReleaseWorld.origin,
                notAfter: ReleaseWorld.expiry)
        }
        let read = try DeletionWord(verifying: sign(2, as: 2), from: world.set, in: ReleaseWorld.origin)
        #expect(read == word && read.used == 1)
        #expect(throws: AnswerRefusal.signature("node-2")) {
            try DeletionWord(verifying: sign(1, as: 2), from: world.set, in: ReleaseWorld.origin)
        }
        #expect(throws: AnswerRefusal.otherPosition(said: try at(2), actual: try at(1))) {
            try DeletionWord(verifying: sign(1, as: 1), from: world.set, in: ReleaseWorld.origin)
        }
    }
}
