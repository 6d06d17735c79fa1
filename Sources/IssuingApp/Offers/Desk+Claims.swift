internal import Foundation
internal import Ledger
internal import Rulebook
internal import Sealing
public import Signing

/// The desk as the claim routes see it.
extension Desk: ClaimsDesk {
    public var claimSettings: ClaimSettings {
        ClaimSettings(issuer: configuration.url, name: configuration.name, member: member)
    }

    public func claimableTypes() throws -> [ClaimableType] {
        var newest: [TypeCode: TypeDefinition] = [:]
        for definition in try database.definitions() { newest[definition.type.code] = definition }
        return newest.values.sorted { $0.type.code < $1.type.code }.map {
            ClaimableType(type: $0.type, version: $0.version, vct: typeAddress($0.type.code, $0.version))
        }
    }

    public func standingOffer(handle: Digest, at second: UInt64) throws -> StandingOffer? {
        try database.offer(handle: handle, at: second)?.standing
    }

    public func redeem(_ redemption: Redemption, at second: UInt64) throws -> StandingOffer {
        try database.redeem(
            redemption, transactionCode: { offer in redemption.transactionCode.map { transactionDigest($0, offer) } },
            tokenSeconds: { offer in
                // A clerk answers in days; the wallet asks with the same token until then.
                offer.document == nil ? (configuration.applicationDays + 30) * 86_400 : claimSettings.tokenSeconds
            }, at: second
        ).standing
    }

    public func grant(token: Digest, at second: UInt64) throws -> ClaimGrant? {
        try database.grant(token: token, at: second)
    }

    public func spend(_ kind: OnceKind, _ value: Digest, until second: UInt64) throws -> Bool {
        try database.spend(kind, value, until: second)
    }

    public func proofNonce(ofWindow number: UInt64) -> String {
        Base64URL.encode(keys.storage.index(Array("\(number)".utf8), of: "claims/proof-nonce").bytes)
    }

    public func nonce(until second: UInt64) -> String {
        let body = Random.bytes(16) + (0..<8).map { UInt8(truncatingIfNeeded: second >> (56 - 8 * $0)) }
        return Base64URL.encode(body + nonceMark(body))
    }

    public func spendNonce(_ nonce: String, at second: UInt64) throws -> Bool {
        guard let bytes = Base64URL.decode(nonce), bytes.count == 40 else { return false }
        let body = Array(bytes.prefix(24))
        let until = body.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard nonceMark(body) == Array(bytes.suffix(16)), until > second else { return false }
        return try database.spend(.nonce, SHA256.digest(bytes), until: until)
    }

    private func nonceMark(_ body: [UInt8]) -> [UInt8] {
        Array(keys.storage.index(body, of: "claims/nonce").bytes.prefix(16))
    }

    public func knows(code: Digest) throws -> Bool { try database.knows(code: code) }

    public func claim(_ grant: ClaimGrant, keys: [PublicKey], at second: UInt64) async throws -> ClaimAnswer {
        guard (1...claimSettings.maxKeys).contains(keys.count) else {
            throw ClaimRefusal.tooManyKeys(limit: claimSettings.maxKeys)
        }
        let bytes = keys.map(\.bytes)
        guard let offer = try database.offer(grant.offer.id) else { throw ClaimRefusal.documentGone }
        // Who has claimed already gets the same answer again, whatever has become of the type.
        if try database.claim(of: offer.id) == nil {
            do { try await checkMintable(offer.type, offer.typeVersion) } catch is DeskRefusal {
                throw ClaimRefusal.typeNotMinted(offer.type)
            }
        }
        let claim: StoredClaim?
        if let document = offer.document {
            claim = try database.claim(
                offer, document: document, keys: bytes, copies: try copies(of: document, count: keys.count - 1),
                at: second)
        } else {
            let due = second + configuration.applicationDays * 86_400
            claim = try database.apply(offer, keys: bytes, due: due, at: second)
        }
        guard let claim, claim.keys == bytes.flatMap(\.self) else { throw ClaimRefusal.alreadyClaimed }
        return try await answer(claim.offer, waitMilliseconds: 5_000)
    }

    public func claimed(
        transaction: [UInt8], by grant: ClaimGrant, at second: UInt64
    ) async throws -> ClaimAnswer? {
        guard transactionID(grant.offer.id) == transaction, try database.claim(of: grant.offer.id) != nil else {
            return nil
        }
        return try await answer(grant.offer.id, waitMilliseconds: 0)
    }

    public func note(
        _ event: ClaimEvent, notification: [UInt8], by grant: ClaimGrant, at second: UInt64
    ) throws -> Bool {
        guard notificationID(grant.offer.id) == notification, let claim = try database.claim(of: grant.offer.id)
        else { return false }
        try database.note(event, of: claim.id, at: second)
        return true
    }

    /// How far a claim is; waits a little for the ledger.
    private func answer(_ offer: OfferID, waitMilliseconds: UInt64) async throws -> ClaimAnswer {
        let end = clock.now() + waitMilliseconds
        while true {
            guard let claim = try database.claim(of: offer) else { throw ClaimRefusal.documentGone }
            if let reason = claim.refusal { return .refused(reason: reason, answered: claim.answered ?? 0) }
            if claim.documents.contains(where: { $0.stage == .withdrawn || $0.stage == .refused }) {
                throw ClaimRefusal.documentGone
            }
            if !claim.documents.isEmpty, claim.documents.allSatisfy(\.stage.isRecorded) {
                return .ready(try claim.documents.map { try claimed($0) }, notification: notificationID(offer))
            }
            let isAtClerk = claim.documents.isEmpty
            guard !isAtClerk, clock.now() < end else {
                return .waiting(transaction: transactionID(offer), seconds: isAtClerk ? 60 : 2)
            }
            try await clock.sleep(100)
        }
    }

    private func claimed(_ document: StoredDocument) throws -> ClaimedDocument {
        guard let sealed = try database.sealed([document.id]).first, let receipt = try receipt(of: document) else {
            throw ClaimRefusal.documentGone
        }
        let issued = try issued(sealed)
        return ClaimedDocument(
            credential: issued.credential, correctionSeed: issued.correctionSeed, receipt: receipt.encoded)
    }

    /// Further copies of a document, each to be bound to a key of its own.
    private func copies(of id: DocumentID, count: Int) throws -> [NewDocument] {
        guard count > 0 else { return [] }
        guard let document = try database.document(id), let content = try content(of: id) else {
            throw ClaimRefusal.documentGone
        }
        return (1...count).map { number in
            let key = rowKey(
                document.type, SHA256.digest(document.key.bytes + Array("copy \(number)".utf8)))
            return NewDocument(
                key: key, holder: document.holder, row: document.row, type: document.type,
                typeVersion: document.typeVersion, contentSealed: seal(content, key: key), expiry: document.expiry,
                supersedes: nil, attachments: document.attachments)
        }
    }

    func transactionDigest(_ code: String, _ offer: OfferID) -> Digest {
        keys.storage.index(Array(code.utf8), of: "offers/transaction/\(offer)")
    }

    private func transactionID(_ offer: OfferID) -> [UInt8] {
        Array(keys.storage.index(Array("\(offer)".utf8), of: "claims/transaction").bytes.prefix(16))
    }

    private func notificationID(_ offer: OfferID) -> [UInt8] {
        Array(keys.storage.index(Array("\(offer)".utf8), of: "claims/notification").bytes.prefix(16))
    }
}
