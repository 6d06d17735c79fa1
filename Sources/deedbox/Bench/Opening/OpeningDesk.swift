import Credentials
import Ledger
import NodeAPI
import Rulebook
import Sealing
import Signing

/// A relying party with its scene, a regulator, and an issuer of documents: all that a counted release takes.
struct OpeningDesk: Sendable {
    let network: Network
    let client: NodeClient
    let party: BenchParty
    let sealingKey: SealingPrivateKey
    let regulator: SealingPublicKey
}

/// A holder's document with the receipt of its record.
struct HeldDocument: Sendable {
    let credential: String
    let holder: PrivateKey
    /// In CBOR.
    let receipt: [UInt8]
}

extension BenchSetup {
    static let openingScene = SceneCode(checked: "opening")
    static let openingFields = ["XM", "ZZBH"]
    private static let desk = MemberID(checked: "bench-desk")
    private static let office = MemberID(checked: "bench-office")
    private static let supervisor = MemberID(checked: "bench-regulator")
    private static let document = TypeCode(checked: "BENCH002")

    /// Registers all three, a type of public fields and a scene that asks for them, as far as that is not done.
    func openingDesk() async throws -> OpeningDesk {
        let sealing = try BenchSetup.sealingKey(BenchSetup.desk)
        let supervising = try BenchSetup.sealingKey(BenchSetup.supervisor)
        let party = BenchParty(
            member: BenchSetup.desk, key: SampleKeys.key(BenchSetup.desk.text), scenes: [BenchSetup.openingScene])
        if try await client.type(BenchSetup.document) == nil {
            let office = SampleKeys.key(BenchSetup.office.text)
            try await register(BenchSetup.office, .issuer, [office.publicKey, BenchSetup.documentKey.publicKey])
            try await register(party.member, .relyingParty, [party.key.publicKey], sealing: sealing.publicKey)
            let supervisor = SampleKeys.key(BenchSetup.supervisor.text)
            try await register(
                BenchSetup.supervisor, .regulator, [supervisor.publicKey], sealing: supervising.publicKey)
            try await admit(BenchSetup.document, of: BenchSetup.office, BenchSetup.openingFields)
            let accredit = Act.accredit(
                Accredit(code: BenchSetup.document, issuer: BenchSetup.office, period: Period(from: 0, until: nil)))
            try await send(
                Statement.signed(header(accredit, BenchSetup.office), payload: accredit.payload, by: office))
            try await declare(BenchSetup.openingScene, by: party, BenchSetup.document, BenchSetup.openingFields)
        }
        return OpeningDesk(
            network: network, client: client, party: party, sealingKey: sealing,
            regulator: try await regulator())
    }

    /// The regulator of the scene, as wallets find it.
    private func regulator() async throws -> SealingPublicKey {
        let scene = try await client.scenes().first {
            $0.party == BenchSetup.desk.text && $0.code == BenchSetup.openingScene.text
        }
        let time = try await client.status().blockTime
        let found = scene?.regulator(among: try await client.members(), at: time)
        guard let key = found.flatMap({ SealingPublicKey($0.key) }) else { throw OpeningFault.noRegulator }
        return key
    }

    private static func sealingKey(_ member: MemberID) throws -> SealingPrivateKey {
        guard let key = SealingPrivateKey(secret: SampleKeys.key(member.text + "-sealing").secret) else {
            throw OpeningFault.noRegulator
        }
        return key
    }

    private static let documentKey = SampleKeys.key("bench-office-credential")

    /// Documents of as many holders, signed and recorded in one manifest.
    func documents(_ count: Int) async throws -> [HeldDocument] {
        guard let signer = DocumentSigner(BenchSetup.documentKey, chain: []) else { throw CredentialWords.badKey }
        let holders = (0..<count).map { _ in PrivateKey(generating: .es256) }
        let corrections = (0..<count).map { _ in StrongroomWords.random() }
        let fields = DocumentFields(
            BenchSetup.openingFields.map { .field(name: $0, value: .string("a value of thirty-two characters")) })
        let texts = try zip(holders, corrections).map { holder, correction in
            try signer.issue(claims(holder.publicKey, correction), fields: fields).text
        }
        let records = try zip(texts, corrections).map { text, correction in
            IssueRecord(
                commitment: IssueRecord.commitment(salt: correction.bytes, document: try SDJWT(parsing: text).digest),
                expiry: nil)
        }
        let receipts = try await recorded(records)
        return texts.indices.map { HeldDocument(credential: texts[$0], holder: holders[$0], receipt: receipts[$0]) }
    }

    private func claims(_ holder: PublicKey, _ correction: Digest) -> DocumentClaims {
        let now = Moment.now / 1_000
        return DocumentClaims(
            issuer: "http://127.0.0.1:7401", type: "http://127.0.0.1:7401/types/BENCH002/1", issuedAt: now,
            expiry: now + 86_400 * 365, holderKey: JSONWebKey(holder), status: nil,
            ledger: LedgerClaims(
                origin: network.origin, typeCode: BenchSetup.document.text, typeVersion: 1,
                asOf: UTCTime(seconds: now).description, updateDays: 30, correction: correction, provenance: .digital,
                label: .government))
    }

    /// Records a manifest; the receipt of each of its records.
    private func recorded(_ records: [IssueRecord]) async throws -> [[UInt8]] {
        let leaves = records.map(\.encoded)
        let hashes = leaves.map { Digest.leaf($0) }
        let act = Act.issueDocuments(
            IssueDocuments(
                type: BenchSetup.document, typeVersion: 1, count: records.count, root: MerkleTree.root(of: hashes)))
        let statement = Statement.signed(
            header(act, BenchSetup.office), payload: act.payload, by: SampleKeys.key(BenchSetup.office.text))
        let submission = Submission(statement: statement, records: records)
        guard let text = try await client.submit([submission], waitsForFinal: true).first?.receipt else {
            throw SubmitWords.noReceipt
        }
        let receipt = try Receipt(parsing: text)
        return leaves.indices.map { position in
            let proof = RecordProof(
                bytes: leaves[position], position: position, path: MerkleTree.path(to: position, in: hashes))
            return Receipt(
                leaf: receipt.leaf, proof: receipt.proof, checkpoint: receipt.checkpoint, record: proof
            ).encoded
        }
    }
}
