import Credentials
import Evidence
import Ledger
import Releasing
import Rulebook
import Signing
import TestSupport

/// A document of the police, shown once to the bank: what it brings to the bank's desk, and what can be wrong with it.
struct Story {
    /// What differs from a good use.
    struct Changes {
        // The document.
        var signedBy = Story.documentKey
        var origin: String?
        var typeCode = TestType.identity.code.text
        var issuedAt = TestNetwork.created
        var expiry: UInt64? = TestNetwork.created + 400 * 86_400
        var notBefore: UInt64?
        var asOf = "2026-11-01T00:00:00Z"
        var updateDays: UInt64? = 30
        var fields = ["XM", "ZZBH"]
        /// The record commits to another document.
        var recordsAnother = false
        // The presentation.
        var shown = ["XM", "ZZBH"]
        var boundBy = Story.holderKey
        var audience = "bank"
        var boundToUse = 1
        var boundAt = TestNetwork.created
        /// The use is the record of a statement of many.
        var isOneOfMany = false
        // The ledger before the document, before the use, and after it.
        var start = TestLedger.banking
        var beforeUse: (inout TestLedger, Story) throws -> Void = { _, _ in }
        var afterUse: (inout TestLedger, Story) throws -> Void = { _, _ in }
    }

    static let documentKey = TestKey.own("police/es256")
    static let holderKey = TestKey.own("holder/es256")
    static let grantKey = TestKey.own("示例授权")
    static let correctionKey = TestKey.own("示例更正")
    static let set = SHA256.digest(Array("示例名单".utf8))
    static let opening = CaseOpening(
        number: "2026-001", requestSalt: [UInt8](repeating: 1, count: 32), useSalt: [UInt8](repeating: 2, count: 32))

    let changes: Changes
    private(set) var ledger: TestLedger
    private(set) var credential = ""
    private(set) var issue = TestIssue(1)
    /// Where record, grant and use stand.
    private(set) var (record, grant, use) = (LeafIndex(0), 0, 0)
    /// The proof of the document's status before its use.
    private(set) var earlyStatus: [UInt8] = []
    /// The proofs of status and correction right after the use.
    private(set) var proofsAtUse: [LedgerQuestion: [UInt8]] = [:]

    init(_ changes: Changes = Changes()) throws {
        self.changes = changes
        ledger = changes.start
        try registerKey()
        try mint()
        try ask()
        earlyStatus = try proof(of: statusKey)
        var before = ledger
        try changes.beforeUse(&before, self)
        ledger = before
        use = ledger.leaves.count
        let single = ledger.submission(.use(useAct), by: .member(.bank))
        try ledger.commit([changes.isOneOfMany ? TestUses([useRecord]).submission(in: ledger) : single])
        try ledger.heartbeat()
        proofsAtUse = [
            .status(document: 0): try proof(of: statusKey), .correction(document: 0): try proof(of: correctionKey),
        ]
        var later = ledger
        try changes.afterUse(&later, self)
        try later.heartbeat()
        ledger = later
    }

    var network: Network { ledger.network }
    var grantID: GrantID { GrantID(origin: network.origin, key: Story.grantKey.publicKey) }
    var commitment: Commitment { issue.records[0].commitment }
    var statusKey: StateKey {
        .status(origin: network.origin, issuer: TestMember.police.id, commitment: commitment)
    }
    var correctionKey: StateKey {
        .correction(origin: network.origin, issuer: TestMember.police.id, commitment: commitment)
    }
    var sceneKey: StateKey { .scene(TestMember.bank.id, TestScene.loan.code) }

    var useAct: Use {
        Use(
            grant: grantID, index: 1, releaseKey: .test("示例"),
            caseCommitment: Story.opening.commitment(salt: [UInt8](repeating: 2, count: 32)),
            clerkCommitment: .test("示例柜员"))
    }

    private var useRecord: UseRecord {
        UseRecord(grant: grantID, index: 1, caseCommitment: useAct.caseCommitment)
    }

    /// The receipt of the use, or of its record.
    var useReceipt: Receipt {
        let record = RecordProof(bytes: useRecord.encoded, position: 0, path: [])
        return ledger.receipt(use, record: changes.isOneOfMany ? record : nil)
    }

    var request: Request {
        Request(
            scene: TestScene.loan.code, profile: ProfileID(checked: "basic"), maxUses: 3, term: 3_600,
            grantKey: Story.grantKey.publicKey, nonce: [UInt8](repeating: 7, count: Request.nonceByteCount),
            caseCommitment: Story.opening.commitment(salt: Story.opening.requestSalt))
    }

    var grantAct: GrantAct {
        let request = Signatory.member(.bank).signed(
            Purpose.request, request.encoded, origin: network.origin, notAfter: TestNetwork.created + 3_600)
        return GrantAct(
            request: request.bytes, uses: 2, expiry: TestNetwork.created + 1_800, deposit: SHA256.digest([9]))
    }

    /// The police gets a key for documents.
    private mutating func registerKey() throws {
        let keys = [TestMember.police.key.publicKey, Story.documentKey.publicKey]
        let details = TestMember.police.details(keys: keys.map { MemberKey(key: $0, from: 0, until: nil) })
        let act = UpdateMember(
            sequence: ledger.sequence, member: TestMember.police.id, details: details, reinstates: false)
        try ledger.commit([.updateMember(act)], by: .allGovernors)
    }

    private mutating func mint() throws {
        credential = try Story.issued(changes, origin: network.origin)
        let document = try SDJWT(parsing: credential).digest
        let commitment = IssueRecord.commitment(
            correctionKey: Story.correctionKey.publicKey,
            document: changes.recordsAnother ? SHA256.digest([1]) : document)
        issue.records = [IssueRecord(commitment: commitment, expiry: nil)]
        try ledger.commit([issue.submission(in: ledger)])
        record = ledger.record(0)
    }

    private mutating func ask() throws {
        grant = ledger.leaves.count
        try ledger.commit([ledger.submission(.grant(grantAct), by: .holder(Story.grantKey))])
    }

    /// The signed text with all its disclosures.
    static func issued(_ changes: Changes, origin: String) throws -> String {
        guard let signer = DocumentSigner(changes.signedBy, chain: []) else {
            preconditionFailure("no ES256 key")
        }
        let claims = DocumentClaims(
            issuer: "http://127.0.0.1:7401", type: "http://127.0.0.1:7401/types/TESTIDENTITY/1",
            issuedAt: changes.issuedAt, expiry: changes.expiry, holderKey: JSONWebKey(holderKey.publicKey),
            status: nil,
            ledger: LedgerClaims(
                origin: changes.origin ?? origin, typeCode: changes.typeCode, typeVersion: 1, asOf: changes.asOf,
                updateDays: changes.updateDays, correction: SHA256.digest(correctionKey.publicKey.bytes),
                provenance: .digital, label: .government))
        let start = changes.notBefore.map { [ClaimMember.open("nbf", .value(.integer(Int64($0))))] } ?? []
        let fields = changes.fields.map { ClaimMember.disclosable($0, .value(.string("示例 \($0)"))) }
        return try signer.issue(claims.members + start + fields).text
    }

    // What the use brings.

    /// The presentation with the holder's signature.
    func presentation() throws -> String {
        let shown = try SDJWT(parsing: credential).showing(changes.shown.map { ClaimPath($0) })
        let context = GrantContext(
            origin: network.origin, grant: grantID.digest, set: Story.set, party: TestMember.bank.id.text)
        guard let index = SecretIndex(use: changes.boundToUse),
            let bound = shown.bound(
                by: changes.boundBy, audience: changes.audience, nonce: context.nonce(of: index),
                issuedAt: changes.boundAt)
        else { preconditionFailure("no ES256 key") }
        return bound.text
    }

    func presented() throws -> PresentedUse {
        let document = PresentedDocument(
            presentation: try presentation(), receipt: recordReceipt.encoded,
            seal: ledger.receipt(sealIndex(of: record)).encoded)
        return PresentedUse(
            party: TestMember.bank.id, set: Story.set, documents: [document],
            grant: ledger.receipt(grant).encoded, use: useReceipt.encoded,
            proofs: [
                .grant: try proof(of: .grant(grantID)), .scene: try proof(of: sceneKey),
                .issuer(document: 0): try proof(of: .member(TestMember.police.id)),
                .status(document: 0): try proof(of: statusKey),
                .correction(document: 0): try proof(of: correctionKey),
            ],
            opening: Story.opening)
    }

    /// The same with the proofs of the use, and those of today beside them.
    func renewed() throws -> PresentedUse {
        var use = try presented()
        use.proofs[.statusNow(document: 0)] = use.proofs[.status(document: 0)]
        use.proofs[.correctionNow(document: 0)] = use.proofs[.correction(document: 0)]
        use.proofs.merge(proofsAtUse) { _, atUse in atUse }
        return use
    }

    var recordReceipt: Receipt { recordReceipt(under: ledger.note()) }

    func recordReceipt(under note: SignedNote) -> Receipt {
        let proof = RecordProof(bytes: issue.records[0].encoded, position: 0, path: [])
        return ledger.receipt(Int(record.value) - 1, record: proof, under: note)
    }

    private func sealIndex(of leaf: LeafIndex) -> Int {
        ledger.leaves.indices.first { $0 > Int(leaf.value) && LeafKind(firstBytes: ledger.leaves[$0]) == .seal } ?? 0
    }

    /// What the state holds now under a key.
    func proof(of key: StateKey) throws -> [UInt8] {
        SealedProof(seal: ledger.receipt(ledger.leaves.count - 1), proof: ledger.state.tree.proof(key)).encoded
    }

    func verdict(on use: PresentedUse, demands: Demands = Demands()) -> Verdict {
        UseCheck(EpochWalk(from: network), demands: demands).verdict(on: use)
    }
}

extension TestLedger {
    /// The receipt of a leaf under a checkpoint over all leaves.
    func receipt(_ index: Int, record: RecordProof? = nil, under note: SignedNote? = nil) -> Receipt {
        let hashes = leaves.map { Digest.leaf($0) }
        let proof = InclusionProof(
            index: LeafIndex(UInt64(index)), size: UInt64(hashes.count), path: MerkleTree.path(to: index, in: hashes))
        return Receipt(leaf: leaves[index], proof: proof, checkpoint: note ?? self.note(), record: record)
    }
}
