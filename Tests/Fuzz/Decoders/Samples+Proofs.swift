import Ledger
import Rulebook
import Signing

extension Samples {
    /// An entry of each kind.
    static let entries: [(kind: StateKind, key: StateKey, value: [UInt8])] = [
        (.governance, .governance, LedgerState(network: network).tree.value(.governance) ?? []),
        (.member, .member(name("bank")), member),
        (.type, .type(name("FUZZ001")), TypeEntry(version: 2, type: type, isRetired: true).encoded),
        (.accreditation, .accreditation(name("bank"), name("FUZZ001")), Period(from: 1, until: now).encoded),
        (
            .scene, .scene(name("bank"), name("loan")),
            SceneEntry(
                scene: scene, approval: SceneApproval(regulator: name("bank"), time: now), ended: now
            ).encoded
        ),
        (.status, status(2), StatusEntry(state: .revoked, since: now, height: Height(4)).encoded),
        (.status, status(3), StatusEntry(state: .inForce, since: now, height: Height(5)).encoded),
        (.grant, .grant(grantID), grant.encoded),
        (.replay, StateKey(kind: StateKind.replay.rawValue, key: [0, 0, 0, 0, 1, 0, 0, 0]), digest(10).bytes),
        (.epoch, .epoch(1), networks[1].epoch.encoded),
        (.coming, .comingChange, coming),
        (
            .correction, .correction(origin: network.origin, issuer: name("bank"), commitment: commitment(2)),
            CorrectionEntry(
                number: 2, opened: 1, height: Height(4), due: now,
                answer: CorrectionEntry.Answer(outcome: .upheld, time: now, height: Height(5))
            ).encoded
        ),
        (
            .trace, .trace(grantID),
            TraceEntry(number: 2, ground: .complaint, regulator: name("bank"), time: now, height: Height(4)).encoded
        ),
        (
            .disclosure, .disclosure(digest(11)),
            DisclosureEntry(discloser: name("bank"), ground: .courtOrder, time: now, height: Height(4)).encoded
        ),
        (.sealed, .sealed(StatementID(digest(12))), sealedEntry), (.opened, .opened(digest(13)), openedEntry),
        (
            .passing, .passing(grantID, by: name("bank"), 0),
            PassingEntry(
                party: name("bank"), index: 1, recipient: .outside(commitment(19)), ground: .courtOrder, time: now,
                height: Height(4)
            ).encoded
        ),
        (
            .passing, .passing(grantID, by: name("bank"), 1),
            PassingEntry(
                party: name("bank"), index: 1, recipient: .member(name("notary")), ground: nil, time: now,
                height: Height(5)
            ).encoded
        ),
        (.open, .open(name("bank")), OpenCounts(grants: 300, corrections: 2).encoded),
        (.open, .open(name("notary")), OpenCounts(sealed: 5, passings: 1_000).encoded),
        (.offence, .offence(Offence(member: name("bank"), kind: .heads, place: 7, round: 0)), offence),
    ]

    private static let sealedEntry: [UInt8] = SealedEntry(
        discloser: name("bank"), ground: .courtOrder, time: now, height: Height(4),
        seal: DisclosureSeal(until: Height(9), latest: now, deposit: digest(1), mark: commitment(2))
    ).encoded

    /// Written as the rules write it: they alone make one.
    private static let openedEntry: [UInt8] = {
        var encoder = CBOREncoder()
        encoder.array(7)
        encoder.digest(digest(12))
        let member: MemberID = name("bank")
        member.encode(into: &encoder)
        encoder.unsigned(LegalGround.courtOrder.rawValue)
        encoder.unsigned(now)
        encoder.unsigned(4)
        encoder.unsigned(9)
        encoder.unsigned(now + 9)
        return encoder.bytes
    }()

    /// A change that is published.
    private static let coming: [UInt8] = {
        var encoder = CBOREncoder()
        encoder.array(5)
        encoder.unsigned(now)
        encoder.unsigned(FaultModel.byzantine.rawValue)
        encoder.list(networks[1].validators) { $1.encode(into: &$0) }
        networks[1].parameters.encode(into: &encoder)
        networks[1].genesis.governance.encode(into: &encoder)
        return encoder.bytes
    }()

    /// By a vote key, in block 4.
    private static let offence: [UInt8] = {
        var encoder = CBOREncoder()
        encoder.array(3)
        SampleKeys.key("node-1/vote").publicKey.encode(into: &encoder)
        Height(4).encode(into: &encoder)
        encoder.unsigned(now)
        return encoder.bytes
    }()

    /// A member with a change to come, suspended until then.
    private static let member: [UInt8] = {
        var encoder = CBOREncoder()
        encoder.array(4)
        details.encode(into: &encoder)
        encoder.unsigned(1)
        encoder.array(2)
        details.encode(into: &encoder)
        encoder.unsigned(now)
        encoder.unsigned(now)
        return encoder.bytes
    }()

    private static let grant: Grant = {
        var grant = Grant(
            party: name("bank"), request: request, requestNotAfter: now, deposit: digest(7), uses: 2, expiry: now)
        grant.counted = [
            CountedUse(statement: StatementID(digest(2)), height: Height(3), time: now),
            CountedUse(
                statement: StatementID(digest(3)), height: Height(3), time: now, record: 7,
                faults: [UseFaults(.share)]),
        ]
        grant.withdrawn = now
        return grant
    }()

    static func status(_ number: UInt8) -> StateKey {
        .status(origin: network.origin, issuer: name("bank"), commitment: commitment(number))
    }

    static let tree = StateTree(entries: entries.map { ($0.key, $0.value) })

    /// Keys that are in the tree, and some that are not.
    static let keys = entries.map(\.key) + [status(4), .member(name("nobody"))]

    static let stateProofs = keys.map(tree.proof)

    static let stateBuckets =
        [StateKind.status, .member, .grant, .replay].map { tree.bucket(kind: $0.rawValue, prefix: 0, bits: 0) }
        + (0..<4).map { tree.bucket(kind: StateKind.status.rawValue, prefix: $0, bits: 2) }

    static let seal = Seal(
        height: Height(4), previous: digest(1), firstIndex: LeafIndex(3), rootBefore: digest(2), time: now,
        proposer: 0, stateRoot: tree.root, validators: network.validatorsDigest,
        nextValidators: network.validatorsDigest, parameters: network.parametersDigest, ruleVersion: 1,
        evidenceRoot: digest(3), closedCount: 1)

    /// Fifty leaves: every submission, padding, and the seal at the end.
    private static let leaves: [[UInt8]] = {
        let sent = submissions.flatMap { (try? EntryBundle.parse($0.framed).map { Array($0) }) ?? [] }
        return sent + (sent.count..<49).map { [0x82, UInt8($0), 0xf6] } + [seal.encoded]
    }()

    private static let hashes = leaves.map { Digest.leaf($0) }

    /// The checkpoint of those leaves, final; the same of four nodes; and with a signature of a stranger.
    static let notes: [SignedNote] = {
        let notes = networks.map { network in
            let checkpoint = Checkpoint(
                origin: network.origin, head: TreeHead(size: 50, root: MerkleTree.root(of: hashes)))
            let cosigned = network.genesis.validators.map { validator in
                checkpoint.cosigned(
                    by: SampleKeys.key(validator.member.text + "/cosigner"),
                    name: network.genesis.cosignerName(validator), at: now)
            }
            let logSigned = checkpoint.logSigned(by: SampleKeys.key("node-1/log"))
            return SignedNote(text: checkpoint.text, signatures: [logSigned] + cosigned)
        }
        return notes + [notes[0].adding([NoteSignature(name: "陌生人", keyID: 1, bytes: [1, 2, 3])])]
    }()

    private static func receipt(_ index: Int, record: RecordProof? = nil) -> Receipt {
        let proof = InclusionProof(
            index: LeafIndex(UInt64(index)), size: 50, path: MerkleTree.path(to: index, in: hashes))
        return Receipt(leaf: leaves[index], proof: proof, checkpoint: notes[0], record: record)
    }

    /// Of a record, of a statement, of the seal.
    static let receipts: [Receipt] = {
        let manifest = acts.firstIndex { $0.name == .issueDocuments } ?? 0
        let path = MerkleTree.path(to: 1, in: records.map { Digest.leaf($0.encoded) })
        let record = RecordProof(bytes: records[1].encoded, position: 1, path: path)
        return [receipt(manifest, record: record), receipt(0), receipt(49)]
    }()

    static let logProofs =
        receipts.map(\.logProof) + [LogProof(index: LeafIndex(0), path: [], note: notes[2], extra: [1, 2])]

    static let sealedProofs = stateProofs.map { SealedProof(seal: receipts[2], proof: $0) }
    static let sealedBuckets = stateBuckets.map { SealedBucket(seal: receipts[2], bucket: $0) }
}
