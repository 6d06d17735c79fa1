package import Credentials
package import Ledger
internal import NodeAPI
package import Rulebook
package import Sealing
package import Signing

/// Everything that is asked of a delivered document before it is kept.
package struct DeliveryCheck: Sendable {
    let ledger: WalletLedger
    let members: LedgerMembers
    let holderKeys: [PublicKey]
    let document: DeliveredDocument
    let issuer: MemberID

    /// A document that came from an issuer's mailbox to the holder of these keys.
    package init(
        _ document: DeliveredDocument, from issuer: MemberID, to holderKeys: [PublicKey], in ledger: WalletLedger,
        members: LedgerMembers
    ) {
        self.ledger = ledger
        self.members = members
        self.holderKeys = holderKeys
        self.document = document
        self.issuer = issuer
    }

    /// A document that may be kept, with what each check said.
    package struct Good: Sendable {
        package let issue: CheckedIssue
        package let receipt: Receipt
        package let claims: DocumentClaims
        package let findings: [Finding]
    }

    /// Why a document is not kept: refused for good, or to be asked again.
    package struct Bad: Error, Hashable {
        package let finding: Finding
    }

    /// Asks one thing after another; the first that is not yes ends it.
    package func run() async throws(Bad) -> Good {
        let (text, message) = try read()
        let (receipt, issue) = try await recorded()
        try commits(issue, text)
        let signed = try signedMessage(message, at: issue.checkpoint.time)
        let claims = try claims(text, signed, issue)
        let holder = try bound(claims)
        return Good(
            issue: issue, receipt: receipt, claims: claims,
            findings: [
                .yes(.form, "a document of this ledger, all disclosures fit", zh: "本账本的文档，全部披露项吻合"),
                .yes(.signature, "by the key \(signed.key.id)", zh: "由密钥 \(signed.key.id) 签署"),
                .yes(.issuerKey, "one of the keys of \(issuer)", zh: "是 \(issuer) 的密钥之一"),
                recordedFinding(issue),
                .yes(.commitment, "over this text and its correction key", zh: "覆盖本文本及其更正密钥"),
                .yes(
                    .accredited, "every node asks that before it signs: \(issuer), type \(issue.type)",
                    zh: "各节点签署前均已核验：\(issuer)，类型 \(issue.type)"),
                holder,
            ])
    }

    private func read() throws(Bad) -> (SDJWT, CompactJWS) {
        do {
            let text = try SDJWT(parsing: document.credential)
            guard text.keyBinding == nil else { throw SDJWTError.keyBindingUnexpected }
            return (text, try CompactJWS(parsing: text.jwt, type: SDJWTType.document))
        } catch { throw Bad.no(.form, "\(error)") }
    }

    /// The receipt that came, or else one that the nodes give now.
    private func recorded() async throws(Bad) -> (Receipt, CheckedIssue) {
        if let bytes = document.receipt, let receipt = try? Receipt(decoding: bytes),
            let issue = try? checked(receipt)
        {
            return (receipt, issue)
        }
        let receipt: Receipt?
        do { receipt = try await ledger.client.receipt(LeafIndex(document.record)) } catch {
            throw Bad(
                finding: .unknown(
                    .recorded, "the receipt that came does not hold, and no node gives another: \(error)",
                    zh: "随附的回执不成立，且没有节点给出新的回执：\(error)"))
        }
        guard let receipt else {
            throw Bad(
                finding: .unknown(
                    .recorded, "the log does not yet reach leaf \(document.record)", zh: "日志尚未到达条目 \(document.record)"))
        }
        do throws(IssueError) { return (receipt, try checked(receipt)) } catch {
            throw Bad.no(.recorded, "leaf \(document.record): \(error)")
        }
    }

    private func checked(_ receipt: Receipt) throws(IssueError) -> CheckedIssue {
        try CheckedIssue(receipt, network: ledger.walk.network(for: receipt.checkpoint))
    }

    /// Its record is in the mailbox of the member that made it, and of this text and this correction key.
    private func commits(_ issue: CheckedIssue, _ text: SDJWT) throws(Bad) {
        guard issue.issuer == issuer, issue.index.value == document.record else {
            throw Bad(
                finding: .no(
                    .recorded,
                    "it came from \(issuer) as leaf \(document.record), and was recorded by \(issue.issuer) as leaf "
                        + "\(issue.index)",
                    zh: "来自 \(issuer)，称在条目 \(document.record)，实由 \(issue.issuer) 登记在条目 \(issue.index)"))
        }
        guard let key = PrivateKey(.ed25519, secret: document.correctionSeed) else {
            throw Bad.no(.form, "the correction seed is none")
        }
        let commitment = IssueRecord.commitment(correctionKey: key.publicKey, document: text.digest)
        guard commitment == issue.record.commitment else {
            throw Bad(
                finding: .no(
                    .commitment, "the record at leaf \(issue.index) is of another document or another correction key",
                    zh: "条目 \(issue.index) 的记录属于另一份文档或另一把更正密钥"))
        }
    }

    private func signedMessage(_ message: CompactJWS, at second: UInt64) throws(Bad) -> VerifiedJWS {
        let keys = members.keys(of: issuer, .es256, at: second)
        for key in keys {
            if let signed = try? message.verified(by: key) { return signed }
        }
        throw Bad(
            finding: .no(
                .issuerKey, "none of the \(keys.count) keys of \(issuer) for documents signed it",
                zh: "\(issuer) 的 \(keys.count) 把文档密钥均未签署它"))
    }
}
