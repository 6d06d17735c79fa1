internal import Credentials
internal import Ledger
internal import NodeAPI
internal import Releasing
internal import Rulebook
internal import Sealing
internal import Signing

/// Deals what a grant shows: presentations with exactly the chosen fields, and the holder's signature for each use.
struct GrantDealing {
    /// A document that is shown, with the key to which it is bound.
    struct Bound {
        let presentation: SDJWT
        let key: PrivateKey
        /// The receipt of its record, as text; empty when the one at hand does not read.
        let receipt: [UInt8]
    }

    let context: GrantContext
    let documents: [Bound]
    /// `[number, salt]`: what opens the request's case commitment.
    let caseOpening: [UInt8]
    let token: [UInt8]

    /// The audience of a key binding is the party as its request names it.
    private var audience: String { context.party }

    /// A deposit of the uses of a range, kept until `expiry`.
    func deposit(
        _ uses: ClosedRange<Int>, to set: DealtSet, keys: DealingKeys, expiry: UInt64, at now: UInt64
    ) throws(GrantRefusal) -> Deposit {
        let body = Releasing.DepositBody(
            presentations: documents.map(\.presentation.presented), receipts: documents.map(\.receipt))
        let packages = uses.compactMap { SecretIndex(use: $0) }.map { index in
            UsePackage(keyBindings: documents.map { binding($0, index, now) }, caseOpening: caseOpening)
        }
        do throws(DealingRefusal) {
            var random = SystemRandom()
            return try Dealing(
                context, to: set, keys: keys, expiry: expiry, bodies: [body], uses: packages, from: uses.lowerBound,
                traceToken: token
            ).deal(using: &random)
        } catch { throw .notDealt(error) }
    }

    private func binding(_ document: Bound, _ index: SecretIndex, _ now: UInt64) -> String {
        let bound = document.presentation.bound(
            by: document.key, audience: audience, nonce: context.nonce(of: index), issuedAt: now)
        guard let binding = bound?.keyBinding else { preconditionFailure("a holder key is of ES256") }
        return binding
    }
}

extension Wallet {
    /// The documents that are shown, each with exactly its chosen fields.
    func bound(_ shown: [ShownDocument]) throws -> [GrantDealing.Bound] {
        try shown.filter { !$0.fields.isEmpty }.map { shown in
            guard let row = try database.document(shown.document), row.commitment == shown.commitment else {
                throw WalletRefusal.noSuchDocument(shown.document)
            }
            let held = try opened(row)
            let document = try SDJWT(parsing: held.content.credential)
            let disclosed = try document.unverifiedClaims()
            let claims = try DocumentClaims(disclosed.claims)
            guard let key = key(claims) else { throw GrantRefusal.noHolderKey(row.id) }
            let paths = shown.fields.compactMap { disclosed.place(of: $0) }
            let receipt = (try? Receipt(decoding: held.content.receipt)).map { Array($0.text.utf8) } ?? []
            return GrantDealing.Bound(presentation: try document.showing(paths), key: key, receipt: receipt)
        }
    }

    /// The key to which a document is bound; nil when this device does not have it.
    func key(_ claims: DocumentClaims) -> PrivateKey? {
        guard let bound = claims.holderKey?.signatureKey else { return nil }
        return secrets.holderKeys.first { $0.publicKey == bound }
    }
}

extension WalletLedger {
    /// Whom a deposit is dealt and sealed to now: every validator by its signed key of the week of the expiry.
    func dealingKeys(_ party: AskingParty, expiry: UInt64) async throws -> DealingKeys {
        let set = DealtSet(network)
        let week = ExpiryWeek(of: expiry)
        let known = try await client.weeklyKeys(week)
        guard
            let validators = WeeklyKey.keys(of: set, expiry: expiry, from: known.announcements, in: network.origin)
        else { throw GrantRefusal.keysMissing(week: week.number, of: set.validators.count) }
        return DealingKeys(validators: validators, party: party.sealingKey, regulator: party.regulatorKey)
    }
}
