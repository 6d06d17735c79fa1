import Credentials
import Ledger
import NodeAPI
import Rulebook
import Sealing
import Signing
import TestSupport
import WalletApp

/// The police's desk in a test: it signs a document, records it on a test ledger, and makes a delivery of it.
struct Post {
    let network = TestNetwork.single
    private(set) var ledger = TestLedger.agencies
    /// The key under which the police issues documents, and has on the ledger.
    let credentialKey = TestKey.own("police/es256")
    let holder = TestKey.own("holder/es256")

    /// What may differ from a good delivery.
    struct Changes {
        var signedBy: PrivateKey?
        var boundTo: PublicKey?
        var origin: String?
        var type = TestType.identity.code.text
        var issuedAt = TestNetwork.created
        /// The record commits to this seed's key instead.
        var recordedSeed: [UInt8]?
        /// The text that is delivered; the record stays that of the issued one.
        var text: (String) -> String = { $0 }
        var recordedBy = TestMember.police
    }

    static let seed = SHA256.digest(Array("correction".utf8)).bytes

    /// A document, recorded and packed.
    mutating func delivery(_ changes: Changes = Changes()) throws -> DeliveredDocument {
        let issued = try issue(changes)
        let commitment = IssueRecord.commitment(
            salt: try Post.correction(changes.recordedSeed ?? Post.seed).bytes,
            document: try SDJWT(parsing: issued).digest)
        var issue = TestIssue(1)
        issue.issuer = changes.recordedBy
        issue.type = TestType.allCases.first { $0.owner == changes.recordedBy } ?? .identity
        issue.records = [IssueRecord(commitment: commitment, expiry: nil)]
        try ledger.commit([issue.submission(in: ledger)])
        try ledger.heartbeat()
        let record = ledger.record(0)
        return DeliveredDocument(
            credential: changes.text(issued), correctionSeed: Post.seed,
            receipt: receipt(manifest: Int(record.value) - 1, issue).encoded, record: record.value, binding: [])
    }

    /// The signed text with all its disclosures.
    private func issue(_ changes: Changes) throws -> String {
        guard let signer = DocumentSigner(changes.signedBy ?? credentialKey, chain: []) else {
            preconditionFailure("no ES256 key")
        }
        let claims = DocumentClaims(
            issuer: "http://127.0.0.1:7401", type: "http://127.0.0.1:7401/types/TESTIDENTITY/1",
            issuedAt: changes.issuedAt, holderKey: JSONWebKey(changes.boundTo ?? holder.publicKey), status: nil,
            ledger: LedgerClaims(
                origin: changes.origin ?? network.origin, typeCode: changes.type, typeVersion: 1,
                asOf: "2026-11-01T00:00:00Z", updateDays: nil, correction: try Post.correction(Post.seed),
                provenance: .digital, label: .government))
        let fields = DocumentFields([.field(name: "XM", value: "示例甲"), .field(name: "ZZBH", value: "1")])
        return try signer.issue(claims, fields: fields).text
    }

    /// What a record and a document say of a correction key.
    static func correction(_ seed: [UInt8]) throws -> Digest {
        guard let key = PrivateKey(.ed25519, secret: seed) else { throw CBORError.outOfRange(offset: 0) }
        return SHA256.digest(key.publicKey.bytes)
    }

    private func receipt(manifest index: Int, _ issue: TestIssue) -> Receipt {
        let hashes = ledger.leaves.map { Digest.leaf($0) }
        let checkpoint = Checkpoint(origin: network.origin, head: ledger.frontier.head)
        let name = network.genesis.cosignerName(network.genesis.validators[0])
        let note = SignedNote(
            text: checkpoint.text,
            signatures: [
                checkpoint.logSigned(by: TestKey.of("node-1/log")),
                checkpoint.cosigned(by: TestKey.of("node-1/cosigner"), name: name, at: TestNetwork.created + 60),
            ])
        let proof = InclusionProof(
            index: LeafIndex(UInt64(index)), size: UInt64(hashes.count), path: MerkleTree.path(to: index, in: hashes))
        let records = issue.records.map { Digest.leaf($0.encoded) }
        let record = RecordProof(
            bytes: issue.records[0].encoded, position: 0, path: MerkleTree.path(to: 0, in: records))
        return Receipt(leaf: ledger.leaves[index], proof: proof, checkpoint: note, record: record)
    }
}

extension Post {
    /// A ledger whose nodes do not answer: what came must be enough.
    var silent: WalletLedger {
        get throws { try WalletLedger(NodeClient(["http://127.0.0.1:1"]), EpochWalk(from: network)) }
    }

    /// The police with a key for documents, and the others.
    func members(_ keys: [PublicKey]? = nil) -> LedgerMembers {
        LedgerMembers(
            TestMember.allCases.map { member in
                let documentKeys = member == .police ? keys ?? [credentialKey.publicKey] : []
                let all = [member.key.publicKey] + documentKeys
                let details = member.details(keys: all.map { MemberKey(key: $0, from: 0, until: nil) })
                return MemberBody(member.id, Member(details: details, effective: 0), at: 1)
            })
    }

    /// What the check says of a delivery from the police's mailbox: nil when all is well.
    func refusal(
        _ document: DeliveredDocument, from issuer: TestMember = .police, members: LedgerMembers? = nil
    ) async throws -> Finding? {
        let check = DeliveryCheck(
            document, from: issuer.id, to: [holder.publicKey], in: try silent, members: members ?? self.members())
        do throws(DeliveryCheck.Bad) {
            _ = try await check.run()
            return nil
        } catch { return error.finding }
    }
}
