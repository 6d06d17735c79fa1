import Rulebook
import Signing
import Testing
import deedbox

struct ReplayTests {
    @Test func `a plan has as many requests as are asked for, of twenty banks and thirty-one scenes`() {
        #expect(ReplayPlan.scenes.count == 20 && ReplayPlan.scenes.reduce(0, +) == 31)
        let plan = ReplayPlan(requests: 10_000, seed: 3)
        #expect(plan.requests.map(\.count).reduce(0, +) == 10_000)
        for (bank, requests) in plan.requests.enumerated() {
            #expect(Set(requests.map(\.scene)) == Set(0..<ReplayPlan.scenes[bank]))
        }
    }

    @Test func `a decision takes 2.47 requests on average, and all endings come`() {
        let plan = ReplayPlan(requests: 50_000, seed: 4)
        #expect(abs(50_000 / Double(plan.decisions) - 2.47) < 0.03)
        let all = plan.requests.flatMap { $0 }
        #expect(Set(all.map(\.rule)) == ["used-up", "request-refused", "grant-withdrawn"])
        #expect(Set(all.map(\.uses)) == [1, 2, 3])
        for request in all {
            switch request.ending {
            case .usedUp: #expect(request.counted == request.uses)
            case .refused: #expect(request.counted == 0)
            case .withdrawn(let count): #expect(request.counted == count && count < request.uses)
            }
        }
    }

    @Test func `a plan follows from its seed`() {
        #expect(ReplayPlan(requests: 300, seed: 5) == ReplayPlan(requests: 300, seed: 5))
        #expect(ReplayPlan(requests: 300, seed: 5) != ReplayPlan(requests: 300, seed: 6))
    }

    @Test func `the log is counted grant by grant, single uses and those of a statement of many`() throws {
        var log = try LoggedGrants()
        try log.give(2)
        try log.use(0)
        try log.useMany([0, 1])
        try log.audit.check([log.grants[0]: 2, log.grants[1]: 1])
        #expect(throws: ReplayFault.counted(log.grants[0], expected: 1, found: 2)) {
            try log.audit.check([log.grants[0]: 1, log.grants[1]: 1])
        }
        #expect(throws: ReplayFault.counted(log.grants[1], expected: 2, found: 1)) {
            try log.audit.check([log.grants[1]: 2])
        }
    }

    @Test func `an answer that the log lacks, or holds twice, is found`() throws {
        var log = try LoggedGrants()
        try log.give(1)
        let lost = GrantID(SHA256.digest([9]))
        #expect(throws: ReplayFault.answered(lost, times: 0)) { try log.audit.check([lost: 0]) }
        try log.audit.take(log.leaves[0])
        #expect(throws: ReplayFault.answered(log.grants[0], times: 2)) { try log.audit.check([log.grants[0]: 0]) }
    }

    @Test func `a closed record that says something else is found`() throws {
        var log = try LoggedGrants()
        try log.give(1)
        try log.use(0)
        // `[grant, uses, first, last]`, as the rules write it.
        var encoder = CBOREncoder()
        encoder.array(4)
        log.grants[0].encode(into: &encoder)
        for number: UInt64 in [2, 7, 7] { encoder.unsigned(number) }
        try log.audit.take(encoder.bytes)
        #expect(throws: ReplayFault.counted(log.grants[0], expected: 1, found: 2)) {
            try log.audit.check([log.grants[0]: 1])
        }
    }
}

/// Leaves of grants and uses as a log has them; nothing but their form is right.
private struct LoggedGrants {
    let network: Network
    var audit: ReplayAudit
    private(set) var grants: [GrantID] = []
    private(set) var leaves: [[UInt8]] = []
    private let key = SampleKeys.key("bank")
    private let commitment = Commitment(SHA256.digest([1]))
    private let releaseKey: ReleaseKey

    init() throws {
        network = Network(try SampleLedger.genesis())
        audit = ReplayAudit(network)
        releaseKey = try #require(ReleaseKey([UInt8](repeating: 1, count: ReleaseKey.byteCount)))
    }

    mutating func give(_ count: Int) throws {
        for _ in 0..<count {
            let holder = PrivateKey(generating: .ed25519)
            let request = Request(
                scene: SceneCode(checked: "loan"), profile: ProfileID(checked: "basic"), maxUses: 3, term: 3_600,
                grantKey: holder.publicKey, nonce: [UInt8](repeating: 2, count: Request.nonceByteCount),
                caseCommitment: commitment)
            let asked = Statement.signed(header(Purpose.request), payload: request.encoded, by: key)
            grants.append(GrantID(origin: network.origin, key: holder.publicKey))
            let act = Act.grant(GrantAct(request: asked.bytes, uses: 3, expiry: 2_000_000_000, deposit: nil))
            try take(Statement.signed(header(act.name.contentType), payload: act.payload, by: holder).bytes)
        }
    }

    mutating func use(_ place: Int) throws {
        let act = Act.use(
            Use(
                grant: grants[place], index: 1, releaseKey: releaseKey, caseCommitment: commitment,
                clerkCommitment: commitment))
        try take(Statement.signed(header(act.name.contentType), payload: act.payload, by: key).bytes)
    }

    mutating func useMany(_ places: [Int]) throws {
        let act = Act.useMany(
            UseMany(releaseKey: releaseKey, clerkCommitment: commitment, count: places.count, root: SHA256.digest([3])))
        try take(Statement.signed(header(act.name.contentType), payload: act.payload, by: key).bytes)
        for place in places {
            try take(UseRecord(grant: grants[place], index: 2, caseCommitment: commitment).encoded)
        }
    }

    private mutating func take(_ leaf: [UInt8]) throws {
        leaves.append(leaf)
        try audit.take(leaf)
    }

    private func header(_ contentType: String) -> StatementHeader {
        StatementHeader(contentType: contentType, issuer: "bank", origin: network.origin, notAfter: 1_900_000_000)
    }
}
