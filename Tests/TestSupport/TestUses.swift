import Ledger
public import Rulebook
public import Signing

/// Many uses in one statement in their making: what the manifest says can be made to differ from what follows it.
public struct TestUses: Sendable {
    public var records: [UseRecord]
    public var party = TestMember.bank
    /// What the manifest says; nil: the truth.
    public var count: Int?
    public var root: Digest?

    public init(_ records: [UseRecord]) { self.records = records }

    /// The manifest.
    public var act: UseMany {
        UseMany(
            releaseKey: .test("many"), clerkCommitment: .test("示例柜员"), count: count ?? records.count,
            root: root ?? MerkleTree.root(of: records.map { Digest.leaf($0.encoded) }))
    }

    /// The manifest with its records, signed.
    public func submission(in ledger: TestLedger) -> Submission {
        Submission(statement: ledger.statement(.useMany(act), by: .member(party)), uses: records)
    }
}

/// A reading without consent in its making.
public struct TestDisclosure: Sendable {
    public var discloser = TestMember.police
    public var ground = LegalGround.statutoryDuty.rawValue
    public var mark: HolderMark

    /// An open one under the tag of a name.
    public init(_ name: String = "示例标签") { mark = .tag(SHA256.digest(Array(name.utf8))) }

    /// One that is sealed until a height.
    public init(sealedUntil height: UInt64) { mark = .sealed(until: Height(height), deposit: SHA256.digest([9])) }

    /// The act, signed; `salt` makes two statements of the same reading differ.
    public func submission(in ledger: TestLedger, salt: String = "") -> Submission {
        let act = Disclose(ground: ground, details: .test("示例详情 " + salt), mark: mark)
        return ledger.submission(.disclose(act), by: .member(discloser))
    }
}
