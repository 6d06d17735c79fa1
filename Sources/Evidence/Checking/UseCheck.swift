public import Ledger
public import Rulebook

/// Checks what a use brought to its relying party, against a ledger that the verifier trusts.
///
/// It asks no node and looks at no clock: everything is judged at the block of the use, so the verdict on the same
/// bytes is the same today and in twenty years.
public struct UseCheck: Sendable {
    private let walk: EpochWalk
    private let demands: Demands
    private let addressee: Addressee?

    /// A verifier that trusts the ledger of this walk, as far as it leads. It asks in the name of the addressee; nil:
    /// in that of whom the use says that it must be addressed to.
    public init(_ walk: EpochWalk, demands: Demands = Demands(), as addressee: Addressee? = nil) {
        self.walk = walk
        self.demands = demands
        self.addressee = addressee
    }

    func ledger(knowing known: VerifiedBefore = VerifiedBefore()) -> TrustedLedger {
        TrustedLedger(walk: walk, leastAssurance: demands.leastAssurance, met: CheckpointsMet(known))
    }

    /// What can be said of the use: never more than the bytes prove.
    public func verdict(on use: PresentedUse) -> Verdict {
        var known = VerifiedBefore()
        return verdict(on: use, knowing: &known)
    }

    /// The same for who judges many: a checkpoint that one of them met is not verified again for the next.
    public func verdict(on use: PresentedUse, knowing known: inout VerifiedBefore) -> Verdict {
        let ledger = ledger(knowing: known)
        defer { known = ledger.met.known }
        let facts = UseFacts(use, in: ledger, as: addressee)
        let documents = use.documents.indices.map { place in
            DocumentChecking(place, of: use, facts, ledger, demands)
        }
        return Verdict(
            checks: facts.checks(showing: documents.map(\.shown)), documents: documents.map(\.verdict),
            use: facts.provenUse, passing: try? facts.passing?.get())
    }

    /// What is to be asked of the state, each with its key: all of it by bucket, so that no node learns which is meant.
    /// Ask once the use is final: proofs of an earlier block do not count.
    ///
    /// What does not follow from the receipts at hand is left out.
    public func questions(of use: PresentedUse) -> [(question: LedgerQuestion, key: StateKey)] {
        let ledger = ledger()
        let facts = UseFacts(use, in: ledger)
        var questions: [(question: LedgerQuestion, key: StateKey)] = []
        if let grant = try? facts.grant.get() {
            questions.append((.grant, .grant(grant.id)))
            questions.append((.scene, .scene(grant.party, grant.request.scene)))
        }
        for (place, document) in use.documents.enumerated() {
            guard let receipt = document.receipt.flatMap(Receipt.init(inEitherForm:)),
                let issue = try? ledger.issue(receipt)
            else { continue }
            questions.append((.issuer(document: place), .member(issue.issuer)))
            questions.append((.status(document: place), issue.statusKey(origin: ledger.origin)))
            questions.append((.correction(document: place), issue.correctionKey(origin: ledger.origin)))
        }
        return questions
    }

    /// What is to be asked when evidence is renewed: how each document stands now.
    public func questionsNow(of use: PresentedUse) -> [(question: LedgerQuestion, key: StateKey)] {
        questions(of: use).compactMap { question, key in question.now.map { ($0, key) } }
    }

    /// Cuts the proof of one key from the bucket that a node gave, and keeps it as the answer to a question.
    public func take(
        _ bucket: SealedBucket, for question: LedgerQuestion, _ key: StateKey, into use: inout PresentedUse
    ) throws(SealedProofError) {
        let policy = walk.policy(for: bucket.seal.checkpoint)
        use.proofs[question] = try bucket.proof(of: key, policy: policy).encoded
    }
}
