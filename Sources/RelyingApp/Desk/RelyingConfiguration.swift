public import Rulebook
public import Signing

/// How a relying desk is set up: `relying.json` in its folder. Read strictly; unknown members are refused.
public struct RelyingConfiguration: Hashable, Sendable {
    /// The institution on the ledger.
    public var member: MemberID
    /// The institution's name, as its pages show it.
    public var name: Bilingual
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
    /// What one clerk may do in an hour.
    public var counter: CounterLimits

    public static let format = "deedbox-relying/1"
    public static let defaultPort = 7_501
    static let maxByteCount = 1 << 16

    /// A desk of this name and address, everything else as usual. Without a name its member's id stands for it.
    public init(
        member: MemberID, name: Bilingual? = nil, url: String, nodes: [String], host: String = "127.0.0.1",
        port: Int = RelyingConfiguration.defaultPort
    ) {
        self.member = member
        self.name = name ?? Bilingual(zh: member.text, en: member.text)
        self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
        self.nodes = nodes
        self.host = host
        self.port = port
        isBehindProxy = false
        sessionSeconds = 600
        patienceSeconds = 60
        sessionLimit = 10_000
        counter = CounterLimits()
    }

    /// How long a session at a counter waits for its phone, in seconds: the holder stands there.
    var counterSeconds: UInt64 { min(sessionSeconds, 300) }

    /// True when pages are reached over TLS, so that cookies must be.
    public var isSecure: Bool { url.hasPrefix("https://") }

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
        let name = try reader.member("name").object { (names) throws(JSONError) in
            Bilingual(zh: try names.member("zh").string(), en: try names.member("en").string())
        }
        self.init(
            member: id, name: name, url: try reader.member("url").string(maxByteCount: 1_024),
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
        counter = try reader.member("counter").object { (limits) throws(JSONError) in
            try CounterLimits(from: &limits)
        }
    }

    /// The file's text.
    public var text: String {
        let object: JSONObject = [
            "format": .string(RelyingConfiguration.format), "member": .string(member.text),
            "name": ["zh": .string(name.zh), "en": .string(name.en)], "url": .string(url),
            "nodes": .array(nodes.map { .string($0) }), "host": .string(host), "port": .integer(Int64(port)),
            "behindProxy": .bool(isBehindProxy), "sessionSeconds": .integer(Int64(clamping: sessionSeconds)),
            "patienceSeconds": .integer(Int64(clamping: patienceSeconds)),
            "sessionLimit": .integer(Int64(sessionLimit)), "counter": counter.json,
        ]
        return JSONValue.object(object).pretty
    }
}
