public import Rulebook
public import Signing

/// A holder's grant to a relying party in its making: each term can be altered before it is signed.
public struct TestGrant: Sendable {
    public var party = TestMember.bank
    /// Signs the request; nil: the party's own key.
    public var partyKey: PrivateKey?
    public var scene = TestScene.loan.code
    public var profile = ProfileID(checked: "basic")
    public var maxUses: UInt64 = 3
    /// Longest life by the request, in seconds.
    public var term: UInt64 = 3_600
    /// How long the request may be answered, in seconds from the ledger's clock.
    public var requestLife: UInt64 = 600
    public var origin: String?
    public var contentType = Purpose.request
    /// The key that the request names.
    public var named: PrivateKey
    /// The key that signs the grant.
    public var holder: PrivateKey
    public var uses: UInt64 = 2
    /// The grant's life in seconds from the ledger's clock.
    public var life: UInt64 = 1_800
    public var deposit: Digest?

    /// A grant by the once-only key of that name.
    public init(_ name: String = "示例持有人") {
        holder = TestKey.own(name)
        named = holder
    }

    /// What the relying party asks.
    public var request: Request {
        Request(
            scene: scene, profile: profile, maxUses: maxUses, term: term, grantKey: named.publicKey,
            nonce: [UInt8](repeating: 7, count: Request.nonceByteCount),
            caseCommitment: Commitment(SHA256.digest(Array("示例案件".utf8))))
    }

    /// The request as the relying party signs it.
    public func signedRequest(in ledger: TestLedger) -> Statement {
        Signatory.member(party.id, partyKey ?? party.key).signed(
            contentType, request.encoded, origin: origin ?? ledger.network.origin,
            notAfter: ledger.clock / 1_000 + requestLife)
    }

    /// The act of the holder.
    public func act(in ledger: TestLedger) -> GrantAct {
        GrantAct(
            request: signedRequest(in: ledger).bytes, uses: uses, expiry: ledger.clock / 1_000 + life,
            deposit: deposit)
    }

    /// The grant as the holder signs it.
    public func submission(in ledger: TestLedger) -> Submission {
        ledger.submission(.grant(act(in: ledger)), by: .holder(holder))
    }

    /// The id that the grant has on a ledger.
    public func id(in ledger: TestLedger) -> GrantID {
        GrantID(origin: ledger.network.origin, key: named.publicKey)
    }

    /// The holder's end of it.
    public func withdrawal(in ledger: TestLedger, by key: PrivateKey? = nil) -> Submission {
        ledger.submission(.withdraw(Withdraw(grantKey: named.publicKey)), by: .holder(key ?? holder))
    }

    /// One use; `salt` makes two statements of the same index differ.
    public func use(
        _ index: UInt64, in ledger: TestLedger, by party: TestMember? = nil, salt: String = ""
    ) -> Submission {
        let act = Use(
            grant: id(in: ledger), index: index, releaseKey: .test("\(index) \(salt)"),
            caseCommitment: .test("示例用证 \(index) \(salt)"), clerkCommitment: .test("示例柜员 \(index) \(salt)"))
        return ledger.submission(.use(act), by: .member(party ?? self.party))
    }

    /// One use as a record below a manifest of many.
    public func record(_ index: UInt64, in ledger: TestLedger, salt: String = "") -> UseRecord {
        UseRecord(grant: id(in: ledger), index: index, caseCommitment: .test("示例用证 \(index) \(salt)"))
    }

    /// The holder's refusal of the request.
    public func refusal(in ledger: TestLedger) -> Submission {
        ledger.submission(
            .refuseRequest(RefuseRequest(request: signedRequest(in: ledger).bytes)), by: .holder(holder))
    }

    /// The holder's tightening of it.
    public func limit(
        _ number: UInt64 = 1, uses: UInt64? = nil, expiry: UInt64? = nil, pausedUntil: UInt64? = nil,
        deposit: Digest? = nil, in ledger: TestLedger, by key: PrivateKey? = nil
    ) -> Submission {
        let act = LimitGrant(
            grantKey: named.publicKey, number: number, uses: uses, expiry: expiry, pausedUntil: pausedUntil,
            deposit: deposit)
        return ledger.submission(.limitGrant(act), by: .holder(key ?? holder))
    }

    /// The party's word that a use opened nothing good.
    public func fault(
        _ index: UInt64, _ kind: FaultKind = .dealing, node: MemberID? = nil, in ledger: TestLedger,
        by party: TestMember? = nil
    ) -> Submission {
        let act = UseFault(
            grant: id(in: ledger), index: index, kind: kind, node: node, evidence: .test("示例证据 \(index)"))
        return ledger.submission(.reportFault(act), by: .member(party ?? self.party))
    }

    /// A regulator's question whose it is.
    public func trace(
        on ground: UInt64 = LegalGround.courtOrder.rawValue, in ledger: TestLedger, by member: TestMember = .regulator,
        salt: String = ""
    ) -> Submission {
        let act = Trace(
            grant: id(in: ledger), ground: ground, caseCommitment: .test("示例案件 \(salt)"),
            releaseKey: .test("trace \(salt)"))
        return ledger.submission(.trace(act), by: .member(member))
    }
}

extension Commitment {
    /// The commitment of a name.
    public static func test(_ name: String) -> Commitment { Commitment(SHA256.digest(Array(name.utf8))) }
}

extension ReleaseKey {
    /// A key of a name; nobody has its secret.
    public static func test(_ name: String) -> ReleaseKey {
        guard let key = ReleaseKey(SHA256.digest(Array(("release " + name).utf8)).bytes) else {
            preconditionFailure("a digest has another length")
        }
        return key
    }
}
