internal import Credentials
internal import NodeAPI
public import RelyingAPI
internal import Rulebook
internal import Sealing
internal import Signing

/// A code that this wallet shows, while it waits for a clerk to scan it.
public struct WaitingCode: Sendable {
    public let code: ShownCode
    /// POSIX seconds: then it is void.
    public let ends: UInt64
    /// Drawn for this code alone, and kept nowhere.
    let key: SealingPrivateKey
    /// Where it waits.
    let node: NodeClient

    /// How many seconds are left.
    public var secondsLeft: UInt64 { ends - min(ends, Clock.now / 1_000) }
}

/// The other direction at a counter: the phone shows a code, and the clerk scans it.
extension Wallet {
    /// Draws a code and shows its handle at a node. Nothing of the holder or the wallet is in it.
    public func showCode(_ ledger: WalletLedger) async throws -> WaitingCode {
        let key = SealingPrivateKey()
        let code = ShownCode(key: key.publicKey)
        let (node, seconds) = try await ledger.client.show(code.handle)
        let life = min(seconds, ShownCodeBody.life)
        return WaitingCode(code: code, ends: Clock.now / 1_000 + life, key: key, node: node)
    }

    /// The link that a desk called to the code, when a relying party of the ledger signed the call and the link leads
    /// to itself; nil while nobody has called. The request behind it is checked when it is fetched.
    public func called(_ waiting: WaitingCode, _ ledger: WalletLedger) async throws -> RequestLink? {
        let handle = waiting.code.handle
        let bytes: [UInt8]?
        do { bytes = try await waiting.node.call(to: handle) } catch NodeClientError.problem(_, let problem)
            where problem.code == ProblemCode.codeOver.rawValue || problem.code == ProblemCode.noSuchCode.rawValue
        {
            throw GrantRefusal.codeOver
        }
        guard let bytes else {
            guard waiting.secondsLeft > 0 else { throw GrantRefusal.codeOver }
            return nil
        }
        guard let read = CodeCall.read(bytes, origin: network.origin), read.call.handle == handle,
            let link = ShownCode.open(read.call.sealed, by: waiting.key), link.party == read.by,
            try await isSigned(read.statement, by: read.by, ledger)
        else { throw GrantRefusal.falseCall }
        return link
    }

    /// Waits until a clerk has scanned the code, or its time is over.
    public func waitForCall(_ waiting: WaitingCode, _ ledger: WalletLedger) async throws -> RequestLink {
        while true {
            if let link = try await called(waiting, ledger) { return link }
            try await Task.sleep(for: .seconds(1))
        }
    }

    /// True when a key that the ledger has of a relying party, good now, made the signature.
    private func isSigned(_ statement: Statement, by party: MemberID, _ ledger: WalletLedger) async throws -> Bool {
        let member = try await ledger.ask(Member.self, .member, .member(party), seen: try database.seenHeight())
        let now = max(Clock.now, member.time)
        guard let value = member.value, value.suspended == nil, value.details(at: now).roles.contains(.relyingParty)
        else { return false }
        return value.details(at: now).keys.contains {
            $0.isValid(at: now) && statement.isSigned(statement.signatures[0], by: $0.key)
        }
    }
}
