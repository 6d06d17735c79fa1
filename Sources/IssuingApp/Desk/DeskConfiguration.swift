public import Rulebook
public import Signing

/// How a desk is set up: `desk.json` in its folder. Read strictly; unknown members are refused.
public struct DeskConfiguration: Hashable, Sendable {
    /// The institution on the ledger.
    public var member: MemberID
    public var name: Bilingual
    /// The desk's own address as others reach it, without a slash at the end: `iss` of its documents.
    public var url: String
    /// Government, or a social body: it stands in every document.
    public var isSocial: Bool
    public var nodes: [String]
    /// The registrar's address; nil when documents are only claimed.
    public var registrar: String?
    public var port: Int
    /// Most documents of one manifest; the ledger has a limit of its own.
    public var batchSize: Int
    /// How often holders without a wallet are asked for again, in seconds.
    public var pendingSeconds: UInt64
    /// How long sealed bodies may lie in the strongroom, in seconds.
    public var deliverySeconds: UInt64
    /// How long before its end a document's holder is reminded, in days.
    public var reminderDays: UInt64
    /// How long a clerk has for an application, in days.
    public var applicationDays: UInt64
    /// How many applications a wallet may send in a day, those that are refused included.
    public var applicationsPerDay: UInt64
    /// How often may be asked at the counter.
    public var lookUps = LookUpLimits()

    public static let format = "deedbox-desk/1"
    public static let maxByteCount = 1 << 16
    public static let defaultPort = 7_401

    /// A desk of these names and addresses, everything else as usual.
    public init(
        member: MemberID, name: Bilingual, url: String, isSocial: Bool, nodes: [String], registrar: String?,
        port: Int = DeskConfiguration.defaultPort
    ) {
        self.member = member
        self.name = name
        self.url = url
        self.isSocial = isSocial
        self.nodes = nodes
        self.registrar = registrar
        self.port = port
        batchSize = 2_048
        pendingSeconds = 30
        deliverySeconds = 30 * 86_400
        reminderDays = 30
        applicationDays = 5
        applicationsPerDay = 10
    }

    /// Reads the file's text; a refusal names the path at fault.
    public init(parsing text: String) throws(JSONError) {
        let root = try JSONElement(parsing: text, maxByteCount: DeskConfiguration.maxByteCount)
        self = try root.object { (reader) throws(JSONError) in try DeskConfiguration(from: &reader) }
    }

    private init(from reader: inout JSONReader) throws(JSONError) {
        try reader.member("format").exactly(DeskConfiguration.format)
        let member = try reader.member("member")
        guard let id = MemberID(try member.string()) else { throw member.invalid("must be " + MemberID.form) }
        let name = try reader.member("name").object { (names) throws(JSONError) in
            Bilingual(zh: try names.member("zh").string(), en: try names.member("en").string())
        }
        let url = try reader.member("url")
        guard let address = DeskConfiguration.clean(try url.string(maxByteCount: 200)) else {
            throw url.invalid("must be an address of http or https without a slash at the end")
        }
        let nodes = try reader.member("nodes").list(max: 16) { (node) throws(JSONError) in
            try node.string(maxByteCount: 200)
        }
        let registrar = try reader.member("registrar")
        self.init(
            member: id, name: name, url: address, isSocial: try reader.member("social").bool(), nodes: nodes,
            registrar: registrar.value == .null ? nil : try registrar.string(maxByteCount: 200),
            port: Int(try reader.member("port").unsigned(max: 65_535)))
        try readLimits(&reader)
    }

    private mutating func readLimits(_ reader: inout JSONReader) throws(JSONError) {
        let batch = try reader.member("batchSize")
        batchSize = Int(try batch.unsigned(max: 16_384))
        guard batchSize > 0 else { throw batch.invalid("must be 1 to 16384") }
        pendingSeconds = try reader.member("pendingSeconds").unsigned(max: 86_400)
        deliverySeconds = try reader.member("deliverySeconds").unsigned(max: 400 * 86_400)
        reminderDays = try reader.member("reminderDays").unsigned(max: 400)
        applicationDays = try reader.member("applicationDays").unsigned(max: 400)
        if let limit = reader.optionalMember("applicationsPerDay") {
            applicationsPerDay = try limit.unsigned(max: 1_000)
        }
        if let limits = reader.optionalMember("lookUps") {
            lookUps = try limits.object { (inner) throws(JSONError) in try LookUpLimits(from: &inner) }
        }
    }

    /// The text of the file.
    public var text: String {
        let members: JSONObject = [
            "format": .string(DeskConfiguration.format), "member": .string(member.text),
            "name": ["zh": .string(name.zh), "en": .string(name.en)], "url": .string(url), "social": .bool(isSocial),
            "nodes": .array(nodes.map { .string($0) }), "registrar": registrar.map { .string($0) } ?? .null,
            "port": .integer(Int64(port)), "batchSize": .integer(Int64(batchSize)),
            "pendingSeconds": .integer(Int64(clamping: pendingSeconds)),
            "deliverySeconds": .integer(Int64(clamping: deliverySeconds)),
            "reminderDays": .integer(Int64(clamping: reminderDays)),
            "applicationDays": .integer(Int64(clamping: applicationDays)),
            "applicationsPerDay": .integer(Int64(clamping: applicationsPerDay)), "lookUps": lookUps.json,
        ]
        return JSONValue.object(members).pretty
    }

    /// The address without the slash at its end; nil unless it is one of HTTP.
    public static func clean(_ url: String) -> String? {
        let base = url.hasSuffix("/") ? String(url.dropLast()) : url
        guard base.hasPrefix("http://") || base.hasPrefix("https://"), !base.hasSuffix("/"),
            !base.contains(where: { "?# \"".contains($0) }), !base.hasSuffix("//")
        else { return nil }
        return base
    }

    /// True when pages are reached over TLS, so that cookies must be.
    public var isSecure: Bool { url.hasPrefix("https://") }
}
