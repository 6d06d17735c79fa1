import Releasing
import Sealing
import Signing
import Testing

struct FaultTests {
    @Test func `one false share of four: the party opens with the others, and anybody can blame its signer`() throws {
        let world = try ReleaseWorld(4, quorum: 3)
        let deposit = try world.deposit(1)
        var collection = try world.collection(deposit, try use(1))
        var evidence: FaultEvidence?
        for position in world.set.positions {
            let bytes =
                try position == at(2)
                ? world.falseAnswer(deposit, use(1), position) : world.answer(deposit, use(1), position)
            if case .falseShare(let found) = try collection.take(try world.received(bytes)) { evidence = found }
        }
        #expect(collection.faults.count == 1 && collection.missing.isEmpty)
        #expect(try collection.secret().open(try PartyDeposit(deposit, by: world.party)).body == ReleaseWorld.body)
        let read = try FaultEvidence(decoding: try #require(evidence).encoded)
        #expect(read.kind == .falseShare)
        #expect(try read.position == at(2))
        #expect(
            try read.blame(world.facts(deposit, try use(1))) { _ in true }
                == .validatorGaveFalseShare(try at(2), member: "node-2"))
    }

    @Test func `an answer that does not open by the use's key is its signer's fault`() throws {
        let world = try ReleaseWorld(3, quorum: 2)
        let deposit = try world.deposit(1)
        var random = SeededRandom(20)
        let own = try world.shares(deposit, try at(3))
        let release = try FinalRelease(
            ExecutedRelease(
                .use, statement: ReleaseWorld.statement, releaseKey: world.party.publicKey,
                height: ReleaseWorld.height, block: ReleaseWorld.block,
                entries: [ReleaseEntry(manifest: deposit.manifest.digest, index: try use(1))]),
            cosigners: world.everybody, own: "node-3", quorum: 2)
        let bytes = try ReleaseAnswer.signed(
            release, holding: { _ in own }, by: world.release[2], of: "node-3", in: ReleaseWorld.origin,
            using: &random)
        var collection = try world.collection(deposit, try use(1))
        guard case .falseShare(let evidence) = try collection.take(try world.received(bytes)) else {
            Issue.record("a share sealed to another key was kept")
            return
        }
        #expect(
            try evidence.blame(world.facts(deposit, try use(1))) { _ in true }
                == .validatorSealedNothing(try at(3), member: "node-3"))
    }

    @Test func `a good answer is no evidence against its signer`() throws {
        let world = try ReleaseWorld(3, quorum: 2)
        let attack = try #require(try Attack.falseShare(world))
        let deposit = try world.deposit(2)
        let good = try world.answer(deposit, try use(1), try at(2))
        var items = CBOREncoder()
        items.array(6)
        items.unsigned(1)
        deposit.manifest.encode(into: &items)
        items.unsigned(1)
        items.unsigned(2)
        items.byteString(good)
        items.byteString(ReleaseWorld.secret("use"))
        let unfounded = try FaultEvidence(decoding: items.bytes)
        #expect(throws: FaultRefusal.shareIsGood(try at(2))) { try unfounded.blame(attack.facts) { _ in true } }
    }

    @Test func `evidence proves nothing about another use, grant, key or ledger`() throws {
        let world = try ReleaseWorld(3, quorum: 2)
        let attack = try #require(try Attack.falseShare(world))
        let facts = attack.facts
        func refusal(_ facts: FaultFacts) -> FaultRefusal? {
            do throws(FaultRefusal) {
                _ = try attack.evidence.blame(facts) { _ in true }
                return nil
            } catch { return error }
        }
        #expect(refusal(facts) == nil)
        #expect(refusal(facts.with(manifest: .zero)) == .otherManifest(found: facts.manifest))
        #expect(refusal(facts.with(origin: "elsewhere")) == .otherManifest(found: facts.manifest))
        #expect(refusal(facts.with(index: try use(2))) == .otherIndex(try use(1)))
        #expect(refusal(facts.with(releaseKey: world.party.publicKey)) == .otherReleaseKey)
        #expect(
            refusal(facts.with(statement: StatementID(.zero))) == .answer(.otherStatement(ReleaseWorld.statement)))
        let strangers = try #require(
            DealtSet(
                digest: world.set.digest, quorum: 2,
                validators: world.set.validators.map {
                    DealtValidator(member: $0.member, release: PrivateKey(generating: .ed25519).publicKey)
                }))
        #expect(refusal(facts.with(set: strangers)) == .answer(.signature("node-2")))
    }

    @Test(arguments: [[1, 3], [2, 3]])
    func `a wrong share that the wallet committed to is found by any quorum with it`(_ answering: [Int]) throws {
        let world = try ReleaseWorld(3, quorum: 2)
        let deposit = try world.spoiled(1) { draft in
            draft.shares[1][2] = try #require(KeyShare(ReleaseWorld.secret("bad"), at: try at(3)))
            draft.commitAgain(1)
        }
        let attack = try Attack(deposit, world, from: answering)
        #expect(attack.evidence.kind == .dealing)
        #expect(try attack.evidence.blame(attack.facts) { _ in true } == .walletDealtBadly)
    }

    @Test func `and by a quorum without it, since the secret is dealt again`() throws {
        let world = try ReleaseWorld(3, quorum: 2)
        let deposit = try world.spoiled(1) { draft in
            draft.shares[1][2] = try #require(KeyShare(ReleaseWorld.secret("bad"), at: try at(3)))
            draft.commitAgain(1)
        }
        #expect(try Attack(deposit, world, from: [1, 2]).evidence.kind == .dealing)
    }

    @Test(arguments: [1, 3, 4])
    func `a polynomial of another degree is found`(_ degree: Int) throws {
        let world = try ReleaseWorld(4, quorum: 3)
        let deposit = try world.spoiled(1) { draft in
            draft.shares[1] = draft.secrets[1].shares(world.context, try use(1), quorum: degree, count: 4)
            draft.commitAgain(1)
        }
        guard degree != 3 else {
            _ = try world.open(deposit, try use(1), from: world.set.positions)
            return
        }
        for answering in [[1, 2, 3], [2, 3, 4]] {
            let attack = try Attack(deposit, world, from: answering)
            #expect(try attack.evidence.blame(attack.facts) { _ in true } == .walletDealtBadly)
        }
    }

    @Test func `a check value of another secret is bad dealing`() throws {
        let world = try ReleaseWorld(3, quorum: 2)
        let deposit = try world.spoiled(2) { draft in
            let (one, two) = (draft.secrets[1], draft.secrets[2])
            draft.secrets[1] = two
            draft.commitAgain(1)
            draft.secrets[1] = one
        }
        let attack = try Attack(deposit, world, from: [1, 2])
        #expect(try attack.evidence.blame(attack.facts) { _ in true } == .walletDealtBadly)
    }

    @Test func `a good dealing and a good ticket are no evidence against the wallet`() throws {
        let world = try ReleaseWorld(3, quorum: 2)
        let deposit = try world.deposit(1)
        let party = try PartyDeposit(deposit, by: world.party)
        let evidence = try world.secret(deposit, try use(1), from: world.set.positions).badBinding(party)
        let facts = world.facts(deposit, try use(1))
        #expect(throws: FaultRefusal.ticketIsGood) { try evidence.blame(facts) { _ in true } }
        #expect(try evidence.blame(facts) { $0.presented.count != 2 } == .walletSignedBadly)
        var items = CBOREncoder()
        items.array(4)
        items.unsigned(2)
        deposit.manifest.encode(into: &items)
        items.unsigned(1)
        items.array(2)
        for number in [1, 3] {
            items.array(2)
            items.unsigned(UInt64(number))
            items.byteString(try #require(try world.shares(deposit, try at(number)).share(of: try use(1))).bytes)
        }
        let unfounded = try FaultEvidence(decoding: items.bytes)
        #expect(throws: FaultRefusal.dealingIsGood) { try unfounded.blame(facts) { _ in true } }
    }

    @Test func `each way to make a bad ticket is found, and blamed on the wallet`() throws {
        let world = try ReleaseWorld(3, quorum: 2)
        for (name, expected, spoil) in BadTickets.all {
            let deposit = try world.spoiled(1, spoil)
            let attack = try Attack(deposit, world, from: [1, 2])
            let read = try FaultEvidence(decoding: attack.evidence.encoded)
            #expect(try read.blame(attack.facts) { _ in true } == .walletMadeBadTicket(expected), "\(name)")
        }
    }

    @Test func `evidence with a flipped byte blames nobody else`() throws {
        let world = try ReleaseWorld(3, quorum: 2)
        let attacks = [
            try #require(try Attack.falseShare(world)), try Attack.badDealing(world), try Attack.garbageTicket(world),
        ]
        for attack in attacks {
            let bytes = attack.evidence.encoded
            let blame = try attack.evidence.blame(attack.facts) { _ in true }
            for index in bytes.indices {
                var altered = bytes
                altered[index] ^= 0x40
                guard let read = try? FaultEvidence(decoding: altered) else { continue }
                #expect(read.encoded == altered)
                guard let other = try? read.blame(attack.facts, bindingsHold: { _ in true }) else { continue }
                // Some bits of an X25519 secret mean nothing (RFC 7748 section 5).
                #expect(other == blame, "byte \(index)")
            }
        }
    }
}

/// What a lying wallet can put into the place of a ticket, a body or a trace packet.
private enum BadTickets {
    static let all: [(name: String, fault: TicketFault, spoil: @Sendable (inout DealingDraft) throws -> Void)] = [
        ("garbage", .doesNotOpen, { draft in draft.tickets[0] = ReleaseWorld.secret("garbage") }),
        (
            "another body", .bodyDoesNotOpen(0),
            { draft in draft.bodies[0] = [UInt8](repeating: 0, count: draft.bodies[0].count) }
        ),
        (
            "a body with a document less", .bindingCount(body: 0, found: 2, presentations: 1),
            { draft in draft.bodies[0] = try sealedBody(DepositBody(presentations: ["示例凭证甲~"]).encoded, draft) }
        ),
        (
            "no body inside", .bodyDoesNotOpen(0),
            { draft in draft.bodies[0] = try sealedBody([0x80], draft) }
        ),
        (
            "a body with a receipt for one of two documents", .bodyDoesNotOpen(0),
            { draft in
                let body = DepositBody(presentations: ["示例凭证甲~", "示例凭证乙~"], receipts: [[1]])
                draft.bodies[0] = try sealedBody(body.encoded, draft)
            }
        ),
        (
            "another trace packet", .traceDiffers,
            { draft in draft.tracePacket = [UInt8](repeating: 0, count: draft.tracePacket.count) }
        ),
        (
            "another secret of the trace packet", .traceDiffers,
            { draft in
                let other = try #require(DealtSecret(ReleaseWorld.secret("other trace")))
                draft.secrets[0] = other
                draft.shares[0] = other.shares(draft.context, .trace, quorum: 2, count: 3)
                draft.commitAgain(0)
            }
        ),
    ]

    /// Anything sealed as the draft's first body.
    private static func sealedBody(_ plaintext: [UInt8], _ draft: DealingDraft) throws -> [UInt8] {
        let padded = plaintext + [UInt8](repeating: 0, count: 512 - plaintext.count)
        let key = try #require(OneTimeKey(draft.bodyKeys[0]))
        return key.seal(padded, context: Purpose.dealtBody + draft.context.bytes)
    }
}

extension FaultFacts {
    /// The same facts with some of them exchanged.
    func with(
        origin: String? = nil, statement: StatementID? = nil, releaseKey: SealingPublicKey? = nil,
        index: SecretIndex? = nil, manifest: Digest? = nil, set: DealtSet? = nil
    ) -> FaultFacts {
        FaultFacts(
            origin: origin ?? self.origin, statement: statement ?? self.statement,
            releaseKey: releaseKey ?? self.releaseKey, index: index ?? self.index, manifest: manifest ?? self.manifest,
            set: set ?? self.set)
    }
}
