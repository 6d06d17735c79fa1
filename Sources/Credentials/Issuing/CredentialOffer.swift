public import Signing

/// What an issuer offers to a wallet (OpenID4VCI section 4.1). It is not signed: a wallet trusts the metadata alone.
public struct CredentialOffer: Hashable, Sendable {
    /// `credential_issuer`: the issuer's identifier.
    public let issuer: String
    /// `credential_configuration_ids`, at least one.
    public let configurations: [String]
    /// The pre-authorised code; nil when the offer has another grant alone.
    public let grant: PreAuthorizedGrant?

    /// The grant type of a pre-authorised code.
    public static let grantType = "urn:ietf:params:oauth:grant-type:pre-authorized_code"
    private static let scheme = "openid-credential-offer://"
    private static let maxByteCount = 65_536

    /// An offer with a pre-authorised code.
    public init(issuer: String, configurations: [String], grant: PreAuthorizedGrant?) {
        self.issuer = issuer
        self.configurations = configurations
        self.grant = grant
    }

    /// Reads an offer.
    public init(parsing text: [UInt8]) throws(JSONError) {
        let open = try JSONElement.reading(text, max: CredentialOffer.maxByteCount)
        issuer = try open.text("credential_issuer", max: 2_048)
        let list = try open.member("credential_configuration_ids")
        configurations = try list.list(max: 64) { (item) throws(JSONError) in try item.filledString(max: 256) }
        guard !configurations.isEmpty else { throw list.invalid("is empty") }
        grant = try open.optional("grants").flatMap { (grants) throws(JSONError) in
            try grants.openMembers().optional(CredentialOffer.grantType).map { (grant) throws(JSONError) in
                try PreAuthorizedGrant(grant)
            }
        }
    }

    /// The offer as JSON.
    public var encoded: [UInt8] {
        var object: JSONObject = [
            "credential_issuer": .string(issuer),
            "credential_configuration_ids": .array(configurations.map { .string($0) }),
        ]
        if let grant { object.append("grants", ["\(CredentialOffer.grantType)": .object(grant.json)]) }
        return JSONBytes.of(object)
    }

    /// A link that carries the whole offer.
    public var link: String {
        CredentialOffer.scheme + "?credential_offer="
            + FormText.encode(String(decoding: encoded, as: UTF8.self))
    }

    /// A link that says where the offer is fetched: short enough for a QR code.
    public static func link(to address: WebAddress) -> String {
        scheme + "?credential_offer_uri=" + FormText.encode(address.description)
    }

    /// What a link holds.
    public enum Link: Hashable, Sendable {
        case offer(CredentialOffer)
        case address(WebAddress)
    }

    /// Reads a link; nil for one that is none, or that holds both forms.
    public static func read(link: String) throws(JSONError) -> Link? {
        guard link.utf8.count <= maxByteCount, let question = link.firstIndex(of: "?"),
            [scheme, scheme + "/"].contains(String(link[..<question])),
            let form = FormText(parsing: link[link.index(after: question)...])
        else { return nil }
        switch (form["credential_offer"], form["credential_offer_uri"]) {
        case (let text?, nil): return .offer(try CredentialOffer(parsing: Array(text.utf8)))
        case (nil, let text?): return WebAddress(text).map(Link.address)
        case (_, _): return nil
        }
    }
}

/// The grant of an offer: a code that stands for the holder's identification at the issuer.
public struct PreAuthorizedGrant: Hashable, Sendable {
    public let code: String
    /// What the holder must type besides, told by another way; nil when nothing.
    public let transactionCode: TransactionCodeForm?

    /// A code, and the form of what must be typed besides.
    public init(code: String, transactionCode: TransactionCodeForm?) {
        self.code = code
        self.transactionCode = transactionCode
    }

    init(_ element: JSONElement) throws(JSONError) {
        let open = try element.openMembers()
        code = try open.text("pre-authorized_code")
        transactionCode = try open.optional("tx_code").map { (form) throws(JSONError) in
            try TransactionCodeForm(form)
        }
    }

    var json: JSONObject {
        var object: JSONObject = ["pre-authorized_code": .string(code)]
        if let transactionCode { object.append("tx_code", .object(transactionCode.json)) }
        return object
    }
}

/// How a transaction code looks, for the field into which it is typed.
public struct TransactionCodeForm: Hashable, Sendable {
    /// What keyboard it needs.
    public enum Input: String, Hashable, Sendable, CaseIterable {
        case numeric
        case text
    }

    public let input: Input
    /// Characters; nil when it is not told.
    public let length: Int?
    /// At most 300 characters; how the holder gets the code.
    public let description: String?

    /// The form of a code.
    public init(input: Input = .numeric, length: Int?, description: String? = nil) {
        self.input = input
        self.length = length
        self.description = description.map { String($0.prefix(300)) }
    }

    init(_ element: JSONElement) throws(JSONError) {
        let open = try element.openMembers()
        input = try open.optional("input_mode").map { (mode) throws(JSONError) in try mode.code() } ?? .numeric
        length = try open.optionalNumber("length", in: 1...64).map { Int($0) }
        description = try open.optionalText("description").map { String($0.prefix(300)) }
    }

    var json: JSONObject {
        var object: JSONObject = ["input_mode": .string(input.rawValue)]
        if let length { object.append("length", .integer(Int64(length))) }
        if let description { object.append("description", .string(description)) }
        return object
    }
}
