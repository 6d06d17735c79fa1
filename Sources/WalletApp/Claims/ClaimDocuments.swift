internal import Credentials
internal import Ledger
internal import Rulebook
internal import Sealing
internal import Signing

/// What came of a claim.
public enum ClaimOutcome: Hashable, Sendable {
    /// Documents that are kept, by their numbers.
    case kept([Int64])
    /// The issuer answers later; ask again with `claim --resume` after so many seconds.
    case waiting(claim: Int64, seconds: UInt64)
}

extension Wallet {
    /// Claims what an offer holds, checks it like every delivery, and keeps it.
    ///
    /// The spent code is durable before the document is asked for: stopped anywhere, `resumeClaims` goes on.
    public func claim(
        _ offer: ClaimOffer, transactionCode: String?, _ ledger: WalletLedger, by client: ClaimClient = ClaimClient()
    ) async throws -> ClaimOutcome {
        let open = try await client.redeem(offer, transactionCode: transactionCode)
        let id = try database.keepClaim(issuer: open.issuer, at: Clock.now) { seal(open, $0) }
        return try await goOn(id, open, try await client.request(open, keys: [holderKey]), ledger, client)
    }

    /// Goes on with claims that were stopped, or whose issuer answers later.
    public func resumeClaims(
        _ ledger: WalletLedger, by client: ClaimClient = ClaimClient()
    ) async throws -> [ClaimOutcome] {
        var outcomes: [ClaimOutcome] = []
        for row in try database.openClaims() {
            let bytes = try opened(row.content, at: ClaimRow.place(row.id))
            let open = try OpenClaim(decoding: bytes)
            let progress =
                open.transactionID == nil
                ? try await client.request(open, keys: [holderKey]) : try await client.ask(open)
            outcomes.append(try await goOn(row.id, open, progress, ledger, client))
        }
        return outcomes
    }

    private func goOn(
        _ id: Int64, _ open: OpenClaim, _ progress: ClaimProgress, _ ledger: WalletLedger, _ client: ClaimClient
    ) async throws -> ClaimOutcome {
        switch progress {
        case .waiting(let open, let seconds):
            try database.updateClaim(id, seal(open, id))
            return .waiting(claim: id, seconds: seconds)
        case .issued(let items, let open):
            do {
                let kept = try await keep(items, of: open, ledger)
                try database.endClaim(id)
                // The documents are kept, whether the issuer can be told or not.
                try? await client.tell(open, .accepted)
                return .kept(kept)
            } catch let bad as DeliveryCheck.Bad {
                guard bad.finding.answer == .no else { throw WalletRefusal.notKept(bad.finding, isFinal: false) }
                try database.endClaim(id)
                try? await client.tell(open, .failed)
                throw WalletRefusal.notKept(bad.finding, isFinal: true)
            }
        }
    }

    private func seal(_ open: OpenClaim, _ id: Int64) -> [UInt8] {
        keys.storage.seal(open.encoded, at: ClaimRow.place(id))
    }

    /// Checks every document before the first is kept.
    private func keep(
        _ items: [CredentialItem], of open: OpenClaim, _ ledger: WalletLedger
    ) async throws -> [Int64] {
        let members = try await LedgerMembers(ledger.client)
        var documents: [NewDocument] = []
        for item in items {
            let (document, issuer) = try delivered(item)
            let check = DeliveryCheck(document, from: issuer, to: holderKeys, in: ledger, members: members)
            let good = try await check.run()
            guard good.claims.issuer == open.issuer else {
                throw DeliveryCheck.Bad(
                    finding: .no(
                        .form, "it names the desk \(good.claims.issuer), and came from \(open.issuer)",
                        zh: "文档写明签发台 \(good.claims.issuer)，实际来自 \(open.issuer)"))
            }
            documents.append(sealed(document, good))
        }
        var kept: [Int64] = []
        for document in documents { kept.append(try database.keep(document, at: Clock.now)) }
        try await keepNames(ledger, members)
        return kept
    }

    /// A claimed document as a delivery, and the member whose record its receipt holds.
    private func delivered(_ item: CredentialItem) throws -> (DeliveredDocument, MemberID) {
        guard let supplement = item.ledger else {
            throw DeliveryCheck.Bad(
                finding: .no(.recorded, "it came without its receipt of issue", zh: "未附签发回执"))
        }
        do {
            let receipt = try Receipt(decoding: supplement.receipt)
            let statement = try Statement(decoding: receipt.leaf)
            guard let issuer = MemberID(statement.header.issuer ?? ""), let record = receipt.record else {
                throw IssueError.notARecord
            }
            let index = receipt.proof.index.advanced(by: UInt64(record.position) + 1)
            return (
                DeliveredDocument(
                    credential: item.credential, correctionSeed: supplement.correctionSeed,
                    receipt: supplement.receipt, record: index.value, binding: []), issuer
            )
        } catch { throw DeliveryCheck.Bad.no(.recorded, "\(error)") }
    }
}
