internal import Credentials
internal import NodeAPI
public import Rulebook
internal import Sealing
public import Signing

/// A file of a claimed document that is not here, and why.
public struct AwayFile: Hashable, Sendable {
    public let document: Int64
    public let name: String
    public let reason: AwayReason
}

/// Why a file is not here.
public struct AwayReason: Hashable, Sendable {
    /// The stable word of the rule or failure.
    public let code: String
    public let fact: Bilingual
    /// True when it is not asked for any more: the claim's token is over, or the issuer gives no files.
    public let isFinal: Bool
}

extension Wallet {
    /// Fetches the files that the documents of a claim name and that are not here yet; nil when there is none.
    ///
    /// The documents are kept already. A file that does not come, or is another than the document names, is marked with
    /// the reason and asked for again when claims are resumed, until the claim's token is over.
    func fetchFiles(_ id: Int64, _ open: OpenClaim, _ client: ClaimClient) async throws -> ClaimOutcome? {
        let missing = try database.attachments(ofClaim: id)
        guard !missing.isEmpty else { return nil }
        // Copies of a document name the same file.
        var known: [Digest: [UInt8]] = [:]
        var away: [AwayFile] = []
        for row in missing {
            guard let file = try files(of: row.document).first(where: { $0.digest == row.digest }) else { continue }
            do {
                let bytes: [UInt8]
                if let same = known[row.digest] {
                    bytes = same
                } else {
                    bytes = try await client.attachment(file, of: open)
                    known[row.digest] = bytes
                }
                let place = AttachmentRow.contentPlace(row.digest)
                try database.keep(keys.storage.seal(bytes, at: place), of: row)
            } catch let error where error is WalletRefusal || error is WalletFailure {
                let reason = AwayReason(error)
                try database.note(reason, of: row)
                away.append(AwayFile(document: row.document, name: file.name, reason: reason))
            }
        }
        return .files(claim: id, fetched: missing.count - away.count, away: away)
    }

    /// Why a file that belongs to a document is not here; nil when it is, or nobody has said why.
    public func whyAway(_ digest: Digest, of document: Int64) throws -> AwayReason? {
        try database.attachments(of: document).first { $0.digest == digest && $0.content == nil }?.away
    }
}

extension AwayReason {
    fileprivate init(_ error: any Error) {
        if let refusal = error as? WalletRefusal {
            self.init(code: refusal.code, fact: refusal.words.detail, isFinal: refusal.endsFiles)
        } else if let failure = error as? WalletFailure {
            self.init(code: failure.code, fact: failure.words.detail, isFinal: false)
        } else {
            self.init(code: "failed", fact: Bilingual(zh: "\(error)", en: "\(error)"), isFinal: false)
        }
    }
}

extension WalletRefusal {
    /// True when no file can be had by this claim any more.
    fileprivate var endsFiles: Bool { code == "invalid_token" || code == "files-not-offered" }
}
