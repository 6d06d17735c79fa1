public import Credentials
public import Rulebook

/// Where a wallet fetches a relying party's request: what a QR code or a message carries. It proves nothing; the
/// signed request does.
public struct RequestLink: Hashable, Sendable {
    /// Who is said to ask.
    public let party: MemberID
    /// `request_uri`: the session at the party's desk.
    public let address: WebAddress

    private static let scheme = "deedbox://request"
    private static let maxByteCount = 4_096

    /// A link to a session of a party's desk.
    public init(party: MemberID, address: WebAddress) {
        self.party = party
        self.address = address
    }

    /// The link that a phone opens in its wallet.
    public var link: String {
        let form = FormText([("client_id", party.text), ("request_uri", address.description)])
        return RequestLink.scheme + "?" + form.encoded
    }

    /// The same as a plain address, for a browser.
    public var plain: String { address.description + "?" + FormText([("client_id", party.text)]).encoded }

    /// Reads either form; nil for any other text, and for an address of plain HTTP that is not this machine's.
    public init?(_ text: String) {
        guard text.utf8.count <= RequestLink.maxByteCount, let question = text.firstIndex(of: "?"),
            let form = FormText(parsing: text[text.index(after: question)...]),
            let party = form["client_id"].flatMap({ MemberID($0) })
        else { return nil }
        let head = String(text[..<question])
        let isOurs = head == RequestLink.scheme || head == RequestLink.scheme + "/"
        guard form.fields.count == (isOurs ? 2 : 1),
            let address = (isOurs ? form["request_uri"] : head).flatMap({ WebAddress($0) }),
            address.scheme == .https || address.isLoopback
        else { return nil }
        self.init(party: party, address: address)
    }
}
