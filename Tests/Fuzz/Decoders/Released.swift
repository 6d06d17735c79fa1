import Ledger
import Releasing
import Sealing
import Signing

extension Decoder {
    /// What wallets hand over for a grant, what validators answer, and what is shown to a judge.
    static let released = [
        Decoder(name: "deposit", rewrite: { (try? Deposit(decoding: $0))?.encoded }) {
            ReleaseSamples.all.map(\.deposit.encoded)
        },
        Decoder(name: "deposit-manifest", rewrite: { (try? DepositManifest(decoding: $0))?.encoded }) {
            ReleaseSamples.all.map(\.deposit.manifest.encoded)
        },
        Decoder(name: "release-answer", rewrite: { (try? ReleaseAnswer(decoding: $0))?.encoded }) {
            ReleaseSamples.all.map(\.answer.answer.encoded)
        },
        Decoder(name: "own-shares", rewrite: { (try? OwnShares(decoding: $0))?.encoded }) {
            ReleaseSamples.all.map(\.own.encoded)
        },
        Decoder(name: "fault-evidence", rewrite: { (try? FaultEvidence(decoding: $0))?.encoded }) {
            ReleaseSamples.all.flatMap(\.evidence).map(\.encoded)
        },
        // What is sealed has one length, and nothing to read: it stands behind each input.
        Decoder(name: "sealed-deal", rewrite: SealedSamples.rewriting(SealedDeal.self, behind: 8_297)) {
            [SealedSamples.short(SealedSamples.deal, behind: 8_297)]
        },
        Decoder(name: "sealed-content", rewrite: SealedSamples.rewriting(SealedContent.self, behind: 8_208)) {
            [SealedSamples.short(SealedSamples.content, behind: 8_208)]
        },
        Decoder(name: "sealed-share", rewrite: { (try? OwnSealedShare(decoding: $0))?.encoded }) {
            [SealedSamples.own.encoded]
        },
        Decoder(name: "disclosure-share", rewrite: { (try? DisclosureShare(decoding: $0))?.encoded }) {
            [DisclosureShare(SealedSamples.own, of: Samples.digest(5)).encoded]
        },
        Decoder(name: "weekly-key", rewrite: { (try? WeeklyKey(decoding: $0))?.encoded }) {
            [WeeklyKey(week: ExpiryWeek(of: Samples.now), key: SealingPrivateKey().publicKey).encoded]
        },
    ]
}

/// A deposit for one use, dealt to two validators who both must answer, with one answer and evidence of two kinds.
struct ReleaseSamples: Sendable {
    let deposit: Deposit
    let own: OwnShares
    let answer: ReceivedAnswer
    let evidence: [FaultEvidence]

    static let all: [ReleaseSamples] = (try? ReleaseSamples()).map { [$0] } ?? []

    private init() throws {
        let (party, regulator, use) = (SealingPrivateKey(), SealingPrivateKey(), SealingPrivateKey())
        let weekly = [SealingPrivateKey(), SealingPrivateKey()]
        let release = [PrivateKey(generating: .ed25519), PrivateKey(generating: .ed25519)]
        let members = release.enumerated().map { DealtValidator(member: "node-\($0 + 1)", release: $1.publicKey) }
        let context = GrantContext(origin: "fuzz/00", grant: Samples.digest(1), set: Samples.digest(2), party: "bank")
        guard let set = DealtSet(digest: context.set, quorum: 2, validators: members),
            let index = SecretIndex(use: 1)
        else { throw OpeningRefusal.noTicket(.trace) }
        var random = SystemRandom()
        let deposit = try Dealing(
            context, to: set,
            keys: DealingKeys(
                validators: weekly.map(\.publicKey), party: party.publicKey, regulator: regulator.publicKey),
            expiry: Samples.now, bodies: [DepositBody(presentations: ["示例~"])],
            uses: [UsePackage(keyBindings: ["示例"], caseOpening: [1])], traceToken: [2]
        ).deal(using: &random)
        let fitting = try FittingDeposit(
            deposit,
            within: DepositTerms(
                context: context, set: set, regulator: regulator.publicKey, mostUses: 1, expiry: 0...Samples.now,
                maxByteCount: 1 << 20, bytesLeft: 1 << 20, entriesLeft: 99))
        let known = KnownRelease(
            statement: StatementID(Samples.digest(3)), height: Height(7), block: BlockID(Samples.digest(4)), key: use)
        func received(_ place: Int, sealedTo key: SealingPublicKey) throws -> ReceivedAnswer {
            let own = try fitting.ownShares(at: set.positions[place], by: weekly[place])
            let final = try FinalRelease(
                ExecutedRelease(
                    .use, statement: known.statement, releaseKey: key, height: known.height, block: known.block,
                    entries: [ReleaseEntry(manifest: fitting.manifest, index: index)]),
                cosigners: members.map(\.member), own: "node-1", quorum: 2)
            let bytes = try ReleaseAnswer.signed(
                final, holding: { _ in own }, by: release[place], of: members[place].member, in: context.origin,
                using: &random)
            return try ReceivedAnswer(bytes, to: known, from: set, in: context.origin)
        }
        guard var collection = ShareCollection(of: deposit.manifest, index, from: set) else {
            throw OpeningRefusal.noTicket(index)
        }
        let answer = try received(0, sealedTo: use.publicKey)
        _ = try collection.take(try received(1, sealedTo: party.publicKey))
        _ = try collection.take(answer)
        _ = try collection.take(try received(1, sealedTo: use.publicKey))
        let opened = try collection.secret().badBinding(try PartyDeposit(deposit, by: party))
        self.deposit = deposit
        own = try fitting.ownShares(at: set.positions[0], by: weekly[0])
        self.answer = answer
        evidence = collection.faults + [opened]
    }
}
