import Releasing
import Sealing
import Signing
import Testing

struct DealingTests {
    private let world: ReleaseWorld

    init() throws { world = try ReleaseWorld(3, quorum: 2) }

    private func refusal(
        _ bodies: [DepositBody] = [ReleaseWorld.body],
        _ uses: [UsePackage] = [UsePackage(keyBindings: ["a", "b"], caseOpening: [])],
        from first: Int = 1, expiry: UInt64 = ReleaseWorld.expiry, token: [UInt8] = [], validators: Int = 3
    ) -> DealingRefusal? {
        let keys = DealingKeys(
            validators: world.weekly.prefix(validators).map(\.publicKey), party: world.party.publicKey,
            regulator: world.regulator.publicKey)
        do throws(DealingRefusal) {
            _ = try Dealing(
                world.context, to: world.set, keys: keys, expiry: expiry, bodies: bodies, uses: uses, from: first,
                traceToken: token)
            return nil
        } catch { return error }
    }

    @Test func `what nobody could read is not dealt`() {
        let use = UsePackage(keyBindings: ["a", "b"], caseOpening: [])
        #expect(refusal() == nil)
        #expect(refusal(validators: 2) == .otherSet(keys: 2, validators: 3))
        #expect(refusal([ReleaseWorld.body], []) == .useCount(0, first: 1))
        #expect(refusal([ReleaseWorld.body], [use], from: 0) == .useCount(1, first: 0))
        #expect(
            refusal([ReleaseWorld.body], [UsePackage](repeating: use, count: 101)) == .useCount(101, first: 1))
        #expect(refusal(expiry: 1 << 53 + 1) == .expiry(1 << 53 + 1))
        #expect(refusal([]) == .bodyCount(0))
        #expect(refusal([DepositBody(presentations: [])]) == .presentationCount(body: 0, 0))
        let long = String(repeating: "a", count: 512 << 10 + 1)
        #expect(refusal([DepositBody(presentations: [long])]) == .presentationSize(body: 0, bytes: long.utf8.count))
        let large = DepositBody(presentations: [String](repeating: String(long.dropLast()), count: 2))
        guard case .bodySize(body: 0, _) = refusal([large]) else {
            Issue.record("a body of a megabyte was dealt")
            return
        }
        let one = DepositBody(presentations: ["a~", "b~"], receipts: [[1]])
        #expect(refusal([one]) == .receiptCount(body: 0, found: 1, presentations: 2))
        let receipt = [UInt8](repeating: 0, count: 256 << 10 + 1)
        #expect(
            refusal([DepositBody(presentations: ["a~"], receipts: [receipt])])
                == .receiptSize(body: 0, bytes: receipt.count))
        #expect(
            refusal([ReleaseWorld.body], [UsePackage(body: 1, keyBindings: [], caseOpening: [])])
                == .noSuchBody(use: 1, body: 1))
        #expect(
            refusal([ReleaseWorld.body], [UsePackage(keyBindings: ["a"], caseOpening: [])])
                == .bindingCount(use: 1, found: 1, presentations: 2))
        let binding = String(repeating: "a", count: 16_385)
        #expect(
            refusal([ReleaseWorld.body], [UsePackage(keyBindings: ["a", binding], caseOpening: [])])
                == .bindingSize(use: 1, bytes: 16_385))
        let opening = [UInt8](repeating: 0, count: 513)
        #expect(
            refusal([ReleaseWorld.body], [UsePackage(keyBindings: ["a", "b"], caseOpening: opening)])
                == .caseOpeningSize(use: 1, bytes: 513))
        let many = DepositBody(presentations: [String](repeating: "a~", count: 20))
        let full = UsePackage(keyBindings: [String](repeating: String(binding.dropLast()), count: 20), caseOpening: [])
        #expect(refusal([many], [full]) == .ticketSize(use: 1, bytes: 2_048 + 20 * 16_387))
        #expect(refusal(token: [UInt8](repeating: 0, count: 1_025)) == .tokenSize(1_025))
    }

    @Test func `the largest deposit of the largest set is read back`() throws {
        let world = try ReleaseWorld(63, quorum: 43)
        var random = SeededRandom(12)
        let deposit = try world.dealing(100).deal(using: &random)
        #expect(deposit.manifest.encoded.count <= DepositManifest.maxByteCount)
        let read = try Deposit(decoding: deposit.encoded)
        #expect(read == deposit)
        #expect(
            try world.open(read, try use(100), from: Array(world.set.positions.suffix(43))).body == ReleaseWorld.body)
    }

    @Test func `lengths tell little`() throws {
        var random = SeededRandom(13)
        let lengths = try (1...400).map { length in
            let body = DepositBody(presentations: [String(repeating: "a", count: length)])
            let deposit = try world.dealing(1, bodies: [body]).deal(using: &random)
            return deposit.bodies[0].count
        }
        #expect(Set(lengths) == [512 + 16])
    }

    @Test func `two dealings of one thing have nothing in common`() throws {
        var random = SystemRandom()
        let one = try world.dealing(1).deal(using: &random)
        let other = try world.dealing(1).deal(using: &random)
        for (part, same) in zip(one.parts, other.parts) { #expect(one[part] != other[same]) }
    }

    @Test func `a deposit costs about what the construction says`() throws {
        for (count, quorum, uses, limit) in [(3, 2, 1, 1_700), (3, 2, 12, 8_100), (20, 14, 12, 24_600)] {
            let deposit = try ReleaseWorld(count, quorum: quorum).deposit(uses)
            let beside = deposit.byteCount - deposit.bodies.reduce(0) { $0 + $1.count }
            #expect(beside < limit, "\(quorum) of \(count), \(uses) uses: \(beside) bytes beside the body")
        }
    }
}
