import Foundation
import NodeApp
import Rulebook
import Signing
import TestSupport
import Testing

struct ValidatorSettingsTests {
    @Test(arguments: [
        ("127.0.0.1:7201", "127.0.0.1", 7_201), ("[::1]:1", "::1", 1), ("node.example:65535", "node.example", 65_535),
    ])
    func `an address is a host and a port`(_ text: String, _ host: String, _ port: Int) throws {
        let address = try #require(LinkAddress(text))
        #expect(address == LinkAddress(host: host, port: port))
        #expect(address.description == text)
    }

    @Test(arguments: ["", "host", ":7201", "host:", "host:0", "host:65536", "host:x", "::1:7201", "a b:1", "主机:1"])
    func `anything else is no address`(_ text: String) {
        #expect(LinkAddress(text) == nil)
    }

    @Test func `a validator among several opens with all addresses, and a new one has no checkpoint`() throws {
        let place = try Place()
        defer { place.remove() }
        let node = try Node.open(place.configuration(), logger: ServedNode.logger)
        #expect(node.snapshot.final == nil)
        #expect(node.status().peers.map(\.member.text) == ["node-1", "node-3"])
    }

    @Test func `without its own or another's address it does not start, and says which`() throws {
        let place = try Place()
        defer { place.remove() }
        #expect(try place.refusal { $0.listen = nil }.contains("\"listen\": \"host:port\""))
        #expect(try place.refusal { $0.peers = [:] }.contains("the validator node-3 listens"))
        let third = try #require(MemberID("node-3"))
        #expect(try place.refusal { $0.peers[third] = nil }.contains("the validator node-3 listens"))
    }

    @Test func `addresses of nodes that dial it, or that the ledger does not know, are not asked for`() throws {
        let place = try Place()
        defer { place.remove() }
        var configuration = try place.configuration()
        configuration.peers[try #require(MemberID("node-1"))] = nil
        configuration.peers[try #require(MemberID("bank"))] = LinkAddress(host: "127.0.0.1", port: 1)
        _ = try Node.open(configuration, logger: ServedNode.logger)
    }

    @Test func `a node without a seat starts only to observe`() throws {
        let place = try Place()
        defer { place.remove() }
        let newcomer = try #require(MemberID("node-9"))
        #expect(try place.refusal { $0.member = newcomer }.contains("--observe"))
        var configuration = try place.configuration()
        configuration.member = newcomer
        configuration.observes = true
        for purpose in [KeyPurpose.log, .cosigner, .vote, .release, .link] { try place.write(purpose, of: "node-9") }
        let peers = try Node.open(configuration, logger: ServedNode.logger).status().peers
        #expect(peers.map(\.member.text) == ["node-1", "node-2", "node-3"])
        #expect(try place.refusal { $0.observes = false }.contains("log.key is not this validator's key"))
        #expect(
            try place.refusal {
                $0.member = newcomer
                $0.observes = true
                $0.peers = [:]
            }.contains("this node is to dial"))
    }

    @Test func `without a member it is the validator whose keys these are`() throws {
        let place = try Place()
        defer { place.remove() }
        var configuration = try place.configuration()
        configuration.member = nil
        let peers = try Node.open(configuration, logger: ServedNode.logger).status().peers
        #expect(peers.map(\.member.text) == ["node-1", "node-3"])
    }

    @Test func `without a member, keys of no validator are refused with the names of those there are`() throws {
        let place = try Place()
        defer { place.remove() }
        for purpose in [KeyPurpose.log, .cosigner, .vote, .release, .link] { try place.write(purpose, of: "node-9") }
        let refusal = try place.refusal { $0.member = nil }
        #expect(refusal.contains("those of no validator of this ledger"))
        #expect(refusal.contains("node-1, node-2, node-3"))
        #expect(!refusal.contains("["))
    }

    @Test func `a validator among several does not start without its vote key or its link key`() throws {
        let place = try Place()
        defer { place.remove() }
        for purpose in [KeyPurpose.vote, .link] {
            try place.write(purpose, of: "node-3")
            #expect(try place.refusal { _ in }.contains("\(purpose.rawValue).key is not this validator's key"))
            try place.write(purpose, of: "node-2")
        }
    }
}

/// The folder of `node-2` of three.
private struct Place {
    let folder: URL
    private var genesis: String { folder.appending(path: "genesis.cbor").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "deedbox-validator-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(TestNetwork.network(validators: 3).genesis.encoded).write(to: URL(filePath: genesis))
        for purpose in [KeyPurpose.log, .cosigner, .vote, .release, .link] { try write(purpose, of: "node-2") }
        try Node.create(configuration())
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    func write(_ purpose: KeyPurpose, of node: String) throws {
        let file = try KeyFile(TestKey.of("\(node)/\(purpose.rawValue)"), purpose: purpose, name: node)
        try Data(file.encoded.utf8).write(to: folder.appending(path: purpose.rawValue + ".key"))
    }

    func configuration() throws -> NodeConfiguration {
        var configuration = NodeConfiguration(
            dataDirectory: folder.appending(path: "data").path, genesisPath: genesis, keysDirectory: folder.path)
        configuration.member = MemberID("node-2")
        configuration.listen = LinkAddress(host: "127.0.0.1", port: 7_202)
        for number in [1, 2, 3] {
            let member = try #require(MemberID("node-\(number)"))
            configuration.peers[member] = LinkAddress(host: "127.0.0.1", port: 7_200 + number)
        }
        return configuration
    }

    /// Why the node does not start.
    func refusal(_ change: (inout NodeConfiguration) throws -> Void) throws -> String {
        var configuration = try configuration()
        try change(&configuration)
        do {
            _ = try Node.open(configuration, logger: ServedNode.logger)
            return "it started"
        } catch let error as NodeStartError { return error.description }
    }
}
