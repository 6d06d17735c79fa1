import HTTPTypes
import HummingbirdTesting
import NodeAPI
import NodeApp
import Releasing
import Rulebook
import Signing
import Storage
import TestSupport
import Testing

struct DepositRefusalTests {
    /// Hands a deposit in, and expects that answer.
    private func expect(
        _ code: ProblemCode, _ dealt: DealtGrant, in served: ServedNode,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let deposit = try await dealt.deal(in: served)
        try expectProblem(
            try await served.hand(dealt.handed(deposit, in: served)), code, sourceLocation: sourceLocation)
    }

    @Test func `what is no deposit with its leave is refused`() async throws {
        try await ServedNode.run { served in
            let dealt = DealtGrant()
            let deposit = try await dealt.deal(in: served)
            let handed = dealt.handed(deposit, in: served)
            for bytes in [[], [1], Array(handed.encoded.dropLast()), handed.encoded + [0]] as [[UInt8]] {
                try expectProblem(
                    try await served.post(bytes: bytes, to: "/deposits", mediaType: "application/cbor"),
                    .depositUnreadable)
            }
            try expectProblem(try await served.post(bytes: handed.encoded, to: "/deposits"), .wrongMediaType)
            let rubbish = HandedDeposit(leave: handed.leave, deposit: [0x80])
            try expectProblem(try await served.hand(rubbish), .depositUnreadable)
            let other = try await dealt.deal(in: served)
            let swapped = try HandedDeposit(leave: handed.leave, deposit: deposit.swappingTrace(with: other))
            try expectProblem(try await served.hand(swapped), .depositPartDiffers)
            #expect(served.node.deposits.totals.deposits == 0)
        }
    }

    @Test func `a request that gives no leave is refused by the rule's code`() async throws {
        try await ServedNode.run { served in
            func expect(_ code: String, _ alter: (inout DealtGrant) -> Void) async throws {
                var dealt = DealtGrant()
                alter(&dealt)
                let deposit = try await dealt.deal(in: served)
                let answer = try await served.hand(dealt.handed(deposit, in: served))
                #expect(answer.status == .unprocessableContent)
                #expect(try answer.json(Problem.self).code == code)
            }
            try await expect("unknown-key") { $0.grant.partyKey = TestKey.own("forger") }
            try await expect("unknown-key") { $0.grant.partyKey = TestMember.notary.key }
            try await expect("unknown-scene") { $0.grant.scene = SceneCode(checked: "other") }
            try await expect("unknown-profile") { $0.grant.profile = ProfileID(checked: "other") }
            try await expect("uses-beyond-scene") { $0.grant.maxUses = 4 }
            try await expect("term-beyond-scene") { $0.grant.term = 86_401 }
            try await expect("wrong-origin") { $0.grant.origin = "other.example/0" }
            #expect(served.node.deposits.totals.deposits == 0)
        }
    }

    @Test func `a deposit for something else is refused by name`() async throws {
        try await ServedNode.run { served in
            var uses = DealtGrant()
            uses.uses = 4
            try await expect(.depositUses, uses, in: served)
            var late = DealtGrant()
            late.life = 40 * 86_400
            try await expect(.depositExpiry, late, in: served)
            var other = DealtGrant()
            other.regulator = .notary
            try await expect(.depositOtherRegulator, other, in: served)
            let dealt = DealtGrant("甲")
            let foreign = try await DealtGrant("乙").deal(in: served)
            try expectProblem(try await served.hand(dealt.handed(foreign, in: served)), .depositOtherContext)
            #expect(served.node.deposits.totals.deposits == 0)
            #expect(try await served.get("/health").status == .ok)
        }
    }

    @Test func `quota, room, disk, rate and number are refused by name, and the ledger goes on`() async throws {
        func run(
            _ configure: @Sendable (inout NodeConfiguration) -> Void, _ code: ProblemCode, after count: Int = 0
        ) async throws {
            try await ServedNode.run(configure: configure) { served in
                let dealt = DealtGrant()
                for _ in 0..<count {
                    let deposit = try await dealt.deal(in: served)
                    #expect(try await served.hand(dealt.handed(deposit, in: served)).status == .ok)
                }
                let deposit = try await dealt.deal(in: served)
                let answer = try await served.hand(dealt.handed(deposit, in: served))
                try expectProblem(answer, code)
                #expect((answer.headers[.retryAfter] != nil) == (code == .depositTooFast || code == .depositTooMany))
                try await served.commit([served.anchor(code.rawValue)])
                #expect(try await served.get("/health").status == .ok)
            }
        }
        try await run({ $0.deposits.memberEntries = 5 }, .depositQuota)
        try await run({ $0.deposits.memberBytes = 1_024 }, .depositQuota)
        try await run({ $0.deposits.maxBytes = 1_024 }, .depositFull)
        try await run({ $0.strongroom.reserveBytes = 1 << 50 }, .depositFull)
        try await run({ $0.deposits.memberBytesPerSecond = 1 }, .depositTooFast, after: 1)
        try await run({ _ in }, .depositTooMany, after: 4)
    }

    @Test func `what would not be kept spends nothing of the party's rate`() async throws {
        try await ServedNode.run(configure: { $0.deposits.memberBytesPerSecond = 1 }) { served in
            var uses = DealtGrant()
            uses.uses = 4
            try await expect(.depositUses, uses, in: served)
            let dealt = DealtGrant()
            let deposit = try await dealt.deal(in: served)
            #expect(try await served.hand(dealt.handed(deposit, in: served)).status == .ok)
            try await expect(.depositTooFast, dealt, in: served)
        }
    }

    @Test func `one more of a grant than may wait is refused before its party's rate is looked at`() async throws {
        // Four of these fit the rate, and the fifth would not.
        try await ServedNode.run(configure: { $0.deposits.memberBytesPerSecond = 500_000 }) { served in
            var dealt = DealtGrant()
            dealt.bodyByteCount = 300_000
            var deposits: [Deposit] = []
            for _ in 0..<5 { deposits.append(try await dealt.deal(in: served)) }
            for deposit in deposits.dropLast() {
                #expect(try await served.hand(dealt.handed(deposit, in: served)).status == .ok)
            }
            try expectProblem(try await served.hand(dealt.handed(deposits[4], in: served)), .depositTooMany)
            #expect(try await served.hand(dealt.handed(deposits[0], in: served)).status == .ok)
        }
    }

    @Test func `deposits that cannot be opened leave the node at work`() async throws {
        try await ServedNode.run(configure: { $0.strongroom.directory = "/dev/null/deposits" }) { served in
            let bytes = HandedDeposit(leave: [1], deposit: [1]).encoded
            try expectProblem(
                try await served.post(bytes: bytes, to: "/deposits", mediaType: "application/cbor"), .depositsOut)
            try await served.commit([served.anchor("goes on")])
            let status: StatusBody = try await served.get("/status").json()
            #expect(status.problems.contains { $0.contains("deposits") })
        }
    }

    @Test func `what no block names is dropped`() async throws {
        try await ServedNode.run(configure: { $0.deposits.unclaimedSeconds = 1 }) { served in
            let dealt = DealtGrant()
            let deposit = try await dealt.deal(in: served)
            #expect(try await served.hand(dealt.handed(deposit, in: served)).status == .ok)
            #expect(served.node.deposits.totals.unclaimed == 1)
            let limit = ContinuousClock.now.advanced(by: .seconds(60))
            while served.node.deposits.totals.deposits > 0, ContinuousClock.now < limit { await Task.yield() }
            #expect(served.node.deposits.totals.deposits == 0)
        }
    }
}

extension Deposit {
    /// The encoding, with another deposit's trace packet at its end.
    fileprivate func swappingTrace(with other: Deposit) throws -> [UInt8] {
        #expect(trace.count == other.trace.count && trace != other.trace)
        return Array(encoded.dropLast(trace.count)) + other.trace
    }
}
