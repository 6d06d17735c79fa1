public import Accounts
internal import Foundation
internal import Identifiers
public import Rulebook
internal import Sealing
public import Signing

/// A wallet's own application that was taken: with its code the wallet goes on as with any offer.
public struct TakenApplication: Sendable {
    public let type: TypeCode
    /// The pre-authorised code; told to the wallet that applied, and to nobody else.
    public let code: String
    /// By when a clerk is to answer, POSIX seconds.
    public let due: UInt64
}

/// Holders apply without a clerk's offer (申请返还): the wallet shows the registrar's binding, and signs with the key that
/// is bound. The number alone opens nothing.
extension Desk {
    /// How long a wallet has to use its code, in seconds: it does so at once.
    private static let codeSeconds: UInt64 = 3_600

    public var takesApplications: Bool { directory != nil }

    /// Takes a signed application, with the signed binding that the wallet shows. Throws `DeskRefusal`, or `LedgerAway`
    /// when the registrar or the nodes cannot be asked.
    ///
    /// What costs nothing is asked first; a wallet's tries of a day are counted before the registrar is asked.
    public func takeApplication(_ bytes: [UInt8], binding shown: [UInt8]) async throws -> TakenApplication {
        guard let directory else { throw DeskRefusal.applicationsNotTaken }
        let (signed, claimed) = try read(bytes, binding: shown)
        guard let binding = try await directory.binding(shown), binding == claimed else {
            throw DeskRefusal.applicationUnproven("no registrar of the ledger signed the binding")
        }
        let wish = signed.application
        guard let newest = try database.definitions().last(where: { $0.type.code == wish.type }) else {
            throw DeskRefusal.unknownType(wish.type, version: 1)
        }
        let holder = try Desk.holder(number: wish.number, name: wish.name)
        let limit = configuration.applicationsPerDay
        // A copy that somebody else sends takes nothing from the wallet's day.
        guard try database.spend(.application, signed.id.digest, until: signed.until + 1) else {
            throw DeskRefusal.applicationUnproven("it was sent before")
        }
        guard try database.countApplication(of: binding.account.bytes, limit: limit, at: second) else {
            throw DeskRefusal.tooManyApplications(limit: limit)
        }
        try await checkAccount(holder, shown, directory)
        let index = holderIndex(kind: holder.kind, number: holder.number)
        if let due = try database.openApplication(of: index, wish.type) { throw DeskRefusal.applicationOpen(due: due) }
        try await checkMintable(wish.type, newest.version)
        return try file(wish, newest.version, holder, index, binding.account)
    }

    /// The application, signed by the very key that the binding names, for this desk and this moment.
    private func read(_ bytes: [UInt8], binding: [UInt8]) throws -> (SignedApplication, WalletBinding) {
        let signed: SignedApplication
        let shown: WalletBinding
        do throws(BindingError) {
            signed = try SignedApplication(bytes, origin: origin, now: second)
            shown = try SignedBinding(binding, origin: origin).binding
        } catch { throw DeskRefusal.applicationUnproven("\(error)") }
        guard signed.isSigned(by: shown.holderKey) else {
            throw DeskRefusal.applicationUnproven("the binding is of another key")
        }
        guard signed.application.desk == configuration.url else {
            throw DeskRefusal.applicationUnproven("it is for \(signed.application.desk)")
        }
        return (signed, shown)
    }

    /// Of a citizen or of a firm: each number has its one form.
    private static func holder(number: String, name: String) throws -> HolderName {
        guard !name.isEmpty else { throw DeskRefusal.badValues("name") }
        if let citizen = try? CitizenNumber(number) {
            return HolderName(kind: "111", number: citizen.text, name: name)
        }
        if let firm = try? CreditCode(number) { return HolderName(kind: "001", number: firm.text, name: name) }
        throw DeskRefusal.badValues("number")
    }

    /// The registrar says that the number is that of this very binding; what it says is kept for deliveries.
    ///
    /// The answer is the same whether the number is unknown or another's: nobody learns who has an account.
    private func checkAccount(_ holder: HolderName, _ shown: [UInt8], _ directory: any HolderDirectory) async throws {
        guard let listing = try await directory.listings(of: [holder]).first ?? nil, listing.binding == shown else {
            throw DeskRefusal.notTheHolder
        }
        let index = holderIndex(kind: holder.kind, number: holder.number)
        try database.keep([lookedUp(index, listing)], at: second)
    }

    private func file(
        _ wish: HolderApplication, _ version: UInt64, _ holder: HolderName, _ index: Digest, _ account: AccountID
    ) throws -> TakenApplication {
        let handle = Base64URL.encode(Random.bytes(16))
        let digest = SHA256.digest(handle.utf8)
        let code = code(ofOffer: handle)
        let content = DocumentContent(holder: holder, fields: [], asOf: 0, isDigitised: false)
        let id = try database.fileOffer(at: second) { _ in
            NewOffer(
                handle: digest, code: SHA256.digest(code.utf8), transactionCode: nil, type: wish.type,
                typeVersion: version, document: nil,
                holderSealed: keys.storage.seal(content.encoded, at: Desk.offerHolderPlace(digest)), holder: index,
                staff: "wallet", expiry: second + Desk.codeSeconds, account: account.bytes,
                wordsSealed: wish.words.map { keys.storage.seal(Array($0.utf8), at: Desk.wordsPlace(digest)) })
        }
        let wallet = Caller(name: "wallet", roles: [], kind: .machine)
        try accounts.audit(AuditLine(wallet, "application", subject: "\(id)", facts: wish.type.text), at: second)
        return TakenApplication(
            type: wish.type, code: code, due: second + configuration.applicationDays * 86_400)
    }

    private static func wordsPlace(_ handle: Digest) -> String { "offers/words/" + handle.hex }

    /// What the holder said beside an application; nil when nothing.
    func words(of offer: StoredOffer) throws -> String? {
        guard let sealed = offer.wordsSealed, let handle = try database.handle(of: offer.id) else { return nil }
        do {
            return String(decoding: try keys.storage.open(sealed, at: Desk.wordsPlace(handle)), as: UTF8.self)
        } catch { throw DeskFailure(file: folder.database, fact: "holds an application that does not open: \(error)") }
    }
}

/// The queue of applications, as clerks see it.
extension Desk {
    /// An application for a list: the holder's number is covered.
    public func json(of application: StoredApplication) throws -> JSONValue { .object(try members(of: application)) }

    /// A whole application, for who answers it; the look is noted.
    public func read(_ id: ApplicationID, by caller: Caller) throws -> JSONValue {
        try caller.must(.clerk)
        guard let application = try database.application(id), let offer = try database.offer(application.offer) else {
            throw DeskRefusal.unknownApplication(id)
        }
        try accounts.audit(AuditLine(caller, "application-read", subject: "\(id)"), at: second)
        let holder = try holder(of: offer)
        var json = try members(of: application)
        json.append("name", .string(holder.name))
        json.append("number", .string(holder.number))
        json.append("kind", .string(holder.kind))
        return .object(json)
    }

    private func members(of application: StoredApplication) throws -> JSONObject {
        guard let offer = try database.offer(application.offer) else {
            throw DeskRefusal.unknownApplication(application.id)
        }
        return [
            "application": .integer(application.id.value), "offer": .integer(application.offer.value),
            "type": .string(application.type.text), "holder": .string(try holder(of: offer).masked),
            "by": .string(application.isFromWallet ? "wallet" : "offer"),
            "words": try words(of: offer).map { .string($0) } ?? .null,
            "received": .integer(Int64(clamping: application.received)),
            "due": .integer(Int64(clamping: application.due)),
            "staff": application.staff.map { .string($0) } ?? .null,
            "answered": application.answered.map { .integer(Int64(clamping: $0)) } ?? .null,
            "reason": application.reason.map { ["zh": .string($0.zh), "en": .string($0.en)] } ?? .null,
        ]
    }
}
