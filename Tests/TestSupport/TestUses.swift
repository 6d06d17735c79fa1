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
    /// Nil: it is open.
    public var until: UInt64?
    /// POSIX seconds; nil: a day ahead.
    public var latest: UInt64?
    public var deposit = SHA256.digest([9])
    private let name: String

    /// An open one under the tag of a name.
    public init(_ name: String = "示例标签") { self.name = name }

    /// One that is sealed until a height.
    public init(sealedUntil height: UInt64, _ name: String = "示例标签") {
        self.name = name
        until = height
    }

    public var tag: Digest { SHA256.digest(Array(name.utf8)) }

    /// The tag with its salt.
    public var sealedTag: SealedTag {
        guard let found = SealedTag(tag, salt: [UInt8](repeating: 7, count: 32)) else {
            preconditionFailure("32 bytes are a salt")
        }
        return found
    }

    /// The act, signed; `salt` makes two statements of the same reading differ.
    public func submission(in ledger: TestLedger, salt: String = "") -> Submission {
        let seal = until.map {
            DisclosureSeal(
                until: Height($0), latest: latest ?? ledger.second(after: 86_400), deposit: deposit,
                mark: sealedTag.commitment)
        }
        let act = Disclose(
            ground: ground, details: .test("示例详情 " + salt), mark: seal.map { .sealed($0) } ?? .tag(tag))
        return ledger.submission(.disclose(act), by: .member(discloser))
    }

    /// Its opening, by the key that follows from it.
    public func opening(of statement: StatementID, in ledger: TestLedger) -> Submission {
        let act = OpenDisclosure(statement: statement, mark: sealedTag)
        return ledger.submission(.openDisclosure(act), by: .holder(act.key))
    }
}

extension StateView {
    /// All disclosures that are closed, in the order in which they came.
    public func sealed() -> [(statement: StatementID, entry: SealedEntry)] {
        tree.entries(kind: StateKind.sealed.rawValue).compactMap { key, value in
            guard let digest = Digest(key.key), let entry = try? SealedEntry(decoding: value) else { return nil }
            return (StatementID(digest), entry)
        }.sorted { ($0.entry.height, $0.statement.digest) < ($1.entry.height, $1.statement.digest) }
    }
}
