import Ledger
import Rulebook
import Signing

/// A grant of a load: its holder's once-only key, and the request that names it.
struct BenchGrant: Sendable {
    let id: GrantID
    let request: [UInt8]
    /// POSIX seconds: the grant's last moment.
    let expiry: UInt64
    private let key: PrivateKey

    /// A grant of a fresh key, that a party asks for.
    init(_ scene: SceneCode, uses: UInt64, of party: BenchParty, in network: Network) {
        key = PrivateKey(generating: .ed25519)
        id = GrantID(origin: network.origin, key: key.publicKey)
        let asked = Request(
            scene: scene, profile: BenchSetup.profile, maxUses: uses, term: BenchSetup.term, grantKey: key.publicKey,
            nonce: Random.bytes(Request.nonceByteCount), caseCommitment: Commitment(StrongroomWords.random()))
        expiry = BenchGrant.notAfter + 3_600
        let header = StatementHeader(
            contentType: Purpose.request, issuer: party.member.text, origin: network.origin,
            notAfter: BenchGrant.notAfter)
        request = Statement.signed(header, payload: asked.encoded, by: party.key).bytes
    }

    /// The holder agrees to so many uses, of data in a deposit if there is one.
    func given(uses: UInt64, deposit: Digest? = nil, in network: Network) -> Statement {
        signed(.grant(GrantAct(request: request, uses: uses, expiry: expiry, deposit: deposit)), network)
    }

    /// The holder does not agree.
    func refused(in network: Network) -> Statement { signed(.refuseRequest(RefuseRequest(request: request)), network) }

    /// The holder ends the grant.
    func withdrawn(in network: Network) -> Statement { signed(.withdraw(Withdraw(grantKey: key.publicKey)), network) }

    private func signed(_ act: Act, _ network: Network) -> Statement {
        Statement.signed(BenchGrant.header(act, nil, network), payload: act.payload, by: key)
    }

    /// Before ten minutes are over, which no statement may exceed.
    fileprivate static var notAfter: UInt64 { Moment.now / 1_000 + 590 }

    fileprivate static func header(_ act: Act, _ issuer: MemberID?, _ network: Network) -> StatementHeader {
        StatementHeader(
            contentType: act.name.contentType, issuer: issuer?.text, origin: network.origin, notAfter: notAfter)
    }
}

extension BenchParty {
    /// One use of a grant, in a statement of its own.
    func use(_ id: GrantID, _ index: UInt64, releaseKey: ReleaseKey? = nil, in network: Network) -> Statement {
        let act = Act.use(
            Use(
                grant: id, index: index, releaseKey: releaseKey ?? BenchParty.releaseKey(),
                caseCommitment: Commitment(StrongroomWords.random()),
                clerkCommitment: Commitment(StrongroomWords.random())))
        return Statement.signed(BenchGrant.header(act, member, network), payload: act.payload, by: key)
    }

    /// A use of each of these grants, all in one statement.
    func uses(_ grants: some Collection<BenchGrant>, _ index: UInt64, in network: Network) -> Submission {
        let records = grants.map {
            UseRecord(grant: $0.id, index: index, caseCommitment: Commitment(StrongroomWords.random()))
        }
        let act = Act.useMany(
            UseMany(
                releaseKey: BenchParty.releaseKey(), clerkCommitment: Commitment(StrongroomWords.random()),
                count: records.count, root: MerkleTree.root(of: records.map { Digest.leaf($0.encoded) })))
        let statement = Statement.signed(BenchGrant.header(act, member, network), payload: act.payload, by: key)
        return Submission(statement: statement, uses: records)
    }

    /// Where nothing is to be released, 32 bytes of nobody's key do.
    private static func releaseKey() -> ReleaseKey {
        guard let key = ReleaseKey(Random.bytes(ReleaseKey.byteCount)) else {
            preconditionFailure("\(ReleaseKey.byteCount) bytes are no release key")
        }
        return key
    }
}
