public import Signing

/// The answer to a credential request, or to a deferred one (OpenID4VCI sections 8.3 and 9.2).
public enum CredentialResponse: Hashable, Sendable {
    /// 200: one credential for each proof; `notificationID` for what becomes of them.
    case issued([CredentialItem], notificationID: String?)
    /// 202: ask again for this transaction, after so many seconds.
    case deferred(transactionID: String, interval: UInt64)

    static let maxByteCount = 8 << 20

    /// The body of the answer.
    public var encoded: [UInt8] {
        switch self {
        case .issued(let items, let notificationID):
            var object: JSONObject = ["credentials": .array(items.map { .object($0.json) })]
            if let notificationID { object.append("notification_id", .string(notificationID)) }
            return JSONBytes.of(object)
        case .deferred(let transactionID, let interval):
            return JSONBytes.of([
                "transaction_id": .string(transactionID), "interval": .integer(Int64(clamping: interval)),
            ])
        }
    }

    /// The HTTP status of the answer.
    public var status: Int {
        switch self {
        case .issued: 200
        case .deferred: 202
        }
    }

    /// Reads the body of an answer.
    public init(parsing text: [UInt8]) throws(JSONError) {
        let open = try JSONElement.reading(text, max: CredentialResponse.maxByteCount)
        if let list = open.optional("credentials") {
            let items = try list.list(max: CredentialRequest.maxProofs) { (item) throws(JSONError) in
                try CredentialItem(item)
            }
            guard !items.isEmpty else { throw list.invalid("is empty") }
            self = .issued(items, notificationID: try open.optionalText("notification_id", max: 512))
        } else {
            self = .deferred(
                transactionID: try open.text("transaction_id", max: 512),
                interval: UInt64(try open.member("interval").integer(in: 1...86_400)))
        }
    }
}

/// One issued credential.
public struct CredentialItem: Hashable, Sendable {
    /// The SD-JWT with every disclosure.
    public let credential: String
    /// What the holder of a document on a ledger needs beside it; nil from issuers of other makers.
    public let ledger: LedgerSupplement?

    /// A credential, and what belongs to it.
    public init(credential: String, ledger: LedgerSupplement?) {
        self.credential = credential
        self.ledger = ledger
    }

    init(_ element: JSONElement) throws(JSONError) {
        let open = try element.openMembers()
        credential = try open.text("credential", max: SDJWT.maxByteCount)
        ledger = try open.optional("deedbox").map { (supplement) throws(JSONError) in
            try LedgerSupplement(supplement)
        }
    }

    var json: JSONObject {
        var object: JSONObject = ["credential": .string(credential)]
        if let ledger { object.append("deedbox", .object(ledger.json)) }
        return object
    }
}

/// The member `deedbox` beside a credential: others leave it alone.
public struct LedgerSupplement: Hashable, Sendable, CustomStringConvertible {
    /// The secret of the key by which the holder disputes the document.
    public let correctionSeed: [UInt8]
    /// The record's receipt, in its CBOR form.
    public let receipt: [UInt8]

    /// What belongs to a document on a ledger.
    public init(correctionSeed: [UInt8], receipt: [UInt8]) {
        self.correctionSeed = correctionSeed
        self.receipt = receipt
    }

    init(_ element: JSONElement) throws(JSONError) {
        let open = try element.openMembers()
        correctionSeed = try open.member("correction_seed").base64URL(count: 32)
        receipt = try open.member("receipt").base64URL()
    }

    var json: JSONObject {
        [
            "correction_seed": .string(Base64URL.encode(correctionSeed)),
            "receipt": .string(Base64URL.encode(receipt)),
        ]
    }

    public var description: String { "<secret>" }
}
