import Credentials
import Ledger
import Releasing
import Rulebook
import Signing
import TestSupport

/// A document as its holder's wallet has it: signed by the police, with the receipt of its record.
struct TestDocument: Sendable {
    let credential: SDJWT
    var receipt: [UInt8]
    let correction: PrivateKey

    static let signer = TestKey.own("police/es256")
    static let holder = TestKey.own("holder/es256")

    /// A document that is recorded nowhere yet.
    private init(_ name: String, origin: String, at second: UInt64) throws {
        correction = TestIssue.correctionKey(name)
        receipt = []
        guard let signer = DocumentSigner(TestDocument.signer, chain: []) else {
            preconditionFailure("no key of ES256")
        }
        let claims = DocumentClaims(
            issuer: "http://127.0.0.1:7401", type: "http://127.0.0.1:7401/types/TESTIDENTITY/1", issuedAt: second,
            expiry: nil, holderKey: JSONWebKey(TestDocument.holder.publicKey), status: nil,
            ledger: LedgerClaims(
                origin: origin, typeCode: TestType.identity.code.text, typeVersion: 1,
                asOf: UTCTime(seconds: second).description, updateDays: nil,
                correction: SHA256.digest(correction.publicKey.bytes), provenance: .digital, label: .government))
        let fields: [ClaimMember] = ["XM", "ZZBH"].map { .disclosable($0, .value(.string("\(name) \($0)"))) }
        credential = try SDJWT(parsing: try signer.issue(claims.members + fields).text)
    }

    /// Signs so many documents, and has them recorded.
    static func issued(_ count: Int, by town: TestTown) async throws -> [TestDocument] {
        let second = town.time.now / 1_000
        var documents = try (0..<count).map { try TestDocument("示例文档 \($0)", origin: town.origin, at: second) }
        var issue = TestIssue(count)
        issue.records = documents.map { document in
            IssueRecord(
                commitment: .init(correctionKey: document.correction.publicKey, of: document.credential), expiry: nil)
        }
        for (place, receipt) in try await town.mint(issue).enumerated() { documents[place].receipt = receipt }
        return documents
    }

    /// The same document with the receipt of another one's record.
    func with(receiptOf other: TestDocument) -> TestDocument {
        var changed = self
        changed.receipt = other.receipt
        return changed
    }

    /// The text without key binding, as it lies in a deposit's body.
    var presented: String { credential.presented }

    /// The holder's signature over it for one use of a grant.
    func keyBinding(_ index: SecretIndex, _ context: GrantContext, at second: UInt64) -> String {
        let bound = credential.bound(
            by: TestDocument.holder, audience: context.party, nonce: context.nonce(of: index), issuedAt: second)
        return bound?.keyBinding ?? ""
    }
}

extension Commitment {
    fileprivate init(correctionKey: PublicKey, of credential: SDJWT) {
        self = IssueRecord.commitment(correctionKey: correctionKey, document: credential.digest)
    }
}
