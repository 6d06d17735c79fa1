public import Rulebook
public import Signing

/// How a relying desk is set up: `relying.json` in its folder. Read strictly; unknown members are refused.
public struct RelyingConfiguration: Hashable, Sendable {
    /// The institution on the ledger.
    public var member: MemberID
    /// The desk's own address as wallets reach it, without a slash at the end.
    public var url: String
    public var nodes: [String]
    public var host: String
    public var port: Int
    /// True behind a proxy that speaks TLS: then other addresses than loopback may be listened on.
    public var isBehindProxy: Bool
    /// How long a session lives, in seconds.
    public var sessionSeconds: UInt64
    /// How long a wallet or a clerk waits for the ledger, in seconds.
    public var patienceSeconds: UInt64
    /// Most sessions that are open at once.
    public var sessionLimit: Int

    public static let format = "deedbox-relying/1"
    public static let defaultPort = 7_501
    static let maxByteCount = 1 << 16

    /// A desk of this name and address, everything else as usual.
    public init(
        member: MemberID, url: String, nodes: [String], host: String = "127.0.0.1",
        port: Int = RelyingConfiguration.defaultPort
    ) {
        self.member = member
        self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
        self.nodes = nodes
        self.host = host
        self.port = port
        isBehindProxy = false
        sessionSeconds = 600
        patienceSeconds = 60
        sessionLimit = 10_000
    }

    /// True for the names and addresses of this machine alone.
    var isLoopback: Bool { ["127.0.0.1", "::1", "localhost"].contains(host) }

    /// Reads the file's text; a refusal names the path at fault.
    public init(parsing text: String) throws(JSONError) {
        let root = try JSONElement(parsing: text, maxByteCount: RelyingConfiguration.maxByteCount)
        self = try root.object { (reader) throws(JSONError) in try RelyingConfiguration(from: &reader) }
    }

    private init(from reader: inout JSONReader) throws(JSONError) {
        try reader.member("format").exactly(RelyingConfiguration.format)
        let member = try reader.member("member")
        guard let id = MemberID(try member.string()) else { throw member.invalid("must be " + MemberID.form) }
        let nodes = try reader.member("nodes")
        self.init(
            member: id, url: try reader.member("url").string(maxByteCount: 1_024),
            nodes: try nodes.list(max: 64) { (node) throws(JSONError) in try node.string(maxByteCount: 1_024) },
            host: try reader.member("host").string(maxByteCount: 256),
            port: Int(try reader.member("port").unsigned(max: 65_535)))
        guard !self.nodes.isEmpty else { throw nodes.invalid("is empty") }
        isBehindProxy = try reader.member("behindProxy").bool()
        let life = try reader.member("sessionSeconds")
        sessionSeconds = try life.unsigned(max: 86_400)
        guard sessionSeconds > 0 else { throw life.invalid("must be 1 to 86400") }
        patienceSeconds = try reader.member("patienceSeconds").unsigned(max: 600)
        sessionLimit = Int(try reader.member("sessionLimit").unsigned(max: 1_000_000))
    }

    /// The file's text.
    public var text: String {
        let object: JSONObject = [
            "format": .string(RelyingConfiguration.format), "member": .string(member.text), "url": .string(url),
            "nodes": .array(nodes.map { .string($0) }), "host": .string(host), "port": .integer(Int64(port)),
            "behindProxy": .bool(isBehindProxy), "sessionSeconds": .integer(Int64(clamping: sessionSeconds)),
            "patienceSeconds": .integer(Int64(clamping: patienceSeconds)),
            "sessionLimit": .integer(Int64(sessionLimit)),
        ]
        return JSONValue.object(object).pretty
    }
}
