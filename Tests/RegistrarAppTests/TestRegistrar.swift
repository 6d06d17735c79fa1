import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import NodeAPI
import RegistrarAPI
import RegistrarApp
import Rulebook
import Sealing
import Signing
import Synchronization
import TestSupport

/// The ledger as a registrar sees it, without nodes: members who are there, statements and notices that are kept.
final class TestNodes: RegistrarLedger {
    struct Kept: Sendable {
        var statements: [Statement] = []
        var notices: [SealedNotice] = []
        var isDown = false
        var isStrongroomOut = false
    }

    struct Down: Error {}

    let network = TestNetwork.single
    private let kept = Mutex(Kept())

    var statements: [Statement] { kept.withLock { $0.statements } }
    var notices: [SealedNotice] { kept.withLock { $0.notices } }

    func fail(_ isDown: Bool) { kept.withLock { $0.isDown = isDown } }

    func takeStrongroomOut() { kept.withLock { $0.isStrongroomOut = true } }

    func standing(of member: MemberID) async throws -> MemberStanding? {
        if kept.withLock({ $0.isDown }) { throw Down() }
        guard let known = TestMember.allCases.first(where: { $0.id == member }) else { return nil }
        return MemberStanding(roles: known.roles, keys: [known.key.publicKey])
    }

    func commit(_ statement: Statement) async throws {
        if kept.withLock({ $0.isDown }) { throw Down() }
        kept.withLock { $0.statements.append(statement) }
    }

    func walk() async throws -> EpochWalk {
        if kept.withLock({ $0.isDown }) { throw Down() }
        return EpochWalk(from: network)
    }

    func carry(_ notices: [SealedNotice], by key: PrivateKey, of member: MemberID) async throws {
        if kept.withLock({ $0.isDown || $0.isStrongroomOut }) { throw Down() }
        kept.withLock { $0.notices += notices }
    }
}

/// A clock that tests set.
final class TestClock: Sendable {
    private let seconds = Mutex(UInt64(1_793_491_200))

    var now: UInt64 { seconds.withLock { $0 } }

    func pass(_ count: UInt64) { seconds.withLock { $0 += count } }
}

/// A registrar with a population of its own, in a folder of its own.
struct TestRegistrar {
    static let member = MemberID(checked: "registrar")
    static let key = TestKey.own("registrar")
    static let storage = StorageKey(SecretKey())

    let registrar: Registrar
    let nodes = TestNodes()
    let clock = TestClock()
    let configuration: RegistrarConfiguration
    var origin: String { nodes.network.origin }

    /// `people` are lines behind the header.
    init(_ people: [String] = TestPerson.all.map(\.line), _ change: (inout RegistrarConfiguration) -> Void = { _ in })
        throws
    {
        let folder = FileManager.default.temporaryDirectory.appending(path: "registrar-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var configuration = RegistrarConfiguration(
            data: folder.path, member: Self.member, key: Self.key, storage: Self.storage)
        change(&configuration)
        self.configuration = configuration
        try Registrar.create(configuration, origin: nodes.network.origin)
        registrar = try TestRegistrar.open(configuration, people, nodes, clock)
    }

    static func open(
        _ configuration: RegistrarConfiguration, _ people: [String], _ nodes: TestNodes, _ clock: TestClock
    ) throws -> Registrar {
        let population = try PopulationFile(parsing: (["number,name,face"] + people).joined(separator: "\n"))
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return try Registrar.open(
            configuration, check: population, ledger: nodes, logger: logger, now: { [clock] in clock.now })
    }

    /// Talks to the registrar through its router.
    func run<Value: Sendable>(_ talk: @Sendable @escaping (Talk) async throws -> Value) async throws -> Value {
        try await RegistrarServer(registrar).application().test(.router) { client in
            try await talk(Talk(client: client))
        }
    }
}

/// What a client of the registrar says and hears.
struct Talk: Sendable {
    let client: any TestClientProtocol

    func post(_ path: String, bytes: [UInt8]) async throws -> Answer {
        Answer(try await client.execute(uri: path, method: .post, body: ByteBuffer(bytes: bytes)))
    }

    func post(_ path: String, _ body: some Encodable) async throws -> Answer {
        try await post(path, bytes: Array(try JSONEncoder().encode(body)))
    }

    func get(_ path: String) async throws -> Answer { Answer(try await client.execute(uri: path, method: .get)) }
}

/// What the registrar answered.
struct Answer: Sendable {
    let status: Int
    let bytes: [UInt8]

    init(_ response: TestResponse) {
        status = response.status.code
        bytes = Array(response.body.readableBytesView)
    }

    func json<Body: Decodable>(_: Body.Type = Body.self) throws -> Body {
        try JSONDecoder().decode(Body.self, from: Data(bytes))
    }

    /// The code of a problem.
    func problem() throws -> String { try json(RegistrarProblem.self).code }
}

/// Somebody of the test population.
struct TestPerson: Sendable {
    let number: String
    let name: String
    let face: String

    static let one = TestPerson(number: "110101209001011014", name: "示例甲", face: "face-1")
    static let two = TestPerson(number: "110101209001011022", name: "示例乙", face: "face-2")
    static let firm = TestPerson(number: "91110101MA0000015M", name: "示例商贸有限公司", face: "face-3")
    static let all = [one, two, firm]

    var line: String { "\(number),\(name),\(face)" }
    var identity: IdentityBody { IdentityBody(name: name, number: number, face: face) }
}
