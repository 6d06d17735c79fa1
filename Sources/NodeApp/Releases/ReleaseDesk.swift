internal import Ledger
internal import Logging
internal import NodeAPI
internal import Releasing
internal import Rulebook
internal import Sealing
internal import Signing
internal import Storage

/// Answers what final statements set free, from this node's own log and what it holds: only what it has executed,
/// stored and cosigned itself, under the manifests that the grants named then.
struct ReleaseDesk: Sendable {
    let stores: NodeStores
    let board: NoticeBoard
    let inbox: Inbox
    let signer: StrongroomSigner
    let logger: Logger

    /// The signed answer to a question.
    func answer(_ question: ReleaseQuestion, from database: DepositDatabase) throws -> [UInt8] {
        let release = try checked(question, database).release
        do throws(ReleaseRefusal) { return try sign(release, from: database) } catch {
            throw ReleaseError.refused(error)
        }
    }

    /// What the one who made a trace gets beside the shares: the manifest and its trace packet, under the same rule.
    func tracedPacket(_ statement: StatementID, from database: DepositDatabase) throws -> [UInt8] {
        let executed = try checked(ReleaseQuestion(statement), database).executed
        guard executed.kind == .trace else { throw ReleaseError.refused(.notSetFree(.trace)) }
        guard let entry = executed.entries.first, let manifest = try database.manifest(entry.manifest),
            let packet = try database.part(.trace, of: manifest)
        else { throw ReleaseError.refused(.nothingHeld) }
        return TracedPacket.sealed(manifest, packet, for: statement, to: executed.releaseKey)
    }

    /// What a question means, when it is final before this node's own eyes.
    private func checked(
        _ question: ReleaseQuestion, _ database: DepositDatabase
    ) throws -> (executed: ExecutedRelease, release: FinalRelease) {
        let statement = question.statement
        guard let place = try stores.index.statement(statement), place.leaf.value < board.snapshot.size,
            place.height <= board.snapshot.head.height
        else { throw inbox.isWaiting(statement) ? ReleaseError.pending(statement) : ReleaseError.unknown(statement) }
        let found = try freed(question, at: place, database)
        guard !found.entries.isEmpty else { throw ReleaseError.refused(.nothingHeld) }
        guard let key = SealingPublicKey(found.releaseKey) else { throw ReleaseError.unusableKey(statement) }
        guard let block = try stores.index.block(height: place.height) else { throw ReleaseError.unknown(statement) }
        let executed = ExecutedRelease(
            found.kind, statement: statement, releaseKey: key, height: place.height, block: block.id,
            entries: found.entries)
        do throws(ReleaseRefusal) {
            return (executed, try final(executed, sealedAt: block.sealIndex, withstanding: found.assurance))
        } catch { throw ReleaseError.refused(error) }
    }

    /// The rule of release: q cosignatures over what this node stores, its own among them, and as many more as the
    /// scenes ask for.
    private func final(
        _ executed: ExecutedRelease, sealedAt seal: LeafIndex, withstanding liars: Int
    ) throws(ReleaseRefusal) -> FinalRelease {
        let found =
            board.checkpoint(over: seal, withstanding: liars) ?? board.checkpoint(over: seal, withstanding: .min)
        guard let found else { throw .notFinal(cosignatures: 0, needed: board.snapshot.network.quorum.count) }
        let (network, cosigners) = (found.network, found.final.cosigners.map(\.name))
        let seat = network.validators.first { $0.member == signer.member }
        let needed = max(network.quorum.count, cosigners.count - found.final.assurance + liars)
        return try FinalRelease(
            executed, cosigners: cosigners, own: seat.map { network.genesis.cosignerName($0) }, quorum: needed)
    }

    private func sign(
        _ release: FinalRelease, from database: DepositDatabase
    ) throws(ReleaseRefusal) -> [UInt8] {
        var random = SystemRandom()
        return try ReleaseAnswer.signed(
            release,
            holding: { manifest in
                do { return try database.ownShares(manifest) } catch {
                    logger.error("own shares of a deposit could not be read: \(error)")
                    return nil
                }
            }, by: signer.key, of: signer.member.text, in: signer.origin, using: &random)
    }
}

/// What a statement in this node's log sets free.
struct FreedSecrets: Sendable {
    let kind: ExecutedRelease.Kind
    let releaseKey: ReleaseKey
    /// Those of grants for which a deposit was named.
    var entries: [ReleaseEntry] = []
    /// The most lying validators that one of their scenes wants withstood.
    var assurance = 0
}

extension ReleaseDesk {
    private func freed(
        _ question: ReleaseQuestion, at place: IndexedStatement, _ database: DepositDatabase
    ) throws -> FreedSecrets {
        let statement = try Statement(decoding: stores.log.leaf(at: place.leaf.value))
        let name = ActName(contentType: statement.header.contentType)
        if name == .useMany {
            return try freed(by: try UseMany(decoding: statement.payload), question, at: place, database)
        }
        let grant: GrantID
        var index: UInt64 = 0
        var found: FreedSecrets
        if name == .use {
            let act = try Use(decoding: statement.payload)
            grant = act.grant
            index = act.index
            found = FreedSecrets(kind: .use, releaseKey: act.releaseKey)
        } else if name == .trace {
            let act = try Trace(decoding: statement.payload)
            grant = act.grant
            found = FreedSecrets(kind: .trace, releaseKey: act.releaseKey)
        } else {
            throw ReleaseError.notARelease(statement.id, contentType: statement.header.contentType)
        }
        guard question.from == 0 else { throw ReleaseError.beyondRecords(from: question.from, count: 1) }
        try add(grant, index, at: place.height, database, to: &found)
        return found
    }

    /// The records of a use of many from the position that is asked for on, as many as one answer covers.
    private func freed(
        by act: UseMany, _ question: ReleaseQuestion, at place: IndexedStatement, _ database: DepositDatabase
    ) throws -> FreedSecrets {
        guard question.from < act.count else {
            throw ReleaseError.beyondRecords(from: question.from, count: act.count)
        }
        var found = FreedSecrets(kind: .use, releaseKey: act.releaseKey)
        for position in question.from..<min(act.count, question.from + FinalRelease.maxEntries) {
            let record = try UseRecord(decoding: stores.log.leaf(at: place.leaf.value + 1 + UInt64(position)))
            try add(record.grant, record.index, at: place.height, database, to: &found)
        }
        return found
    }

    /// Only what was dealt for this grant: whoever signs a grant may name any manifest, and its uses would open what
    /// another one counts.
    private func add(
        _ grant: GrantID, _ index: UInt64, at height: Height, _ database: DepositDatabase,
        to found: inout FreedSecrets
    ) throws {
        guard let named = try named(by: grant, at: height), let secret = SecretIndex(index),
            try database.grant(of: named.manifest) == grant.digest
        else { return }
        found.entries.append(ReleaseEntry(manifest: named.manifest, index: secret))
        found.assurance = max(found.assurance, named.assurance)
    }

    /// The manifest that a grant named with the block of a height, and how many liars its scene wants withstood; nil
    /// when it named none.
    func named(by grant: GrantID, at height: Height) throws -> (manifest: Digest, assurance: Int)? {
        let acts = try stores.index.depositActs(of: grant.digest)
        guard let first = acts.first,
            let manifest = acts.last(where: { $0.height <= height && $0.manifest != nil })?
                .manifest
        else { return nil }
        let scene = MemberID(first.party).flatMap { party in
            SceneCode(first.scene).flatMap { board.snapshot.view.scene(party, $0)?.scene }
        }
        return (manifest, Int(clamping: scene?.releaseAssurance ?? 0))
    }
}

extension SecretIndex {
    /// That of a use, or for 0 that of the trace packet; nil beyond what a deposit can have.
    fileprivate init?(_ index: UInt64) {
        let known = index == 0 ? SecretIndex.trace : SecretIndex(use: Int(clamping: index))
        guard let known else { return nil }
        self = known
    }
}
