import Ledger
public import Rulebook
public import Signing

/// Documents in their minting: salted commitments that follow from a name.
public struct TestIssue: Sendable {
    public var type = TestType.identity
    public var typeVersion: UInt64 = 1
    /// Signs and is named as issuer.
    public var issuer: TestMember
    public var records: [IssueRecord]
    /// What the manifest declares; nil: what is true.
    public var count: Int?
    public var root: Digest?

    /// So many documents of a type by its owner.
    public init(_ count: Int = 1, of type: TestType = .identity, name: String = "示例文档") {
        self.type = type
        issuer = type.owner
        records = (0..<count).map { position in
            IssueRecord(
                commitment: TestIssue.commitment("\(name) \(position)"),
                expiry: position.isMultiple(of: 2) ? nil : TestNetwork.created + 86_400 * UInt64(position))
        }
    }

    /// The commitment to a document of that name.
    public static func commitment(_ name: String) -> Commitment {
        IssueRecord.commitment(correctionKey: correctionKey(name).publicKey, document: document(name))
    }

    /// The correction key of the document of that name.
    public static func correctionKey(_ name: String) -> PrivateKey { TestKey.own("correction " + name) }

    /// The digest of the document of that name.
    public static func document(_ name: String) -> Digest { SHA256.digest(Array(name.utf8)) }

    /// The RFC 6962 root over the records.
    public var trueRoot: Digest { MerkleTree.root(of: records.map { Digest.leaf($0.encoded) }) }

    public var act: IssueDocuments {
        IssueDocuments(
            type: type.code, typeVersion: typeVersion, count: count ?? records.count, root: root ?? trueRoot)
    }

    /// Manifest and records.
    public func submission(in ledger: TestLedger) -> Submission {
        let statement = ledger.statement(.issueDocuments(act), by: .member(issuer))
        return Submission(statement: statement, records: records)
    }
}

extension AnchorNote {
    /// A policy of somebody's.
    public static let sample = AnchorNote(kind: .policy, commitment: TestIssue.commitment("示例公告"))
}
