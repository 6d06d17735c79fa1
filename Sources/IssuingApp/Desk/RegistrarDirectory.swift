internal import NodeAPI
internal import RegistrarAPI
public import Rulebook
internal import Sealing
internal import Signing
internal import Synchronization

/// The registrar's directory over HTTP. What it says is checked: a binding counts only with the signature of a
/// registrar that the ledger knows.
public struct RegistrarDirectory: HolderDirectory {
    private let known = KnownRegistrars()
    private let client: RegistrarClient
    private let node: NodeClient
    private let member: MemberID
    private let key: PrivateKey
    private let origin: String
    private let clock: DeskClock

    /// The directory at an address, asked in the name of the desk's member.
    init(
        _ url: String, nodes: [String], member: MemberID, key: PrivateKey, origin: String, clock: DeskClock = .system
    ) throws {
        do { client = try RegistrarClient(url) } catch { throw DeskFailure(file: url, fact: "is no address") }
        node = try NodeClient(nodes)
        self.member = member
        self.key = key
        self.origin = origin
        self.clock = clock
    }

    public func listings(of holders: [HolderName]) async throws -> [WalletListing?] {
        let entries: [DirectoryEntry?]
        do {
            entries = try await client.lookUp(
                holders.map(\.number), by: key, of: member, origin: origin, now: clock.now() / 1_000)
        } catch let error as RegistrarClientError { throw LedgerAway(registrar: error) }
        let registrars = try await registrars()
        return try entries.map { entry in try entry.map { try listing($0, registrars) } }
    }

    public func binding(_ signed: [UInt8]) async throws -> WalletBinding? {
        guard let signed = try? SignedBinding(signed, origin: origin) else { return nil }
        let now = clock.now() / 1_000
        let registrars: [MemberID: [PublicKey]]
        if let fresh = known.keys(at: now) {
            registrars = fresh
        } else {
            registrars = try await self.registrars()
            known.keep(registrars, at: now)
        }
        guard let keys = registrars[signed.registrar], signed.isSigned(by: keys) else { return nil }
        return signed.binding
    }

    public func rebindings(after number: UInt64) async throws -> (next: UInt64, listings: [WalletListing]) {
        let answer: RebindingsAnswer
        do {
            answer = try await client.rebindings(
                after: number, by: key, of: member, origin: origin, now: clock.now() / 1_000)
        } catch let error as RegistrarClientError { throw LedgerAway(registrar: error) }
        guard !answer.entries.isEmpty else { return (answer.next, []) }
        let registrars = try await registrars()
        return (answer.next, try answer.entries.map { try listing($0, registrars) })
    }

    private func registrars() async throws -> [MemberID: [PublicKey]] {
        let members: [MemberBody]
        do { members = try await node.members() } catch let error as NodeClientError {
            throw LedgerAway(error.words.detail)
        }
        return members.reduce(into: [:]) { found, body in
            guard let id = MemberID(body.id), body.roles.contains(Role.registrar.word), body.suspended == nil else {
                return
            }
            found[id] = body.keys.compactMap { key in
                guard let algorithm = SignatureAlgorithm(name: key.algorithm) else { return nil }
                return Base64.decode(key.key).flatMap { PublicKey(algorithm, bytes: $0) }
            }
        }
    }

    private func listing(_ entry: DirectoryEntry, _ registrars: [MemberID: [PublicKey]]) throws -> WalletListing {
        guard let signed = try? SignedBinding(entry.binding, origin: origin),
            let keys = registrars[signed.registrar], signed.isSigned(by: keys)
        else { throw LedgerAway("the registrar's binding is not signed by a registrar of the ledger") }
        guard let mailbox = SealingPublicKey(signed.binding.mailboxKey) else {
            throw LedgerAway("the registrar's binding names no good mailbox key")
        }
        return WalletListing(
            account: signed.binding.account.bytes, holderKey: signed.binding.holderKey, mailbox: mailbox,
            pairSecret: entry.pairSecret, binding: entry.binding)
    }
}

/// The registrars' keys as a node told them lately: whoever shows a binding does not make the desk ask each time.
private final class KnownRegistrars: Sendable {
    private let state = Mutex<(keys: [MemberID: [PublicKey]], time: UInt64)?>(nil)
    /// In seconds.
    private static let lifetime: UInt64 = 60

    func keys(at second: UInt64) -> [MemberID: [PublicKey]]? {
        state.withLock { state in
            state.flatMap { second < $0.time + KnownRegistrars.lifetime ? $0.keys : nil }
        }
    }

    func keep(_ keys: [MemberID: [PublicKey]], at second: UInt64) { state.withLock { $0 = (keys, second) } }
}

extension LedgerAway {
    /// The registrar gave no answer that can be used.
    fileprivate init(registrar error: RegistrarClientError) {
        guard case .problem(let problem) = error else {
            self.init("the registrar does not answer: \(error)", zh: "实名核验方没有应答：\(error)")
            return
        }
        self.init("the registrar answers: \(problem.detail)", zh: "实名核验方回答：\(problem.detailZh)")
    }
}
