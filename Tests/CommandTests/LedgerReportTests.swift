import Ledger
import Rulebook
import Signing
import Testing
import deedbox

/// What a regulator counts and lists from the leaves of a log.
struct LedgerReportTests {
    private static let origin = "test/0"
    private let bankKey = PrivateKey(generating: .ed25519)
    private let holder = PrivateKey(generating: .ed25519)
    private let other = PrivateKey(generating: .ed25519)
    /// Noon of 2026-11-15 at UTC+8, in ms.
    private let noon: UInt64 = 1_794_715_200_000

    private func commitment(_ text: String) -> Commitment { Commitment(SHA256.digest(Array(text.utf8))) }

    private func leaf(_ act: Act, _ issuer: String?, _ key: PrivateKey) -> [UInt8] {
        let header = StatementHeader(
            contentType: act.name.contentType, issuer: issuer, origin: Self.origin, notAfter: 1 << 32)
        return Statement.signed(header, payload: act.payload, by: key).bytes
    }

    private func request(_ key: PrivateKey, of party: String) throws -> [UInt8] {
        let request = Request(
            scene: try #require(SceneCode("loan")), profile: try #require(ProfileID("basic")), maxUses: 2, term: 3_600,
            grantKey: key.publicKey, nonce: Array(repeating: 7, count: Request.nonceByteCount),
            caseCommitment: commitment("案"))
        let header = StatementHeader(
            contentType: Purpose.request, issuer: party, origin: Self.origin, notAfter: 1 << 32)
        return Statement.signed(header, payload: request.encoded, by: bankKey).bytes
    }

    private func seal(_ height: UInt64, _ first: UInt64, _ time: UInt64) -> [UInt8] {
        Seal(
            height: Height(height), previous: .zero, firstIndex: LeafIndex(first), rootBefore: .zero, time: time,
            proposer: 0, stateRoot: .zero, validators: .zero, nextValidators: .zero, parameters: .zero, ruleVersion: 1,
            evidenceRoot: .zero, closedCount: 0
        ).encoded
    }

    /// To a member on a ground, to whom is outside with the holder's leave.
    private func passing(_ number: UInt64, to recipient: Recipient) throws -> PassEvidence {
        let basis: PassingBasis =
            switch recipient {
            case .member: .ground(LegalGround.courtOrder.rawValue, caseCommitment: commitment("案"))
            case .outside:
                .leave(PassingLeave(index: 1, to: recipient, notAfter: 1 << 31, origin: Self.origin, by: holder))
            }
        return PassEvidence(
            grant: grant, number: number, index: 1, use: StatementID(.zero), recipient: recipient, basis: basis)
    }

    private var grant: GrantID { GrantID(origin: Self.origin, key: holder.publicKey) }

    /// Two blocks on two days: documents, a status, a correction, grants to two parties, uses and readings.
    private func blocks() throws -> [PassedBlock] {
        let releaseKey = try #require(ReleaseKey(Array(repeating: 9, count: 32)))
        let type = try #require(TypeCode("IDENTITY"))
        let many = UseRecord(grant: grant, index: 2, caseCommitment: commitment("案"))
        let first = [
            leaf(
                .issueDocuments(IssueDocuments(type: type, typeVersion: 1, count: 2, root: .zero)), "police", bankKey),
            IssueRecord(commitment: commitment("甲"), expiry: nil).encoded,
            IssueRecord(commitment: commitment("乙"), expiry: nil).encoded,
            leaf(
                .openCorrection(
                    OpenCorrection(
                        record: LeafIndex(2), issuer: try #require(MemberID("police")), key: other.publicKey,
                        document: .zero, claim: commitment("异议"))), nil, other),
            leaf(
                .grant(
                    GrantAct(request: try request(holder, of: "bank"), uses: 2, expiry: 1 << 31, deposit: nil)), nil,
                holder),
            leaf(.refuseRequest(RefuseRequest(request: try request(other, of: "notary"))), nil, other),
            leaf(
                .use(
                    Use(
                        grant: grant, index: 1, releaseKey: releaseKey, caseCommitment: commitment("案"),
                        clerkCommitment: commitment("员"))), "bank", bankKey),
            seal(1, 0, noon),
        ]
        let second = [
            leaf(
                .setStatus(
                    SetStatus(
                        record: LeafIndex(1), commitment: commitment("甲"), state: .revoked, reason: commitment("因"))),
                "police", bankKey),
            leaf(
                .trace(
                    Trace(
                        grant: grant, ground: LegalGround.courtOrder.rawValue, caseCommitment: commitment("案"),
                        releaseKey: releaseKey)), "regulator", bankKey),
            leaf(
                .useMany(
                    UseMany(releaseKey: releaseKey, clerkCommitment: commitment("员"), count: 1, root: .zero)), "bank",
                bankKey),
            many.encoded,
            leaf(.passEvidence(try passing(0, to: .member(try #require(MemberID("notary"))))), "bank", bankKey),
            leaf(.passEvidence(try passing(1, to: .outside(commitment("法院")))), "bank", bankKey),
            seal(2, UInt64(first.count), noon + 86_400_000),
        ]
        var reading = BlockReading()
        return try (first + second).enumerated().compactMap { index, leaf in
            try reading.take(UInt64(index), leaf[...])
        }
    }

    private func counted(
        by words: [String], since: String? = nil, until: String? = nil
    ) throws -> LedgerStatistics {
        var statistics = LedgerStatistics(
            by: words.compactMap { StatisticsKey(word: $0) },
            period: try #require(ReportPeriod(since: since, until: until)), origin: Self.origin, correctionTerm: 60)
        for block in try blocks() { try statistics.take(block) }
        statistics.finish()
        return statistics
    }

    @Test func `each act is counted once, whatever it is grouped by`() throws {
        let wanted: [StatisticsCount: UInt64] = [
            .issued: 2, .correctionsOpened: 1, .correctionsOpen: 1, .correctionsOverdue: 1, .granted: 1, .refused: 1,
            .uses: 2, .usesOfMany: 1, .revoked: 1, .traces: 1, .passings: 2, .passingsByLeave: 1,
        ]
        for words in [["issuer"], ["type", "month"], ["scene"], ["party", "day"], ["ground", "week"]] {
            var totals: [StatisticsCount: UInt64] = [:]
            for row in try counted(by: words).rows.values { totals.merge(row) { $0 + $1 } }
            #expect(totals == wanted, "\(words)")
        }
        let days = try counted(by: ["day", "party"]).rows
        #expect(days[["2026-11-15", "bank"]] == [.granted: 1, .uses: 1])
        #expect(
            days[["2026-11-16", "bank"]] == [.uses: 1, .usesOfMany: 1, .passings: 2, .passingsByLeave: 1])
        #expect(try counted(by: ["ground"]).rows[["courtOrder"]] == [.traces: 1, .passings: 1])
        let halves = try counted(by: ["half-month"]).rows
        #expect(Set(halves.keys) == [["2026-11-1"], ["2026-11-2"]])
        #expect(try counted(by: ["type"]).rows[["IDENTITY"]]?[.revoked] == 1)
        #expect(try counted(by: ["scene"]).rows[["bank/loan"]]?[.traces] == 1)
    }

    @Test func `days are those of UTC+8, and a period holds whole ones`() throws {
        let statistics = try counted(by: ["issuer"], since: "2026-11-16")
        #expect(statistics.rows.values.allSatisfy { $0[.issued] == nil && $0[.correctionsOpen] == nil })
        #expect(statistics.rows[["police"]]?[.revoked] == 1)
        #expect(ReportSpan.day.name(of: noon - 12 * 3_600_000) == "2026-11-15")
        #expect(ReportSpan.day.name(of: noon - 12 * 3_600_000 - 1) == "2026-11-14")
        #expect(ReportSpan.week.name(of: noon) == "2026-W46")
        // 2027-01-01 is a Friday: its week belongs to the year before.
        #expect(ReportSpan.week.name(of: 1_798_761_600_000) == "2026-W53")
        #expect(ReportSpan.quarter.name(of: noon) == "2026-Q4" && ReportSpan.year.name(of: noon) == "2026")
        #expect(ReportPeriod(since: "2026-11-02", until: "2026-11-01") == nil)
        #expect(ReportPeriod(since: "2026-02-30", until: nil) == nil)
        #expect(ReportPeriod.start(ofDay: "2026-11-15") == noon / 1_000 - 12 * 3_600)
        #expect(ReportPeriod.start(ofDay: "2026-02-30") == nil && ReportPeriod.start(ofDay: "yesterday") == nil)
    }

    @Test func `a party's lines tell its grants and uses, and another's are none of them`() throws {
        var reading = PartyReading(
            of: try #require(MemberID("bank")), origin: Self.origin,
            period: try #require(ReportPeriod(since: nil, until: nil)), scene: nil)
        for block in try blocks() { try reading.take(block) }
        #expect(reading.totals == [.grant: 1, .use: 2, .passing: 2])
        let uses = reading.lines.filter { $0["kind"] == "use" }
        #expect(uses.map { $0["use"] } == [.integer(1), .integer(2)])
        #expect(uses.allSatisfy { $0["scene"] == "loan" && $0["profile"] == "basic" })
        #expect(uses[1]["record"] == .integer(0) && uses[0]["record"] == nil)
        let passings = reading.lines.filter { $0["kind"] == "passing" }
        #expect(
            passings.map { $0["to"] } == ["notary", nil] && passings.map { $0["ground"] } == ["courtOrder", "leave"])
        #expect(passings.allSatisfy { $0["scene"] == "loan" && $0["use"] == .integer(1) })
        #expect(passings[1]["toOutside"] == .string(commitment("法院").description))
    }

    @Test func `who was handed evidence finds it among its own lines`() throws {
        var reading = PartyReading(
            of: try #require(MemberID("notary")), origin: Self.origin,
            period: try #require(ReportPeriod(since: nil, until: nil)), scene: nil)
        for block in try blocks() { try reading.take(block) }
        #expect(reading.totals == [.refusal: 1, .received: 1])
        let line = try #require(reading.lines.last)
        #expect(line["from"] == "bank" && line["grant"] == .string(grant.description))
    }

    @Test func `a small count goes to the others, with a second one where it would follow from the total`() {
        let cells = SmallCells([[1, 9], [7, 9], [8, 0]], atLeast: 5)
        #expect(cells.rows == [[nil, 9], [nil, 9], [8, 0]])
        #expect(cells.others == [8, 0])
        let alone = SmallCells([[3]], atLeast: 5)
        #expect(alone.rows == [[nil]] && alone.others == [nil])
        #expect(SmallCells([[1]], atLeast: 1).rows == [[1]])
    }

    @Test func `of a column that is small as a whole neither others nor total is told`() {
        let cells = SmallCells([[1, 0, 3], [1, 0, 9]], atLeast: 5)
        #expect(cells.rows == [[nil, 0, nil], [nil, 0, nil]])
        #expect(cells.others == [nil, 0, 12] && cells.totals == [nil, 0, 12])
        #expect(SmallCells([[1], [1]], atLeast: 1).totals == [2])
    }

    @Test func `a grant is found in the block that has it, and no other is`() throws {
        let found = try blocks().map { try $0.has(grant, origin: Self.origin) }
        #expect(found == [true, false])
        // A refused request has a key, too, and is no grant.
        let refused = GrantID(origin: Self.origin, key: other.publicKey)
        #expect(try blocks().allSatisfy { try !$0.has(refused, origin: Self.origin) })
    }

    @Test func `a scene that a party never declared is none of its`() throws {
        var reading = PartyReading(
            of: try #require(MemberID("bank")), origin: Self.origin,
            period: try #require(ReportPeriod(since: nil, until: nil)), scene: nil)
        for block in try blocks() { try reading.take(block) }
        #expect(try !reading.hasDeclared(#require(SceneCode("loan"))))
    }

    @Test func `an unknown leaf is told, not passed over`() throws {
        var reading = BlockReading()
        #expect(throws: CommandError.self) { _ = try reading.take(0, [0xff, 0x00][...]) }
    }
}
