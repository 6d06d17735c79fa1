import Foundation
import NIOSSL
import Peering
import Signing
import Testing

@Suite(.timeLimit(.minutes(1)))
struct HandshakeTests {
    /// What the network says of a newcomer that it does not know.
    private func turnedAway(_ dress: Visitor.Dress, _ version: TLSVersion = .tlsv13) async throws -> LinkEnd {
        let network = try Village.listener()
        return try await running(network) { port in
            let visitor = try await Visitor.connect(port, as: dress, version: version)
            visitor.send(kind: 0, Visitor.hello())
            // Nothing but the alert of TLS, which only a visitor without TLS gets to see.
            #expect([nil, 0x15].contains(await visitor.untilClosed().first))
            try await until("a stranger") { !network.turnedAway.isEmpty }
            #expect(try !network.status(0).isConnected)
            return try #require(network.turnedAway.first).end
        }
    }

    @Test func `a key that nobody registers is cut off`() async throws {
        let key = PrivateKey(generating: .es256)
        #expect(try await turnedAway(.key(key)) == .handshake(.unknownKey(key.publicKey.id)))
    }

    @Test func `the node's own key is cut off and named`() async throws {
        #expect(try await turnedAway(.key(Village.keys[1])) == .handshake(.ownKey))
    }

    @Test func `no certificate, no link`() async throws {
        #expect(try await turnedAway(.naked) == .handshake(.certificate))
    }

    @Test func `TLS 1.2 is refused`() async throws {
        #expect(try await turnedAway(.key(Village.keys[0]), .tlsv12) == .handshake(.notTLS13))
    }

    @Test func `plain bytes are refused`() async throws {
        #expect(try await turnedAway(.plain) == .handshake(.notTLS13))
    }

    @Test(
        .enabled(if: OpenSSL.isThere),
        arguments: [
            ["rsa:2048"], ["ec", "-pkeyopt", "ec_paramgen_curve:secp384r1"], ["ed25519"],
        ])
    func `a certificate of another kind of key is refused`(_ kind: [String]) async throws {
        let made = try OpenSSL.certificate(kind)
        #expect(try await turnedAway(.pem(certificate: made.certificate, key: made.key)) == .handshake(.certificate))
    }

    @Test(.enabled(if: OpenSSL.isThere)) func `openssl reads the certificate and finds its signature true`() throws {
        let key = Village.keys[0]
        let text = try OpenSSL.run(["x509", "-inform", "DER", "-noout", "-text"], LinkCertificate(key).certificate)
        #expect(text.contains("Version: 3") && text.contains("prime256v1") && text.contains("ecdsa-with-SHA256"))
        #expect(text.contains("CN = deedbox link \(key.publicKey.id)"))
        let pem = try OpenSSL.run(["x509", "-inform", "DER"], LinkCertificate(key).certificate)
        #expect(try OpenSSL.verify(pem).contains(": OK"))
        var broken = LinkCertificate(key).certificate
        broken[broken.count - 1] ^= 1
        let other = try OpenSSL.run(["x509", "-inform", "DER"], broken)
        #expect(try !OpenSSL.verify(other).contains(": OK"))
        let secret = try OpenSSL.run(["ec", "-inform", "DER", "-check", "-noout"], LinkCertificate(key).privateKey)
        #expect(secret.contains("valid"))
    }

    @Test(.enabled(if: OpenSSL.isThere)) func `openssl alone can greet a node`() async throws {
        var limits = Village.limits
        limits.silenceMilliseconds = 300
        limits.probeMilliseconds = 100
        let network = try Village.listener(limits: limits)
        try await running(network) { port in
            let said = try OpenSSL.greet(port, Village.keys[0], Visitor.frame(0, Visitor.hello()))
            #expect(said.contains("member-1") && said.contains("village 1"))
            #expect(try network.status(0).linkCount == 1)
        }
    }

    @Test func `a hello is the example of the protocol's page`() {
        let hello = Hello(
            origin: Village.origin, name: "member-0", clock: 1_767_225_600_000, instance: [0, 1, 2, 3, 4, 5, 6, 7],
            software: "deedbox 1")
        let text =
            "8602782f6c65646765722e6578616d706c652f30303131323233333434353536363737383839396161626263636464656566"
            + "66686d656d6265722d301b0000019b76daa8004800010203040506076964656564626f782031"
        #expect(Hex.encode(hello.encoded) == text)
    }

    @Test func `a dialled node with another key than the registered one gets no link, and both say so`() async throws {
        let second = try PeerNetwork(Village.configuration(1, ports: [0: 1]))
        try await running(second) { port in
            var keys = Village.keys
            keys[1] = PrivateKey(generating: .es256)
            let first = try PeerNetwork(Village.configuration(0, ports: [1: port], keys: keys))
            try await running(first) { _ in
                let found = LinkEnd.handshake(.unknownKey(Village.keys[1].publicKey.id))
                try await until("the wrong key") { (try? first.status(1))?.lastEnd == found }
                try await until("the alert") {
                    second.turnedAway.contains { $0.end == .handshake(.ourCertificateRefused) }
                }
            }
        }
    }

    @Test func `a node whose own key the others do not know is told`() async throws {
        let second = try PeerNetwork(Village.configuration(1, ports: [0: 1]))
        try await running(second) { port in
            var keys = Village.keys
            keys[0] = PrivateKey(generating: .es256)
            let first = try PeerNetwork(Village.configuration(0, ports: [1: port], keys: keys))
            try await running(first) { _ in
                try await until("the alert") {
                    (try? first.status(1))?.lastEnd == .handshake(.ourCertificateRefused)
                }
            }
        }
    }

    @Test(arguments: [
        (Visitor.hello(version: 1), LinkRefusal.version(theirs: 1, ours: 2)),
        (Visitor.hello(origin: "other/00"), .origin(theirs: "other/00", ours: Village.origin)),
        (Visitor.hello(name: "member-2"), .sender(said: "member-2", registered: "member-0")),
        (Visitor.hello(name: "two\nlines"), .malformed(.hello)),
        (Visitor.hello() + [0], .malformed(.hello)),
        ([0x80], .malformed(.hello)),
        ([0x87, 0x01], .version(theirs: 1, ours: 2)),
    ])
    func `a wrong hello is answered with its fault`(_ hello: [UInt8], _ refusal: LinkRefusal) async throws {
        let network = try Village.listener()
        try await running(network) { port in
            let visitor = try await Visitor.connect(port)
            visitor.send(kind: 0, hello)
            #expect(try await visitor.refusal() == refusal)
            #expect(try network.status(0).lastEnd == .refused(refusal))
        }
    }

    @Test func `a clock that is off is named, and one that is far off refused`() async throws {
        let network = try Village.listener()
        try await running(network) { port in
            let off = try await Visitor.connect(port)
            off.send(kind: 0, Visitor.hello(clockOffset: -9_000))
            try await network.expectNext(.connected(PeerID(0)))
            #expect(try network.status(0).isClockFar)
            try await off.close()
            let far = try await Visitor.connect(port)
            far.send(kind: 0, Visitor.hello(clockOffset: 61_000))
            guard case .clock(let milliseconds, 60_000)? = try await far.refusal() else { throw Unmet(what: "clock") }
            #expect((60_000...61_000).contains(milliseconds))
        }
    }

    @Test func `of two nodes one dials, and the other refuses to be dialled by it`() async throws {
        let network = try PeerNetwork(Village.configuration(0, ports: [1: 1]))
        try await running(network) { port in
            let visitor = try await Visitor.connect(port, as: .key(Village.keys[1]))
            visitor.send(kind: 0, Visitor.hello(name: "member-1"))
            #expect(try await visitor.refusal() == .direction)
        }
    }

    @Test func `who says no hello in time is let go`() async throws {
        var limits = Village.limits
        limits.helloMilliseconds = 500
        let network = try Village.listener(limits: limits)
        try await running(network) { port in
            let visitor = try await Visitor.connect(port)
            #expect(try await visitor.refusal() == .helloLate(milliseconds: 500))
            let mute = try await Visitor.connect(port, as: .plain)
            #expect(await mute.untilClosed().isEmpty)
            #expect(network.turnedAway.map(\.end) == [.refused(.helloLate(milliseconds: 500))])
        }
    }

    @Test func `in a crowd of newcomers the one that has waited longest goes`() async throws {
        var limits = Village.limits
        limits.newcomers = 2
        let network = try Village.listener(limits: limits)
        try await running(network) { port in
            let mute = try await Visitor.connect(port, as: .plain)
            let others = [try await Visitor.connect(port, as: .plain), try await Visitor.connect(port)]
            #expect(await mute.untilClosed().isEmpty)
            #expect(network.turnedAway.map(\.end) == [.crowded])
            others[1].send(kind: 0, Visitor.hello())
            try await network.expectNext(.connected(PeerID(0)))
            for visitor in others { try await visitor.close() }
        }
    }
}

/// The command, as an outside judge.
enum OpenSSL {
    static let path = "/usr/bin/openssl"
    static let isThere = FileManager.default.isExecutableFile(atPath: path)

    static func run(_ arguments: [String], _ input: [UInt8] = []) throws -> String {
        let process = Process()
        let (standardInput, output) = (Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardInput = standardInput
        process.standardOutput = output
        process.standardError = output
        try process.run()
        try standardInput.fileHandleForWriting.write(contentsOf: input)
        try standardInput.fileHandleForWriting.close()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return text
    }

    static func verify(_ pem: String) throws -> String {
        try inFolder { folder in
            let file = folder.appendingPathComponent("certificate.pem")
            let text = pem[(pem.range(of: "-----BEGIN")?.lowerBound ?? pem.startIndex)...]
            try Data(text.utf8).write(to: file)
            return try run(["verify", "-check_ss_sig", "-CAfile", file.path, file.path])
        }
    }

    /// What a node says to a client of TLS that sends one frame and then only listens.
    static func greet(_ port: Int, _ key: PrivateKey, _ frame: [UInt8]) throws -> String {
        try inFolder { folder in
            let (certificate, secret) = (folder.appendingPathComponent("c"), folder.appendingPathComponent("k"))
            try Data(LinkCertificate(key).certificate).write(to: certificate)
            try Data(LinkCertificate(key).privateKey).write(to: secret)
            return try run(
                [
                    "s_client", "-connect", "127.0.0.1:\(port)", "-tls1_3", "-quiet", "-certform", "DER", "-keyform",
                    "DER",
                ]
                    + ["-cert", certificate.path, "-key", secret.path], frame)
        }
    }

    static func certificate(_ kind: [String]) throws -> (certificate: String, key: String) {
        try inFolder { folder in
            let (certificate, key) = (folder.appendingPathComponent("c"), folder.appendingPathComponent("k"))
            _ = try run(
                ["req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=x", "-newkey"] + kind
                    + ["-keyout", key.path, "-out", certificate.path])
            return (
                try String(contentsOf: certificate, encoding: .utf8), try String(contentsOf: key, encoding: .utf8)
            )
        }
    }

    private static func inFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }
}
