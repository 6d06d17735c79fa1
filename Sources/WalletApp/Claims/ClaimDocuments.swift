internal import Credentials
internal import Ledger
public import NodeAPI
internal import Rulebook
internal import Sealing
public import Signing

/// What came of one part of a claim.
public enum ClaimOutcome: Hashable, Sendable {
    /// Documents that are kept, by their numbers.
    case kept([Int64])
    /// The issuer answers later; ask again with `claim --resume` after so many seconds.
    case waiting(claim: Int64, seconds: UInt64)
    /// Over: the issuer says no, or what it gave was not kept.
    case refused(claim: Int64, WalletRefusal)
    /// Not over: something was away, and asking again may help. With the stable word of what it was.
    case stopped(claim: Int64, code: String, Words)
    /// Of the files that the claim's documents name so many came, and those that did not are marked with the reason.
    case files(claim: Int64, fetched: Int, away: [AwayFile])
}

extension Wallet {
    /// Claims what an offer holds, all kinds of it, checks it like every delivery, and keeps it.
    ///
    /// `copies` are further keys, each of which gets a copy of its own that nothing links to the first. The spent code
    /// is durable before a document is asked for: stopped anywhere, `resumeClaims` goes on.
    public func claim(
        _ offer: ClaimOffer, transactionCode: String?, copies: [PublicKey] = [], _ ledger: WalletLedger,
        by client: ClaimClient = ClaimClient()
    ) async throws -> [ClaimOutcome] {
        let keys = [holderKey.publicKey] + copies
        let open = try await client.redeem(offer, transactionCode: transactionCode, keys: keys)
        let id = try database.keepClaim(issuer: open.issuer, at: Clock.now) { seal(open, $0) }
        return try await goOn(id, open, ledger, client)
    }

    /// Goes on with claims that were stopped, or whose issuer answers later. One that fails hinders no other.
    public func resumeClaims(
        _ ledger: WalletLedger, by client: ClaimClient = ClaimClient()
    ) async throws -> [ClaimOutcome] {
        var outcomes: [ClaimOutcome] = []
        for row in try database.openClaims() {
            do {
                outcomes += try await goOn(row.id, try stored(row), ledger, client)
            } catch let failure as WalletFailure {
                outcomes.append(.stopped(claim: row.id, code: failure.code, failure.words))
            }
        }
        return outcomes
    }

    private func stored(_ row: ClaimRow) throws -> OpenClaim {
        let bytes = try opened(row.content, at: ClaimRow.place(row.id))
        do throws(JSONError) { return try OpenClaim(decoding: bytes) } catch {
            throw WalletFailure.unreadable("claim \(row.id)", reason: "\(error)")
        }
    }

    /// Asks for every part that is not over.
    func goOn(
        _ id: Int64, _ open: OpenClaim, _ ledger: WalletLedger, _ client: ClaimClient
    ) async throws -> [ClaimOutcome] {
        var open = open
        let keys = try privateKeys(of: open)
        var outcomes: [ClaimOutcome] = []
        for part in open.parts.indices where !open.parts[part].isOver {
            let outcome = try await goOn(id, &open, part, keys, ledger, client)
            try note(outcome, ofClaim: id)
            outcomes.append(outcome)
        }
        if let files = try await fetchFiles(id, open, client) { outcomes.append(files) }
        // Files that can still come need the claim's token; without any its secrets go.
        if open.isOver, try database.attachments(ofClaim: id).isEmpty { try database.endClaim(id) }
        return outcomes
    }

    private func goOn(
        _ id: Int64, _ open: inout OpenClaim, _ part: Int, _ keys: [PrivateKey], _ ledger: WalletLedger,
        _ client: ClaimClient
    ) async throws -> ClaimOutcome {
        do {
            switch try await client.next(open, part, keys: keys) {
            case .waiting(let next, let seconds):
                open = next
                try database.updateClaim(id, seal(open, id))
                return .waiting(claim: id, seconds: seconds)
            case .issued(let items, let next):
                open = next
                let kept = try await keep(items, of: open, id, ledger)
                try end(part, of: &open, id)
                // The documents are kept, whether the issuer can be told or not.
                try? await client.tell(open, part, .accepted)
                return .kept(kept)
            }
        } catch let bad as DeliveryCheck.Bad {
            let isFinal = bad.finding.answer == .no
            let refusal = WalletRefusal.notKept(bad.finding, isFinal: isFinal)
            guard isFinal else { return .stopped(claim: id, code: refusal.code, refusal.words) }
            try end(part, of: &open, id)
            try? await client.tell(open, part, .failed)
            return .refused(claim: id, refusal)
        } catch let refusal as WalletRefusal {
            guard refusal.endsClaim else { return .stopped(claim: id, code: refusal.code, refusal.words) }
            try end(part, of: &open, id)
            return .refused(claim: id, refusal)
        } catch let failure as WalletFailure {
            return .stopped(claim: id, code: failure.code, failure.words)
        }
    }

    private func end(_ part: Int, of open: inout OpenClaim, _ id: Int64) throws {
        open.parts[part].isOver = true
        try database.updateClaim(id, seal(open, id))
    }

    /// The keys that a claim names; a wallet of another device has them not.
    private func privateKeys(of open: OpenClaim) throws -> [PrivateKey] {
        let own = Dictionary(secrets.holderKeys.map { ($0.publicKey, $0) }, uniquingKeysWith: { first, _ in first })
        return try open.keys.map { key in
            guard let found = own[key] else { throw WalletFailure.sealed("wallet.keys: \(key.id)") }
            return found
        }
    }

    func seal(_ open: OpenClaim, _ id: Int64) -> [UInt8] {
        keys.storage.seal(open.encoded, at: ClaimRow.place(id))
    }

    /// Checks every document before the first is kept.
    private func keep(
        _ items: [CredentialItem], of open: OpenClaim, _ id: Int64, _ ledger: WalletLedger
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
            var new = sealed(document, good)
            let files: [Attachment]
            do { files = try Wallet.files(named: document.credential) } catch {
                throw DeliveryCheck.Bad.no(.form, "\(error)")
            }
            new.attachments = files.map { NewAttachment(digest: $0.digest, opening: [], claim: id) }
            documents.append(new)
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
