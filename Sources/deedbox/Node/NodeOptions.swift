import ArgumentParser
import NodeApp
import Rulebook
import Signing

/// Where a node's files are, and how it runs.
struct NodeOptions: ParsableArguments {
    @Option(help: ArgumentHelp(NodeWords.genesis, valueName: "file"))
    var genesis: String

    @Option(help: ArgumentHelp(NodeWords.data, valueName: "folder"))
    var data: String

    @Option(help: ArgumentHelp(NodeWords.keys, valueName: "folder"))
    var keys: String?

    @Option(help: ArgumentHelp(NodeWords.member, valueName: "id"))
    var member: String?

    @Flag(help: ArgumentHelp(NodeWords.observe))
    var observe = false

    @Option(help: ArgumentHelp(NodeWords.epochs, valueName: "file"))
    var epochs: String?

    @Option(help: ArgumentHelp(NodeWords.port, valueName: "port"))
    var port: Int?

    @Option(help: ArgumentHelp(NodeWords.settings, valueName: "file"))
    var config: String?

    /// What `node run` needs of these options, for a command that is to be copied.
    var words: String {
        let given = [
            member.map { "--member \($0)" }, observe ? "--observe" : nil, epochs.map { "--epochs \($0)" },
            port.map { "--port \($0)" }, config.map { "--config \($0)" },
        ].compactMap(\.self)
        let needed = "--genesis \(genesis) --data \(data) --keys \(keys ?? "KEYS")"
        return ([needed] + given).joined(separator: " ")
    }

    /// The configuration: the settings file first, then what the command line says.
    func configuration() throws -> NodeConfiguration {
        var configuration = NodeConfiguration(
            dataDirectory: data, genesisPath: genesis, keysDirectory: keys ?? "")
        if let config {
            try ReadableJSON.read(config) { (value) throws(JSONError) in try configuration.read(value) }
        }
        configuration.observes = observe
        configuration.epochsPath = epochs
        if let port { configuration.port = port }
        if let member {
            guard let id = MemberID(member) else { throw NodeWords.badMember(member) }
            configuration.member = id
        }
        guard (0...65_535).contains(configuration.port) else { throw NodeWords.badPort(configuration.port) }
        return configuration
    }
}

extension NodeConfiguration {
    /// Takes the settings of a file; unknown names are refused.
    fileprivate mutating func read(_ value: JSONValue) throws(JSONError) {
        try JSONElement(value).object { (settings) throws(JSONError) in
            if let host = settings.optionalMember("host") { self.host = try host.string(maxByteCount: 255) }
            try take("port", &port, 0...65_535, from: &settings)
            if let listen = settings.optionalMember("listen") { self.listen = try NodeConfiguration.address(listen) }
            if let peers = settings.optionalMember("peers") { self.peers = try NodeConfiguration.peers(peers) }
            try take("maxBodyBytes", &maxBodyBytes, 1_024...(32 << 20), from: &settings)
            try take("maxStatementsPerRequest", &maxStatementsPerRequest, 1...65_536, from: &settings)
            try take("maxWaitingBytes", &maxWaitingBytes, (1 << 20)...(8 << 30), from: &settings)
            try take("maxConnections", &maxConnections, 1...100_000, from: &settings)
            try take("requestsPerSecond", &requestsPerSecond, 0...1_000_000, from: &settings)
            try take("maxEventStreams", &maxEventStreams, 0...100_000, from: &settings)
            try take("finalTimeoutSeconds", &finalTimeoutSeconds, 1...600, from: &settings)
            try take("keptTimeoutSeconds", &keptTimeoutSeconds, 1...600, from: &settings)
            try take("maxForwardedBytes", &maxForwardedBytes, (32 << 20)...(8 << 30), from: &settings)
            try take("maxRefusals", &maxRefusals, 1...10_000_000, from: &settings)
            try take("clockMilliseconds", &clockMilliseconds, 10...10_000, from: &settings)
            try take("scrubSeconds", &scrubSeconds, 0...86_400, from: &settings)
            try takeStrongroom(from: &settings)
            try takeDeposits(from: &settings)
            try take("maxIncomingBytes", &http.maxIncomingBytes, (1 << 20)...(8 << 30), from: &settings)
            try take("maxURLBytes", &http.maxURLBytes, 256...65_536, from: &settings)
            try take("maxHeaderBytes", &http.maxHeaderBytes, 1_024...65_536, from: &settings)
            try take("idleSeconds", &http.idleSeconds, 1...3_600, from: &settings)
            try take("bodySeconds", &http.bodySeconds, 1...3_600, from: &settings)
            try take("keepAliveSeconds", &http.keepAliveSeconds, 1...3_600, from: &settings)
            try take("maxRatedClients", &http.maxRatedClients, 1...10_000_000, from: &settings)
        }
    }

    private mutating func takeStrongroom(from settings: inout JSONReader) throws(JSONError) {
        if let directory = settings.optionalMember("strongroomDirectory") {
            strongroom.directory = try directory.string(maxByteCount: 4_096)
        }
        try take("strongroomBytes", &strongroom.maxBytes, (1 << 20)...(1 << 50), from: &settings)
        try take("strongroomMemberBytes", &strongroom.memberBytes, 1_024...(1 << 50), from: &settings)
        try take("strongroomMemberEntries", &strongroom.memberEntries, 1...(1 << 40), from: &settings)
        try take("strongroomMemberBytesPerSecond", &strongroom.memberBytesPerSecond, 0...(1 << 40), from: &settings)
        try take("strongroomReserveBytes", &strongroom.reserveBytes, 0...(1 << 50), from: &settings)
        try take("strongroomCompareSeconds", &strongroom.compareSeconds, 1...86_400, from: &settings)
        try take(
            "strongroomCatchUpBytesPerSecond", &strongroom.catchUpBytesPerSecond, (1 << 16)...(1 << 40), from: &settings
        )
        if let longest = settings.optionalMember("strongroomMaxExpirySeconds") {
            strongroom.maxExpirySeconds = UInt64(try longest.integer(in: 60...(500 * 86_400)))
        }
    }

    private mutating func takeDeposits(from settings: inout JSONReader) throws(JSONError) {
        try take("depositBytes", &deposits.maxBytes, (1 << 20)...(1 << 50), from: &settings)
        try take("depositMemberBytes", &deposits.memberBytes, 1_024...(1 << 50), from: &settings)
        try take("depositMemberEntries", &deposits.memberEntries, 1...(1 << 40), from: &settings)
        try take("depositMemberBytesPerSecond", &deposits.memberBytesPerSecond, 0...(1 << 40), from: &settings)
        try take("depositSettleMilliseconds", &deposits.settleMilliseconds, 0...60_000, from: &settings)
        if let patience = settings.optionalMember("depositUnclaimedSeconds") {
            deposits.unclaimedSeconds = UInt64(try patience.integer(in: 1...86_400))
        }
    }

    private func take(
        _ name: String, _ target: inout Int, _ bounds: ClosedRange<Int64>, from settings: inout JSONReader
    ) throws(JSONError) {
        guard let value = settings.optionalMember(name) else { return }
        target = Int(try value.integer(in: bounds))
    }

    /// Member ids with the addresses where their nodes listen for links.
    private static func peers(_ element: JSONElement) throws(JSONError) -> [MemberID: LinkAddress] {
        let peers = try element.entries(max: Genesis.maxValidators) { (name, value) throws(JSONError) in
            guard let id = MemberID(name) else { throw value.invalid("must stand under a member id: \(MemberID.form)") }
            return (id, try address(value))
        }
        return Dictionary(uniqueKeysWithValues: peers)
    }

    private static func address(_ element: JSONElement) throws(JSONError) -> LinkAddress {
        guard let address = LinkAddress(try element.string(maxByteCount: 300)) else {
            throw element.invalid("must be host:port")
        }
        return address
    }
}
