import Ledger
import NodeAPI
import RegistrarAPI
import Releasing
import Rulebook
import Sealing
import Signing

/// A grant that was traced: the entry on the ledger, and what the nodes have released by it.
struct TracedGrant: Sendable {
    let draft: TraceDraft
    let final: FinalStatement
    let receipt: Receipt
    let packet: TracedPacket
    /// What the trace packet held: an encoded `TraceToken`.
    let token: [UInt8]
    let grant: GrantID
    /// Evidence against validators.
    let faults: [FaultEvidence]
}

/// A regulator's trace from its entry on the ledger to the holder's name; stopped anywhere, it goes on.
struct TraceRun: Sendable {
    let session: LedgerSession
    let signer: (key: PrivateKey, member: MemberID)
    /// The keys to which wallets seal trace packets for this regulator, old ones too.
    let sealingKeys: [SealingPrivateKey]
    let journal: TraceJournal
    /// Where the log is kept that a grant is looked for in; nil: nowhere.
    let log: String?

    /// Makes the entry, or finds the one that was made; then gathers and opens what it sets free.
    func trace(_ wish: TraceWish, again: Bool) async throws -> TracedGrant {
        let (draft, final) = try await entry(wish, again)
        guard let receipt = try await session.client.receipt(LeafIndex(final.index)) else {
            throw SubmitWords.noReceipt
        }
        let known = KnownRelease(
            statement: final.id, height: Height(final.height), block: try await block(final.height),
            key: draft.release)
        let found: TracedSecret
        do {
            found = try await TraceGathering(session.client, session.walk).opened(by: known)
        } catch let error as GatheringError { throw RegulatorWords.notGathered(error) }
        for fault in found.faults {
            try journal.append([
                "statement": .string(final.id.description), "evidence": .string(Base64.encode(fault.encoded)),
            ])
        }
        return TracedGrant(
            draft: draft, final: final, receipt: receipt, packet: found.packet, token: try open(found),
            grant: wish.grant, faults: found.faults)
    }

    /// A trace that is final: the one that was begun before, or a new one.
    private func entry(_ wish: TraceWish, _ again: Bool) async throws -> (TraceDraft, FinalStatement) {
        if !again, let begun = try journal.last(for: wish) {
            let known = try await session.client.outcome(begun.statement.id)
            if let known, known.state == .final {
                return (begun, try FinalStatement(known, of: begun.statement, on: session.walk))
            }
            // While a block can still take it, it is sent again: it stays one entry.
            if known?.state != .refused, begun.statement.header.notAfter > Moment.now / 1_000 {
                return (begun, try await session.send(begun.statement))
            }
        }
        try await GrantSearch(session: session, log: log).require(wish.grant)
        let matter = SaltedText(wish.caseNumber, Purpose.caseCommitment)
        let release = SealingPrivateKey()
        let act = Trace(
            grant: wish.grant, ground: wish.ground.rawValue, caseCommitment: matter.commitment,
            releaseKey: ReleaseKey(release.publicKey))
        let draft = TraceDraft(statement: session.statement(.trace(act), by: signer), release: release)
        try journal.keep(draft, wish, salt: matter.salt)
        return (draft, try await session.send(draft.statement))
    }

    /// The id of a block as a node tells it: a wrong one opens nothing.
    private func block(_ height: UInt64) async throws -> BlockID {
        guard let block = try await session.client.block(Height(height)), let digest = Digest(hex: block.id) else {
            throw SubmitWords.noAnswer
        }
        return BlockID(digest)
    }

    /// The token, by whichever of the regulator's keys the packet was sealed to.
    private func open(_ found: TracedSecret) throws -> [UInt8] {
        guard let key = sealingKeys.first(where: { $0.publicKey == found.packet.manifest.regulator }) else {
            throw RegulatorWords.otherSealingKey
        }
        let token: [UInt8]
        do throws(OpeningRefusal) { token = try found.secret.openTrace(found.packet.packet, by: key) } catch {
            throw RegulatorWords.notOpened("\(error)")
        }
        guard !token.isEmpty else { throw RegulatorWords.noToken }
        return token
    }

    /// Asks the registrar whose the grant is, and writes the answer down.
    func resolve(_ traced: TracedGrant, at url: String) async throws -> TracedHolder {
        let client: RegistrarClient
        do { client = try RegistrarClient(url) } catch { throw RegulatorWords.told(error) }
        let question = TraceQuestion(token: traced.token, receipt: traced.receipt.encoded).signed(
            by: signer.key, of: signer.member, origin: session.network.origin, now: Moment.now / 1_000)
        let holder: TracedHolder
        do {
            holder = try await client.resolve(question).open(by: traced.draft.release, trace: traced.final.id)
        } catch let error as RegistrarClientError { throw RegulatorWords.told(error) } catch let error as SealingError {
            throw RegulatorWords.notOpened("\(error)")
        }
        try journal.append([
            "statement": .string(traced.final.id.description), "height": .integer(Int64(clamping: traced.final.height)),
            "registrar": .string(url), "account": .string(holder.account.description), "name": .string(holder.name),
            "number": .string(holder.number), "level": .integer(Int64(clamping: holder.level)),
            "issued": .integer(Int64(clamping: holder.issued)),
        ])
        return holder
    }
}
