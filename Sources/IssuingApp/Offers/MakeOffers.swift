public import Accounts
internal import Foundation
public import Rulebook
internal import Sealing
internal import Signing

/// An offer as the clerk hands it on; the codes are told once.
public struct MadeOffer: Sendable {
    public let id: OfferID
    /// The address behind which the offer lies.
    public let offerAddress: String
    /// What a wallet opens: `openid-credential-offer://…`.
    public let link: String
    /// What goes to the holder by another way; nil when none is needed.
    public let transactionCode: String?
    public let expiry: UInt64
}

/// Invitations to claim (领取), and holders' applications (申请返还).
extension Desk {
    /// How long an offer stands, in seconds.
    private static let offerSeconds: UInt64 = 7 * 86_400

    /// Offers a document that waits for its holder.
    public func makeOffer(_ document: DocumentID, withTransactionCode: Bool = true, by caller: Caller) throws
        -> MadeOffer
    {
        try caller.must(.clerk)
        guard let stored = try database.document(document), let content = try content(of: document) else {
            throw DeskRefusal.unknownDocument(document)
        }
        return try makeOffer(
            type: stored.type, version: stored.typeVersion, document: document, holder: content.holder,
            withTransactionCode: withTransactionCode, by: caller)
    }

    /// Lets a holder apply for a document of a type; a clerk will answer.
    public func makeApplicationOffer(
        _ type: TypeCode, holder: HolderName, withTransactionCode: Bool = true, by caller: Caller
    ) async throws -> MadeOffer {
        try caller.must(.clerk)
        guard let newest = try database.definitions().last(where: { $0.type.code == type }) else {
            throw DeskRefusal.unknownType(type, version: 1)
        }
        try check(holder)
        try await checkMintable(type, newest.version)
        return try makeOffer(
            type: type, version: newest.version, document: nil, holder: holder,
            withTransactionCode: withTransactionCode, by: caller)
    }

    private func makeOffer(
        type: TypeCode, version: UInt64, document: DocumentID?, holder: HolderName, withTransactionCode: Bool,
        by caller: Caller
    ) throws -> MadeOffer {
        let handle = Base64URL.encode(Random.bytes(16))
        let code = OfferSecret(handle: handle, keys: keys).code
        let place = Desk.offerHolderPlace(SHA256.digest(handle.utf8))
        let sealed = keys.storage.seal(
            DocumentContent(holder: holder, fields: [], asOf: 0, isDigitised: false).encoded, at: place)
        let transaction = withTransactionCode ? Desk.newTransactionCode() : nil
        let id = try database.fileOffer(at: second) { next in
            NewOffer(
                handle: SHA256.digest(handle.utf8), code: SHA256.digest(code.utf8),
                transactionCode: transaction.map { transactionDigest($0, next) }, type: type, typeVersion: version,
                document: document, holderSealed: sealed,
                holder: holderIndex(kind: holder.kind, number: holder.number), staff: caller.label,
                expiry: second + Desk.offerSeconds)
        }
        try accounts.audit(AuditLine(caller, "offer", subject: "\(id)", facts: type.text), at: second)
        let address = "\(configuration.url)/offers/\(handle)"
        let escaped = address.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return MadeOffer(
            id: id, offerAddress: address, link: "openid-credential-offer://?credential_offer_uri=\(escaped)",
            transactionCode: transaction, expiry: second + Desk.offerSeconds)
    }

    /// Six digits, drawn evenly.
    private static func newTransactionCode() -> String {
        let bytes = Random.bytes(8)
        let number = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 1_000_000
        return String(repeating: "0", count: 6 - String(number).count) + String(number)
    }

    /// A clerk issues what was applied for.
    public func issue(
        _ id: ApplicationID, values: [String: String], expiry: UInt64?, by caller: Caller
    ) throws {
        try caller.must(.clerk)
        guard let application = try database.application(id), let offer = try database.offer(application.offer)
        else { throw DeskRefusal.unknownApplication(id) }
        let type = try definition(application.type, application.typeVersion)
        let holder = try holder(of: offer)
        let content = DocumentContent(
            holder: holder, fields: try contentFields(values, of: type, holder: holder), asOf: second,
            isDigitised: false)
        let keys = stride(from: 0, to: application.keys.count, by: 64).map {
            Array(application.keys[$0..<min($0 + 64, application.keys.count)])
        }
        let documents = keys.indices.map { number in
            let key = rowKey(type.type.code, SHA256.digest(Array("application \(id) \(number)".utf8)))
            return NewDocument(
                key: key, holder: holderIndex(kind: content.holder.kind, number: content.holder.number), row: 0,
                type: type.type.code, typeVersion: type.version, contentSealed: seal(content, key: key),
                expiry: expiry ?? Desk.end(of: values), supersedes: nil, attachments: 0)
        }
        try accounts.audit(AuditLine(caller, "application-issue", subject: "\(id)"), at: second)
        try database.answer(application, documents: documents, keys: keys, staff: caller.label, at: second)
    }

    /// A clerk refuses an application.
    public func refuse(_ id: ApplicationID, reason: Bilingual, by caller: Caller) throws {
        try caller.must(.clerk)
        guard let application = try database.application(id) else { throw DeskRefusal.unknownApplication(id) }
        guard !reason.zh.isEmpty, !reason.en.isEmpty else { throw DeskRefusal.badValues("reason") }
        guard reason.zh.utf8.count + reason.en.utf8.count <= 2_000 else { throw DeskRefusal.textTooLong(limit: 2_000) }
        try accounts.audit(AuditLine(caller, "application-refuse", subject: "\(id)"), at: second)
        try database.refuse(application, reason: reason, staff: caller.label, at: second)
    }

    /// Who is to have what an offer gives.
    public func holder(of offer: StoredOffer) throws -> HolderName {
        guard let handle = try database.handle(of: offer.id) else { throw DeskRefusal.unknownOffer(offer.id) }
        do {
            let bytes = try keys.storage.open(offer.holderSealed, at: Desk.offerHolderPlace(handle))
            return try DocumentContent(decoding: bytes).holder
        } catch { throw DeskFailure(file: folder.database, fact: "holds an offer that does not open: \(error)") }
    }

    static func offerHolderPlace(_ handle: Digest) -> String { "offers/holder/" + handle.hex }

    /// The pre-authorised code of an offer, from the handle in its address.
    public func code(ofOffer handle: String) -> String { OfferSecret(handle: handle, keys: keys).code }
}

/// The code of an offer follows from its handle under the desk's key, so that the offer's page can be made again.
private struct OfferSecret {
    let code: String

    init(handle: String, keys: DeskKeys) {
        code = Base64URL.encode(keys.storage.index(Array(handle.utf8), of: "offers/code").bytes)
    }
}
