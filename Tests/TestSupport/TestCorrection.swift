public import Ledger
public import Rulebook
public import Signing

/// A correction in its making, of a document that a `TestIssue` of the police minted.
public struct TestCorrection: Sendable {
    /// The document's name, with its position.
    public var name: String
    public var issuer: MemberID = TestMember.police.id
    /// What the act names, and signs with.
    public var key: PrivateKey
    /// Signs; nil: the same key.
    public var signer: PrivateKey?

    /// A correction of the document at that position of `minted`.
    public init(_ position: Int = 0, of name: String = "示例文档") {
        self.name = "\(name) \(position)"
        key = TestIssue.correctionKey(self.name)
    }

    public var commitment: Commitment { TestIssue.commitment(name) }

    /// The holder's act; `salt` makes two statements of the same claim differ.
    public func opening(at index: LeafIndex, in ledger: TestLedger, salt: String = "") -> Submission {
        let act = OpenCorrection(
            record: index, issuer: issuer, key: key.publicKey, document: TestIssue.document(name),
            claim: Commitment(SHA256.digest(Array(("示例更正" + salt).utf8))))
        return ledger.submission(.openCorrection(act), by: .holder(signer ?? key))
    }

    /// The issuer's act.
    public func answer(
        _ outcome: CorrectionOutcome = .upheld, at index: LeafIndex, in ledger: TestLedger,
        by issuer: TestMember = .police, salt: String = ""
    ) -> Submission {
        let act = AnswerCorrection(
            record: index, commitment: commitment, outcome: outcome,
            answer: Commitment(SHA256.digest(Array(("示例答复" + salt).utf8))))
        return ledger.submission(.answerCorrection(act), by: .member(issuer))
    }
}
