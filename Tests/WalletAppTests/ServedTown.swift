import Credentials
import Foundation
import Hummingbird
import HummingbirdTesting
import Ledger
import NodeAPI
import RelyingAPI
import Rulebook
import Sealing
import Signing
import TestSupport
import WalletApp

/// A town behind HTTP, and a wallet in a folder of its own that holds one document of it.
struct ServedTown: Sendable {
    let town: AskingTown
    let wallet: Wallet
    let ledger: WalletLedger
    /// The number of the document.
    let document: Int64
    let folder: WalletFolder
    private let port: Int

    static let passphrase = "words that open"

    /// Runs a test with a town that asks, and a wallet that may answer.
    static func run(_ test: @escaping @Sendable (ServedTown) async throws -> Void) async throws {
        var post = Post()
        let delivery = try post.delivery()
        let (members, holder) = (post.members(), post.holder)
        let town = try AskingTown(post.ledger)
        let path = FileManager.default.temporaryDirectory.appending(path: "deedbox-test-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let ports = Ports()
        let application = Application(router: router(town, ports))
        try await application.test(.live) { client in
            let port = client.port ?? 0
            await ports.set(port)
            let folder = WalletFolder(path)
            let wallet = try make(folder, node: "http://127.0.0.1:\(port)", holder: holder)
            let ledger = try await wallet.reach()
            let check = DeliveryCheck(
                delivery, from: TestMember.police.id, to: [holder.publicKey], in: ledger, members: members)
            let document = try wallet.keep(delivery, try await check.run())
            try await test(
                ServedTown(
                    town: town, wallet: wallet, ledger: ledger, document: document, folder: folder, port: port))
        }
    }

    /// The link to the bank's session.
    var link: String {
        get throws {
            guard let address = WebAddress("\(AskingTown.origin):\(port)/session") else {
                throw JSONError.missing(path: "address")
            }
            return RequestLink(party: TestMember.bank.id, address: address).link
        }
    }

    /// The request, fetched.
    func fetched() async throws -> Int64 { try await wallet.fetchRequest(try link, ledger) }

    /// A wallet whose account is bound, for the seed of that number.
    static func make(
        _ folder: WalletFolder, node: String, holder: PrivateKey, seed: UInt8 = 7, serial: UInt64 = 1
    ) throws -> Wallet {
        try folder.make()
        guard let seed = WalletSeed([UInt8](repeating: seed, count: WalletSeed.byteCount)) else {
            throw JSONError.missing(path: "seed")
        }
        let network = TestNetwork.single
        let settings = WalletSettings(
            nodes: [node], registrar: TestMember.notary.id, registrarURL: "http://127.0.0.1:1")
        let wallet = try Wallet.prepare(
            folder, settings, genesis: network.genesis.encoded,
            secrets: WalletSecrets(seed: seed, holderKeys: [holder]), passphrase: passphrase,
            recovery: RecoveryCode())
        let keys = seed.keys(origin: network.origin)
        let request = AccountRequest(
            holderKey: holder.publicKey, mailboxKey: keys.mailbox.publicKey.bytes,
            mailboxRoot: SHA256.digest(keys.mailboxRoot.shared), recoveryKey: keys.recovery.publicKey)
        let binding = WalletBinding(
            account: AccountID(), serial: serial, request: request, level: 1, issued: TestNetwork.created,
            previous: nil)
        try wallet.finish(
            binding.signed(by: TestMember.notary.key, of: TestMember.notary.id, origin: network.origin))
        return wallet
    }

    /// The same seed on another device, bound after this one.
    func otherDevice(_ path: String) throws -> Wallet {
        try ServedTown.make(
            WalletFolder(path), node: "http://127.0.0.1:\(port)", holder: TestKey.own("other/es256"), serial: 2)
    }
}

/// The port, which is known once the server listens.
private actor Ports {
    private(set) var port = 0

    func set(_ port: Int) { self.port = port }
}

extension ServedTown {
    private static func router(_ town: AskingTown, _ ports: Ports) -> Router<BasicRequestContext> {
        let router = Router()
        addNode(town, to: router)
        addCodes(town, to: router)
        router.post("session") { request, _ in
            let form = String(decoding: try await bytes(request), as: UTF8.self)
            guard await !town.desk.isAway else { return Response(status: .serviceUnavailable) }
            guard let sealed = try await town.request(form: form, port: await ports.port) else {
                return try problem(RelyingProblem(.otherWallet, nothing, next: nothing), 403)
            }
            return Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(bytes: sealed)))
        }
        router.post("answer") { request, _ in
            let bytes = try await bytes(request)
            guard await !town.desk.isAway else { return Response(status: .serviceUnavailable) }
            if await town.desk.refuses {
                return try problem(RelyingProblem(await town.desk.refusal, nothing, next: nothing), 410)
            }
            return try json(try await town.answer(bytes))
        }
        return router
    }

    private static func addNode(_ town: AskingTown, to router: Router<BasicRequestContext>) {
        router.get("epochs") { _, _ in Response(bytes: await town.epochs()) }
        router.get("state/:kind") { _, context in
            guard let body = await town.buckets(context.parameters.get("kind") ?? "") else {
                return Response(status: .badRequest)
            }
            return try json(body)
        }
        router.get("state/:kind/buckets/:prefix") { request, context in
            let bits = Int(request.uri.queryParameters.get("bits") ?? "") ?? 0
            let (kind, prefix) = (context.parameters.get("kind") ?? "", context.parameters.get("prefix") ?? "")
            guard let bucket = await town.bucket(kind, prefix, bits: bits) else { return Response(status: .badRequest) }
            return Response(bytes: bucket)
        }
        router.get("members") { _, _ in try json(await town.members()) }
        router.get("members/:id") { _, context in
            let id = context.parameters.get("id")
            guard let member = await town.members().members.first(where: { $0.id == id }) else {
                return Response(status: .notFound)
            }
            return try json(member)
        }
        router.get("types/:code") { _, context in
            guard let type = await town.type(context.parameters.get("code") ?? "") else {
                return Response(status: .notFound)
            }
            return try json(type)
        }
        router.post("statements") { request, _ in
            let (framed, line) = (try await bytes(request), await town.line)
            if line == .dead { return Response(status: .internalServerError) }
            let outcomes = try await town.take(framed: framed)
            return line == .deaf ? Response(status: .internalServerError) : try json(outcomes)
        }
        router.get("deposits/keys") { request, _ in
            let week = UInt64(request.uri.queryParameters.get("week") ?? "") ?? 0
            guard let keys = await town.weeklyKeys(week) else { return Response(status: .badRequest) }
            return try json(keys)
        }
        router.post("deposits") { request, _ in
            try json(try await town.hold(HandedDeposit(decoding: try await bytes(request))))
        }
    }

    private static let nothing = Bilingual(zh: "示例", en: "sample")

    private static func bytes(_ request: Request) async throws -> [UInt8] {
        Array(try await request.body.collect(upTo: 16 << 20).readableBytesView)
    }

    private static func json(_ body: some Encodable, status: Int = 200) throws -> Response {
        Response(
            status: .init(code: status), headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: Array(try JSONEncoder().encode(body)))))
    }

    private static func problem(_ problem: RelyingProblem, _ status: Int) throws -> Response {
        try json(problem, status: status)
    }
}

extension Response {
    fileprivate init(bytes: [UInt8]) {
        self.init(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
