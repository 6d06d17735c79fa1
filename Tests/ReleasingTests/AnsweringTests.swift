import Ledger
import Releasing
import Sealing
import Signing
import Testing

struct AnsweringTests {
    private let world: ReleaseWorld
    private let deposit: Deposit

    init() throws {
        world = try ReleaseWorld(4, quorum: 3)
        deposit = try world.deposit(2)
    }

    private func final(_ executed: ExecutedRelease, cosigners: [String]) throws(ReleaseRefusal) -> FinalRelease {
        try FinalRelease(executed, cosigners: cosigners, own: "node-1", quorum: 3)
    }

    @Test func `shares are given for a block that a quorum and the node itself have cosigned`() throws {
        let executed = world.executed(deposit, try use(1))
        _ = try final(executed, cosigners: ["node-3", "node-1", "node-2"])
        #expect(throws: ReleaseRefusal.notFinal(cosignatures: 2, needed: 3)) {
            try final(executed, cosigners: ["node-1", "node-2"])
        }
        #expect(throws: ReleaseRefusal.notFinal(cosignatures: 2, needed: 3)) {
            try final(executed, cosigners: ["node-1", "node-2", "node-2"])
        }
        // A node on a fork of its own has not cosigned what the others have.
        #expect(throws: ReleaseRefusal.notCosignedHere) {
            try final(executed, cosigners: ["node-2", "node-3", "node-4"])
        }
        // One that has left the set cosigns nothing, and answers by what the others have cosigned.
        _ = try FinalRelease(executed, cosigners: ["node-2", "node-3", "node-4"], own: nil, quorum: 3)
        #expect(throws: ReleaseRefusal.notFinal(cosignatures: 2, needed: 3)) {
            try FinalRelease(executed, cosigners: ["node-2", "node-3"], own: nil, quorum: 3)
        }
    }

    @Test func `a use sets no trace packet free, and a trace no ticket`() throws {
        #expect(throws: ReleaseRefusal.notSetFree(.trace)) {
            try final(world.executed(deposit, .trace), cosigners: world.everybody)
        }
        let index = try use(1)
        #expect(throws: ReleaseRefusal.notSetFree(index)) {
            try final(world.executed(deposit, index, kind: .trace), cosigners: world.everybody)
        }
    }

    @Test func `asked a thousand times, a node gives the same share in other bytes`() throws {
        var random = SeededRandom(6)
        let own = try world.shares(deposit, try at(1))
        let release = try world.final(deposit, try use(1))
        var collection = try world.collection(deposit, try use(1))
        var seen: Set<[UInt8]> = []
        for _ in 0..<1_000 {
            let bytes = try ReleaseAnswer.signed(
                release, holding: { _ in own }, by: world.release[0], of: "node-1", in: ReleaseWorld.origin,
                using: &random)
            seen.insert(bytes)
            guard case .kept = try collection.take(try world.received(bytes)) else {
                Issue.record("a good share was dropped")
                return
            }
        }
        #expect(seen.count == 1_000)
        #expect(collection.shares == [try #require(own.share(of: try use(1)))])
        #expect(!collection.isComplete)
        #expect(collection.missing == [try at(2), try at(3), try at(4)])
    }

    @Test func `after the rest was withdrawn, the counted use is answered and the others are not`() throws {
        var own = try world.shares(deposit, try at(1))
        own.delete(deposit.manifest.deletions(at: .withdrawn(used: 1)).shares)
        #expect(own.indices == [.trace, try use(1)])
        var random = SeededRandom(7)
        func ask(_ number: Int) throws -> [UInt8] {
            try ReleaseAnswer.signed(
                try world.final(deposit, try use(number)), holding: { _ in own }, by: world.release[0], of: "node-1",
                in: ReleaseWorld.origin, using: &random)
        }
        _ = try ask(1)
        #expect(throws: ReleaseRefusal.nothingHeld) { try ask(2) }
    }

    @Test func `one answer covers many uses of many grants, and each gets its share`() throws {
        var random = SeededRandom(8)
        let deposits = try (0..<40).map { number in
            try world.dealing(
                1,
                context: GrantContext(
                    origin: ReleaseWorld.origin, grant: Digest.filled(UInt8(number)), set: world.set.digest,
                    party: "bank")
            ).deal(using: &random)
        }
        let entries = try deposits.map { ReleaseEntry(manifest: $0.manifest.digest, index: try use(1)) }
        let release = try FinalRelease(
            ExecutedRelease(
                .use, statement: ReleaseWorld.statement, releaseKey: world.useKey.publicKey,
                height: ReleaseWorld.height, block: ReleaseWorld.block, entries: entries),
            cosigners: world.everybody, own: "node-1", quorum: 3)
        var collections = try deposits.map { try world.collection($0, try use(1)) }
        for position in [try at(1), try at(2), try at(4)] {
            let held = try deposits.map { deposit in
                try FittingDeposit(deposit, within: world.terms(context: deposit.manifest.context))
                    .ownShares(at: position, by: world.weekly[position.value - 1])
            }
            let bytes = try ReleaseAnswer.signed(
                release, holding: { digest in held.first { $0.manifest == digest } },
                by: world.release[position.value - 1], of: "node-\(position)", in: ReleaseWorld.origin, using: &random)
            let received = try world.received(bytes)
            for place in collections.indices { _ = try collections[place].take(received) }
        }
        for (collection, deposit) in zip(collections, deposits) {
            let opened = try collection.secret().open(try PartyDeposit(deposit, by: world.party))
            #expect(opened.body == ReleaseWorld.body)
        }
    }

    @Test func `at most 512 uses are asked for at once`() throws {
        let entry = ReleaseEntry(manifest: deposit.manifest.digest, index: try use(1))
        for count in [0, 513] {
            let executed = ExecutedRelease(
                .use, statement: ReleaseWorld.statement, releaseKey: world.useKey.publicKey,
                height: ReleaseWorld.height, block: ReleaseWorld.block,
                entries: [ReleaseEntry](repeating: entry, count: count))
            #expect(throws: ReleaseRefusal.entryCount(count, limit: 512)) {
                try final(executed, cosigners: world.everybody)
            }
        }
    }

    @Test func `an answer for something else counts for nothing`() throws {
        let bytes = try world.answer(deposit, try use(1), try at(1))
        let statement = StatementID(Digest.filled(9))
        #expect(throws: AnswerRefusal.otherStatement(ReleaseWorld.statement)) {
            try ReceivedAnswer(
                bytes,
                to: KnownRelease(
                    statement: statement, height: ReleaseWorld.height, block: ReleaseWorld.block, key: world.useKey),
                from: world.set, in: ReleaseWorld.origin)
        }
        #expect(throws: AnswerRefusal.otherBlock(ReleaseWorld.height, ReleaseWorld.block)) {
            try ReceivedAnswer(
                bytes,
                to: KnownRelease(
                    statement: ReleaseWorld.statement, height: ReleaseWorld.height, block: BlockID(.zero),
                    key: world.useKey),
                from: world.set, in: ReleaseWorld.origin)
        }
        #expect(throws: AnswerRefusal.otherOrigin(ReleaseWorld.origin)) {
            try ReceivedAnswer(bytes, to: world.known, from: world.set, in: "elsewhere")
        }
        let small = try ReleaseWorld(1, quorum: 1)
        let fourth = try world.answer(deposit, try use(1), try at(4))
        #expect(throws: AnswerRefusal.stranger("node-4")) {
            try ReceivedAnswer(fourth, to: world.known, from: small.set, in: ReleaseWorld.origin)
        }
        var second = try world.collection(deposit, try use(2))
        #expect(throws: AnswerRefusal.nothingOf(manifest: deposit.manifest.digest, try use(2))) {
            try second.take(try world.received(bytes))
        }
    }

    @Test func `an answer with a flipped byte is refused`() throws {
        let bytes = try world.answer(deposit, try use(1), try at(1))
        for index in bytes.indices {
            for bit in [UInt8(1), 0x80] {
                var altered = bytes
                altered[index] ^= bit
                #expect(throws: AnswerRefusal.self, "byte \(index)") { try world.received(altered) }
            }
        }
        for count in 0..<bytes.count {
            #expect(throws: AnswerRefusal.self) { try world.received(Array(bytes.prefix(count))) }
        }
    }

    @Test func `a validator that names another's position is refused`() throws {
        var random = SeededRandom(9)
        let own = try world.shares(deposit, try at(2))
        let bytes = try ReleaseAnswer.signed(
            try world.final(deposit, try use(1)), holding: { _ in own }, by: world.release[0], of: "node-1",
            in: ReleaseWorld.origin, using: &random)
        var collection = try world.collection(deposit, try use(1))
        #expect(throws: AnswerRefusal.otherPosition(said: try at(2), actual: try at(1))) {
            try collection.take(try world.received(bytes))
        }
    }
}
