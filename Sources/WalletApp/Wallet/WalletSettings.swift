public import Rulebook
public import Signing

/// Whom a wallet asks: `wallet.json`.
public struct WalletSettings: Hashable, Sendable {
    static let format = "deedbox-wallet/1"
    static let maxByteCount = 64 << 10

    /// The nodes of the ledger.
    public var nodes: [String]
    /// The member that keeps the account.
    public var registrar: MemberID
    public var registrarURL: String

    public init(nodes: [String], registrar: MemberID, registrarURL: String) {
        self.nodes = nodes
        self.registrar = registrar
        self.registrarURL = registrarURL
    }

    /// Reads the readable form strictly.
    public init(readable: JSONValue) throws(JSONError) {
        self = try JSONElement(readable).object { (reader) throws(JSONError) in
            try reader.member("format").exactly(WalletSettings.format)
            let nodes = try reader.member("nodes").list(max: 64) { (url) throws(JSONError) in
                try url.string(maxByteCount: 2_048)
            }
            let (registrar, url) = try reader.member("registrar").object { (reader) throws(JSONError) in
                (try reader.member("member").name(MemberID.self), try reader.member("url").string(maxByteCount: 2_048))
            }
            return WalletSettings(nodes: nodes, registrar: registrar, registrarURL: url)
        }
    }

    /// The form that `init(readable:)` reads.
    public var readable: JSONValue {
        [
            "format": .string(WalletSettings.format), "nodes": .array(nodes.map { .string($0) }),
            "registrar": ["member": .string(registrar.text), "url": .string(registrarURL)],
        ]
    }
}
