internal import Credentials
internal import Ledger
internal import NodeAPI
public import Rulebook
internal import Sealing
internal import Signing

/// A correction that the holder opened.
public struct OpenedCorrection: Hashable, Sendable {
    public let document: Int64
    /// What the ledger says of it: since when, by when it must be answered, and the answer.
    public let entry: CorrectionEntry
    /// True when the issuer has what is claimed; otherwise every `receive` sends it again.
    public let isTold: Bool
}

extension Wallet {
    /// Puts a document in dispute on the ledger, by its own correction key, and tells its issuer what is wrong.
    ///
    /// What is claimed is durable here before its commitment is sent. Run again with the same words, it goes on where
    /// it was stopped.
    public func correct(
        _ id: Int64, _ claim: CorrectionClaim, _ ledger: WalletLedger
    ) async throws -> OpenedCorrection {
        guard let row = try database.document(id) else { throw WalletRefusal.noSuchDocument(id) }
        let held = try opened(row)
        let before = try await known(held, ledger)
        let kept = try unsent(claim, of: id)
        if let open = before.openCorrection, kept == nil {
            throw WalletRefusal.correctionOpen(id, height: open.height.value)
        }
        let opening = try kept ?? keep(claim, of: id)
        if before.openCorrection == nil {
            try await ledger.send(.openCorrection(try held.act(opening)), by: held.correctionKey)
        }
        let after = try await known(held, ledger)
        guard let entry = after.correction else {
            throw WalletFailure.badProof(reason: "the correction is final, and the state does not show it")
        }
        try database.noteFinal(opening.commitment, height: entry.height.value)
        return OpenedCorrection(document: id, entry: entry, isTold: try await tellIssuer(of: id))
    }

    /// Tells the issuer, and again for two seconds: its desk reads the ledger a moment later than the wallet.
    private func tellIssuer(of id: Int64) async throws -> Bool {
        for _ in 0..<10 {
            await tellIssuers()
            if try !database.corrections(.untold).contains(where: { $0.document == id }) { return true }
            try await Task.sleep(for: .milliseconds(200))
        }
        return false
    }

    /// How the document stands now; an error when nobody says.
    private func known(_ held: HeldDocument, _ ledger: WalletLedger) async throws -> Standing {
        let standing = try await ask(held, ledger)
        try database.note(standing, of: held.id)
        return standing
    }

    /// The same claim as it was kept when an earlier run was stopped before the ledger took it.
    private func unsent(_ claim: CorrectionClaim, of id: Int64) throws -> Opening<CorrectionClaim>? {
        try database.corrections(.unsent).filter { $0.document == id }.map { try opened($0) }
            .first { $0.body == claim }
    }

    private func keep(_ claim: CorrectionClaim, of id: Int64) throws -> Opening<CorrectionClaim> {
        let opening = Opening(claim)
        let sealed = keys.storage.seal(opening.encoded, at: CorrectionRow.place(id))
        try database.keepCorrection(id, claim: opening.commitment, sealed, at: Clock.now)
        return opening
    }

    private func opened(_ row: CorrectionRow) throws -> Opening<CorrectionClaim> {
        try Opening<CorrectionClaim>(
            decoding: opened(row.opening, at: CorrectionRow.place(row.document)))
    }

    /// Sends to issuers what is claimed, as far as they did not take it; one that is away is told next time.
    func tellIssuers() async {
        guard let rows = try? database.corrections(.untold) else { return }
        for row in rows {
            guard let stored = try? database.document(row.document), let held = try? opened(stored),
                let opening = try? opened(row)
            else { continue }
            let address = try? DocumentClaims(
                SDJWT(parsing: held.content.credential).unverifiedClaims().claims
            ).issuer
            guard let address else { continue }
            do {
                try await DeskClient(address).tell(opening, about: held.record)
                try database.noteTold(row.id, at: Clock.now)
            } catch { continue }
        }
    }
}

extension HeldDocument {
    /// The key to which the record commits.
    var correctionKey: PrivateKey {
        get throws {
            guard let key = PrivateKey(.ed25519, secret: content.correctionSeed) else {
                throw WalletFailure.badProof(reason: "the correction seed of document \(id) is none")
            }
            return key
        }
    }

    fileprivate func act(_ opening: Opening<CorrectionClaim>) throws -> OpenCorrection {
        OpenCorrection(
            record: record, issuer: issuer, key: try correctionKey.publicKey,
            document: try SDJWT(parsing: content.credential).digest, claim: opening.commitment)
    }
}

extension Standing {
    /// The correction that waits for its answer; nil when there is none.
    var openCorrection: CorrectionEntry? { correction.flatMap { $0.isOpen ? $0 : nil } }
}
