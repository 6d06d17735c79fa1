import Releasing
import Sealing
import Signing
import Testing

struct DepositTests {
    private let world: ReleaseWorld
    private let deposit: Deposit

    init() throws {
        world = try ReleaseWorld(3, quorum: 2)
        deposit = try world.deposit(1)
    }

    @Test func `a deposit with a flipped byte is refused, wherever it is`() throws {
        let bytes = deposit.encoded
        let terms = world.terms(manifest: deposit.manifest.digest)
        _ = try FittingDeposit(decoding: bytes, within: terms)
        for index in bytes.indices {
            for bit in [UInt8(1), 0x20, 0x80] {
                var altered = bytes
                altered[index] ^= bit
                #expect(throws: DepositRefusal.self, "byte \(index)") {
                    try FittingDeposit(decoding: altered, within: terms)
                }
            }
        }
    }

    @Test func `a deposit that is cut off, longer or written otherwise is refused`() throws {
        let bytes = deposit.encoded
        for count in stride(from: 0, to: bytes.count, by: 7) {
            #expect(throws: DepositRefusal.self) { try Deposit(decoding: Array(bytes.prefix(count))) }
        }
        #expect(throws: DepositRefusal.encoding(.trailingBytes(offset: bytes.count))) {
            try Deposit(decoding: bytes + [0])
        }
        #expect(throws: DepositRefusal.encoding(.unknownCode(offset: 1, code: 2))) {
            try Deposit(decoding: [0x87, 2] + bytes[2...])
        }
        let huge = [UInt8](repeating: 0, count: Deposit.maxByteCount + 1)
        #expect(throws: DepositRefusal.tooLarge(bytes: huge.count, limit: Deposit.maxByteCount)) {
            try Deposit(decoding: huge)
        }
    }

    @Test func `every part is held to the manifest, and a deposit is put together from its parts`() throws {
        for part in deposit.parts.dropFirst() {
            var found: [DepositPart: [UInt8]] = [:]
            for other in deposit.parts { found[other] = deposit[other] }
            #expect(try Deposit(deposit.manifest) { found[$0] } == deposit)
            found[part]?[0] ^= 1
            #expect(throws: DepositRefusal.differs(part)) { try Deposit(deposit.manifest) { found[$0] } }
            found[part] = nil
            #expect(throws: DepositRefusal.missing(part)) { try Deposit(deposit.manifest) { found[$0] } }
        }
    }

    @Test func `the parts of all deposits lie under different tags`() throws {
        var random = SeededRandom(11)
        let other = try world.dealing(3).deal(using: &random)
        let tags = deposit.parts.map { $0.tag(deposit.manifest) } + other.parts.map { $0.tag(other.manifest) }
        #expect(Set(tags).count == deposit.parts.count + other.parts.count)
    }

    @Test func `a manifest is read in one way only`() throws {
        let bytes = deposit.manifest.encoded
        #expect(try DepositManifest(decoding: bytes) == deposit.manifest)
        for index in bytes.indices {
            for bit in [UInt8(1), 0x20, 0x80] {
                var altered = bytes
                altered[index] ^= bit
                guard let read = try? DepositManifest(decoding: altered) else { continue }
                #expect(read.encoded == altered)
                #expect(read.digest != deposit.manifest.digest)
            }
        }
    }

    @Test func `a validator holds a deposit to what it is for`() throws {
        func refusal(_ terms: DepositTerms) -> DepositRefusal? {
            do throws(DepositRefusal) {
                _ = try FittingDeposit(deposit, within: terms)
                return nil
            } catch { return error }
        }
        let size = deposit.byteCount
        let entries = deposit.parts.count
        #expect(refusal(world.terms) == nil)
        #expect(
            refusal(world.terms(manifest: .zero))
                == .otherManifest(found: deposit.manifest.digest, expected: .zero))
        let other = GrantContext(
            origin: world.context.origin, grant: .zero, set: world.context.set, party: world.context.party)
        #expect(refusal(world.terms(context: other)) == .otherContext(world.context))
        #expect(refusal(world.terms(mostUses: 0)) == .uses(deposit.manifest.uses, most: 0))
        #expect(refusal(world.terms(expiry: 1...2)) == .expiry(ReleaseWorld.expiry, allowed: 1...2))
        #expect(refusal(world.terms(maxByteCount: size - 1)) == .tooLarge(bytes: size, limit: size - 1))
        #expect(refusal(world.terms(bytesLeft: size - 1)) == .bytesLeft(size - 1, needed: size))
        #expect(refusal(world.terms(entriesLeft: entries - 1)) == .entriesLeft(entries - 1, needed: entries))
        #expect(refusal(world.terms(maxByteCount: size, bytesLeft: size, entriesLeft: entries)) == nil)
    }

    @Test func `another quorum than the set's, or another regulator, is refused`() throws {
        let looser = try #require(
            DealtSet(digest: world.set.digest, quorum: 3, validators: world.set.validators))
        func terms(_ set: DealtSet, _ regulator: SealingPublicKey) -> DepositTerms {
            DepositTerms(
                context: world.context, set: set, regulator: regulator, mostUses: 9,
                expiry: 0...ReleaseWorld.expiry, maxByteCount: 1 << 20, bytesLeft: 1 << 20, entriesLeft: 99)
        }
        #expect(throws: DepositRefusal.otherQuorum(found: 2, shares: 3, expected: 3, validators: 3)) {
            try FittingDeposit(deposit, within: terms(looser, world.regulator.publicKey))
        }
        #expect(throws: DepositRefusal.otherRegulator) {
            try FittingDeposit(deposit, within: terms(world.set, world.party.publicKey))
        }
    }

    @Test func `a bad share stops the acknowledgement of its validator, and not the holding`() throws {
        let bad = try world.spoiled(1) { draft in
            draft.shares[1][1] = try #require(KeyShare(ReleaseWorld.secret("bad"), at: try at(2)))
        }
        let fitting = try FittingDeposit(bad, within: world.terms)
        #expect(throws: DepositRefusal.shareDiffers(try at(2), try use(1))) {
            try fitting.ownShares(at: try at(2), by: world.weekly[1])
        }
        _ = try fitting.ownShares(at: try at(1), by: world.weekly[0])
        #expect(throws: DepositRefusal.sharesDoNotOpen(try at(2))) {
            try fitting.ownShares(at: try at(2), by: world.weekly[0])
        }
        // The others open it.
        #expect(try world.open(bad, try use(1), from: [try at(1), try at(3)]).body == ReleaseWorld.body)
    }

    @Test func `own shares are written and read back`() throws {
        let own = try world.shares(deposit, try at(2))
        let read = try OwnShares(decoding: own.encoded)
        #expect(read.encoded == own.encoded && read.indices == own.indices && read.position == own.position)
        #expect(throws: CBORError.self) { try OwnShares(decoding: own.encoded + [0]) }
    }

    @Test func `acknowledgements of distinct validators of the set make a receipt`() throws {
        func word(_ number: Int, by signer: Int? = nil) throws -> [UInt8] {
            DepositAcknowledgement(of: try world.shares(deposit, try at(number))).signed(
                by: world.release[(signer ?? number) - 1], of: "node-\(number)", in: ReleaseWorld.origin)
        }
        func receipt(_ words: [[UInt8]]) -> DepositReceipt? {
            DepositReceipt(of: deposit.manifest, words, in: world.set)
        }
        let (one, three) = (try word(1), try word(3))
        #expect(receipt([three, one, one])?.positions == [try at(1), try at(3)])
        #expect(receipt([three, one])?.acknowledgements == [one, three])
        #expect(receipt([one, one]) == nil)
        #expect(receipt([one, try word(3, by: 2)]) == nil)
        #expect(DepositReceipt(of: try world.deposit(2).manifest, [one, three], in: world.set) == nil)
        for index in one.indices {
            var altered = one
            altered[index] ^= 1
            #expect(receipt([altered, three]) == nil)
        }
    }

    @Test func `a party takes a deposit only when its own part opens and is what the manifest says`() throws {
        _ = try PartyDeposit(deposit, by: world.party)
        #expect(throws: DepositRefusal.partDoesNotOpen) { try PartyDeposit(deposit, by: world.regulator) }
        let other = try #require(PartySecret(ReleaseWorld.secret("other part")))
        let swapped = try world.spoiled(2) { draft in draft.party = other }
        // Part and manifest agree with each other, so it is taken; the ticket then is the wallet's fault.
        let party = try PartyDeposit(swapped, by: world.party)
        let secret = try world.secret(swapped, try use(1), from: world.set.positions)
        #expect(throws: OpeningRefusal.self) { try secret.open(party) }
    }

    @Test func `every refusal has its code, its fact and its next step`() {
        let refusals: [DepositRefusal] = [
            .tooLarge(bytes: 2, limit: 1), .encoding(.truncated(offset: 3)), .missing(.trace), .differs(.manifest),
            .otherManifest(found: .zero, expected: .zero), .otherContext(world.context),
            .otherQuorum(found: 1, shares: 2, expected: 3, validators: 4), .otherRegulator,
            .uses(deposit.manifest.uses, most: 1), .expiry(3, allowed: 1...2), .bytesLeft(1, needed: 2),
            .entriesLeft(1, needed: 2), .partDoesNotOpen, .partDiffers(.trace),
            .sharesDoNotOpen(world.set.positions[0]), .sharesIncomplete(world.set.positions[0]),
            .shareDiffers(world.set.positions[0], .trace),
        ]
        #expect(Set(refusals.map(\.description)).count == refusals.count)
        for refusal in refusals {
            #expect(refusal.code.hasPrefix("deposit-"))
            #expect(!refusal.nextStep.isEmpty)
        }
    }
}
