import Credentials
import Foundation
import Ledger
import NodeAPI
import Releasing
import RelyingAPI
import Rulebook
import Sealing
import Signing
import TestSupport

/// A ledger of one validator and a bank's desk, as far as a wallet asks them: real rules, seals and deposits.
actor AskingTown {
    private(set) var ledger: TestLedger
    let bankSealing = SealingPrivateKey()
    let regulatorSealing = SealingPrivateKey()
    private var weekly: [UInt64: SealingPrivateKey] = [:]
    private var deposits: [Digest: Deposit] = [:]
    private var session: Session?
    /// What the desk got, byte for byte.
    private(set) var answers: [GrantAnswer] = []
    /// What the nodes got directly.
    private(set) var handed = 0
    /// Codes that wallets show, by their handles, each with what was called to it.
    var codes: [String: [UInt8]] = [:]
    /// How the desk behaves.
    var desk = Desk()
    /// How the node's way out and in is broken for statements.
    var line = Line.whole
    /// Uses and days that are asked for.
    var asked = (uses: UInt64(2), seconds: UInt64(3_600))
    private let matter: CaseOpening

    /// What becomes of statements on their way.
    enum Line: Sendable {
        case whole
        /// They are taken, and the answer is lost.
        case deaf
        /// They never come.
        case dead
    }

    /// What a test may break at the desk.
    struct Desk: Sendable {
        var isAway = false
        var refuses = false
        /// Why it refuses.
        var refusal = RelyingProblemCode.sessionOver
        /// Alters the request before it is signed.
        var signedBy: PrivateKey?
        var sealingKey: SealingPublicKey?
        var scene = TestScene.loan
        var uses: UInt64?
    }

    private struct Session {
        let key: PublicKey
        let request: Statement
    }

    static let origin = "http://127.0.0.1"

    init(_ ledger: TestLedger) throws {
        var ledger = ledger
        try ledger.open(TestScene.loan)
        for (member, key) in [(TestMember.bank, bankSealing), (.regulator, regulatorSealing)] {
            let plain = member.details
            let details = MemberDetails(
                name: plain.name, roles: plain.roles, creditCode: plain.creditCode, keys: plain.keys,
                sealingKey: ReleaseKey(key.publicKey))
            let act = UpdateMember(
                sequence: ledger.sequence, member: member.id, details: details, reinstates: false)
            try ledger.commit([.updateMember(act)], by: .allGovernors)
        }
        ledger.clock = UInt64(Date().timeIntervalSince1970 * 1_000)
        try ledger.heartbeat()
        self.ledger = ledger
        guard let matter = CaseOpening("示例案件 7") else { throw JSONError.missing(path: "case") }
        self.matter = matter
    }

    func behave(_ change: @Sendable (inout Desk) -> Void) { change(&desk) }

    func become(_ line: Line) { self.line = line }

    func ask(uses: UInt64, seconds: UInt64) { asked = (uses, seconds) }

    /// Acts that others take.
    func commit(_ acts: [Act], by signatory: Signatory) throws {
        ledger.clock = max(ledger.clock, UInt64(Date().timeIntervalSince1970 * 1_000))
        try ledger.commit(acts, by: signatory)
    }

    /// A block so much later: what governance changed is then in force.
    func pass(seconds: UInt64) throws {
        ledger.clock = max(ledger.clock, UInt64(Date().timeIntervalSince1970 * 1_000)) + seconds * 1_000
        try ledger.heartbeat()
    }

    /// One use of the grant, counted.
    func use(_ grant: GrantID, _ index: UInt64) throws {
        let act = Use(
            grant: grant, index: index, releaseKey: .test("\(index)"), caseCommitment: .test("case \(index)"),
            clerkCommitment: .test("clerk \(index)"))
        try commit([.use(act)], by: .member(.bank))
    }

    /// The grant as the rules have it.
    func grant(_ id: GrantID) -> Grant? { ledger.view.grant(id) }

    /// The deposit that a grant names.
    func deposit(of id: GrantID) -> Deposit? { grant(id)?.deposit.flatMap { deposits[$0] } }
}

/// The node.
extension AskingTown {
    func epochs() -> [UInt8] { EpochProof(origin: ledger.network.origin, steps: []).encoded }

    func buckets(_ word: String) -> BucketsBody? {
        guard let kind = BucketPrefix.served.first(where: { $0.word == word })?.kind else { return nil }
        let tree = ledger.state.tree
        return BucketsBody(
            kind: word, bits: tree.bucketBits(kind: kind.rawValue), entries: tree.count(kind: kind.rawValue),
            height: ledger.head.height.value)
    }

    func bucket(_ word: String, _ digits: String, bits: Int) -> [UInt8]? {
        guard let kind = BucketPrefix.served.first(where: { $0.word == word })?.kind,
            let prefix = BucketPrefix(digits: digits, bits: bits)
        else { return nil }
        let bucket = ledger.state.tree.bucket(kind: kind.rawValue, prefix: prefix.value, bits: bits)
        return SealedBucket(seal: receipt(ledger.leaves.count - 1), bucket: bucket).encoded
    }

    func members() -> MembersBody {
        let bodies = TestMember.allCases.compactMap { member in
            ledger.view.member(member.id).map { MemberBody(member.id, $0, at: ledger.head.time) }
        }
        return MembersBody(height: ledger.head.height.value, members: bodies)
    }

    func type(_ code: String) -> TypeBody? {
        TypeCode(code).flatMap { ledger.view.type($0) }.map {
            TypeBody($0, withFields: true, issuers: [IssuerBody(TestMember.police.id, Period(from: 0, until: nil))])
        }
    }

    /// Takes statements, each in a block of its own.
    func take(framed: [UInt8]) throws -> OutcomesBody {
        try OutcomesBody(EntryBundle.parse(framed).map { try take(Submission(statement: Array($0))) })
    }

    private func take(_ submission: Submission) throws -> OutcomeBody {
        let statement = try Statement(decoding: submission.statement)
        ledger.clock = max(ledger.clock, UInt64(Date().timeIntervalSince1970 * 1_000))
        do {
            try ledger.commit([submission])
        } catch let refusal as Refusal {
            return .refused(statement.id, refusal, height: ledger.head.height, signed: [], winner: nil)
        }
        guard let index = ledger.leaves.lastIndex(of: submission.statement) else {
            throw JSONError.missing(path: "leaf")
        }
        return .final(
            statement.id, height: ledger.head.height, index: LeafIndex(UInt64(index)), time: ledger.head.time,
            receipt: receipt(index).text)
    }

    private func receipt(_ index: Int) -> Receipt {
        let hashes = ledger.leaves.map { Digest.leaf($0) }
        let network = ledger.network
        let checkpoint = Checkpoint(origin: network.origin, head: ledger.frontier.head)
        let name = network.genesis.cosignerName(network.genesis.validators[0])
        let note = SignedNote(
            text: checkpoint.text,
            signatures: [
                checkpoint.logSigned(by: TestKey.of("node-1/log")),
                checkpoint.cosigned(by: TestKey.of("node-1/cosigner"), name: name, at: ledger.head.time / 1_000),
            ])
        return Receipt(
            leaf: ledger.leaves[index],
            proof: InclusionProof(
                index: LeafIndex(UInt64(index)), size: UInt64(hashes.count),
                path: MerkleTree.path(to: index, in: hashes)), checkpoint: note)
    }
}

/// The validator's strongroom.
extension AskingTown {
    var set: DealtSet { DealtSet(ledger.network) }

    private var release: PrivateKey { TestKey.of("node-1/release") }

    private func weeklyKey(_ week: ExpiryWeek) -> SealingPrivateKey {
        if let key = weekly[week.number] { return key }
        let key = SealingPrivateKey()
        weekly[week.number] = key
        return key
    }

    func weeklyKeys(_ number: UInt64) -> WeeklyKeysBody? {
        guard let week = ExpiryWeek(number: number) else { return nil }
        let key = WeeklyKey(week: week, key: weeklyKey(week).publicKey)
        return WeeklyKeysBody(week, of: set) { member in
            key.signed(by: release, of: member, in: ledger.network.origin)
        }
    }

    /// Holds a deposit to the rules, opens its own shares, and acknowledges it.
    func hold(_ handed: HandedDeposit) throws -> DepositAnswerBody {
        self.handed += 1
        return try hold(handed.leave, handed.deposit)
    }

    private func hold(_ leave: [UInt8], _ bytes: [UInt8]) throws -> DepositAnswerBody {
        let leave = try DepositLeave(leave, in: ledger.view, now: UInt64(Date().timeIntervalSince1970 * 1_000))
        let terms = DepositTerms(
            context: GrantContext(ledger.network, leave.grant, leave.party), set: set,
            regulator: regulatorSealing.publicKey, mostUses: leave.mostUses,
            expiry: ledger.head.time / 1_000...leave.latestExpiry, maxByteCount: Deposit.maxByteCount,
            bytesLeft: Deposit.maxByteCount, entriesLeft: 1_000, manifest: leave.manifest)
        let fitting = try FittingDeposit(decoding: bytes, within: terms)
        let deposit = fitting.deposit
        let week = ExpiryWeek(of: deposit.manifest.expiry)
        let shares = try fitting.ownShares(at: set.positions[0], by: weeklyKey(week))
        deposits[fitting.manifest] = deposit
        let word = DepositAcknowledgement(of: shares).signed(
            by: release, of: set.validators[0].member, in: ledger.network.origin)
        return DepositAnswerBody(deposit.manifest, acknowledgements: [word], refusals: [])
    }
}

/// The bank's desk.
extension AskingTown {
    /// What a desk answers to a fetch; nil when it gives the session to another wallet.
    func request(form: String, port: Int) throws -> [UInt8]? {
        guard let fetch = RequestFetch(form: form) else { return nil }
        if session == nil { session = Session(key: fetch.grantKey, request: signedRequest(fetch)) }
        guard let session, session.key == fetch.grantKey, let profile = desk.scene.profiles.first,
            let address = WebAddress("\(AskingTown.origin):\(port)/answer")
        else { return nil }
        let now = UInt64(Date().timeIntervalSince1970)
        let object = RequestObject(
            party: TestMember.bank.id, responseURI: address, fetch: fetch, issuedAt: now, expiry: now + 600,
            origin: ledger.network.origin, scene: desk.scene.code, profile: profile, request: session.request.bytes,
            matter: matter, text: Bilingual(zh: "请在今天答复", en: "please answer today"),
            sealingKey: desk.sealingKey ?? bankSealing.publicKey)
        return try object.sealed(by: desk.signedBy ?? TestMember.bank.key, for: fetch)
    }

    private func signedRequest(_ fetch: RequestFetch) -> Statement {
        let request = Request(
            scene: desk.scene.code, profile: ProfileID(checked: "basic"), maxUses: desk.uses ?? asked.uses,
            term: asked.seconds, grantKey: fetch.grantKey, nonce: Random.bytes(Request.nonceByteCount),
            caseCommitment: matter.commitment)
        return Signatory.member(TestMember.bank.id, desk.signedBy ?? TestMember.bank.key).signed(
            Purpose.request, request.encoded, origin: ledger.network.origin,
            notAfter: UInt64(Date().timeIntervalSince1970) + 600)
    }

    private func id(_ session: Session) -> GrantID { GrantID(origin: ledger.network.origin, key: session.key) }

    /// What the desk makes of an answer: it opens its part, has the deposit held, and submits the grant.
    func answer(_ bytes: [UInt8]) throws -> AnsweredBody {
        let answer = try GrantAnswer(decoding: bytes)
        answers.append(answer)
        switch answer {
        case .refused(let refusal):
            let outcome = try take(Submission(statement: refusal))
            return AnsweredBody(
                state: .refused, grant: "", height: outcome.height, acknowledgements: 0, validators: 0)
        case .dealtAgain(let deposit, _):
            let manifest = try PartyDeposit(try Deposit(decoding: deposit), by: bankSealing).deposit.manifest
            guard let session, ledger.view.grant(id(session))?.deposit == manifest.digest else {
                throw JSONError.missing(path: "grant")
            }
            return AnsweredBody(
                state: .granted, grant: id(session).description, height: ledger.head.height.value,
                acknowledgements: 1, validators: 1)
        case .granted(let deposit, let grant):
            guard let session else { throw JSONError.missing(path: "session") }
            _ = try PartyDeposit(try Deposit(decoding: deposit), by: bankSealing)
            let held = try hold(session.request.bytes, deposit)
            let outcome = try take(Submission(statement: grant))
            guard outcome.state == .final else { throw JSONError.missing(path: outcome.code ?? "final") }
            return AnsweredBody(
                state: .granted, grant: id(session).description, height: outcome.height,
                acknowledgements: held.acknowledgements.count, validators: held.validators)
        }
    }
}
