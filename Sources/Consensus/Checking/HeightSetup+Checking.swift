import Ledger

extension HeightSetup {
    /// Checks every signature of a message against this height's validators.
    public func verify(
        _ message: Message, with verifier: some VoteVerifier
    ) throws(MessageRefusal) -> Verified<Message> {
        switch message {
        case .proposal(let proposal): try check(proposal, verifier)
        case .vote(let vote):
            guard vote.content.kind != .proposal else { throw .wrongKind }
            try check(vote, verifier)
        case .polka(let polka): try check(polka, verifier)
        case .round(let certificate): try check(certificate, verifier)
        case .commit(let commit): try check(commit, verifier)
        }
        return Verified(checked: message)
    }

    /// A commit certificate alone, as catch-up brings it with a block.
    public func verify(
        _ commit: CommitCertificate, with verifier: some VoteVerifier
    ) throws(MessageRefusal) -> Verified<CommitCertificate> {
        try check(commit, verifier)
        return Verified(checked: commit)
    }

    func check(_ vote: Vote, _ verifier: some VoteVerifier) throws(MessageRefusal) {
        let content = vote.content
        guard content.height == height else { throw .wrongHeight(expected: height, found: content.height) }
        guard validators.indices.contains(vote.validator) else { throw .noSuchValidator(vote.validator) }
        guard verifier.verifies(vote.signature, over: content.signedBytes(in: self), by: validators[vote.validator])
        else { throw .falseSignature(validator: vote.validator) }
    }

    private func check(_ proposal: Proposal, _ verifier: some VoteVerifier) throws(MessageRefusal) {
        let content = proposal.vote.content
        guard content.kind == .proposal else { throw .wrongKind }
        guard proposal.vote.validator == proposer(of: content.round) else {
            throw .notTheProposer(validator: proposal.vote.validator, proposer: proposer(of: content.round))
        }
        guard (content.validRound == nil) == (proposal.proof == nil) else { throw .proofMissing }
        if let proof = proposal.proof {
            guard proof.block == content.block, proof.round == content.validRound, proof.round < content.round else {
                throw .proofOfOther
            }
            try check(proof, verifier)
        }
        try check(proposal.vote, verifier)
    }

    func check(_ polka: PolkaCertificate, _ verifier: some VoteVerifier) throws(MessageRefusal) {
        try check(polka.content, polka.signatures, verifier)
    }

    func check(_ commit: CommitCertificate, _ verifier: some VoteVerifier) throws(MessageRefusal) {
        try check(commit.content, commit.signatures, verifier)
    }

    func check(_ certificate: RoundCertificate, _ verifier: some VoteVerifier) throws(MessageRefusal) {
        guard certificate.height == height else { throw .wrongHeight(expected: height, found: certificate.height) }
        try checkSigners(certificate.precommits.map(\.validator))
        for vote in certificate.votes { try check(vote, verifier) }
    }

    /// All signatures, with no early end once a quorum is true.
    private func check(
        _ content: VoteContent, _ signatures: [CertificateSignature], _ verifier: some VoteVerifier
    ) throws(MessageRefusal) {
        guard content.height == height else { throw .wrongHeight(expected: height, found: content.height) }
        try checkSigners(signatures.map(\.validator))
        let message = content.signedBytes(in: self)
        for entry in signatures {
            guard verifier.verifies(entry.signature, over: message, by: validators[entry.validator]) else {
                throw .falseSignature(validator: entry.validator)
            }
        }
    }

    /// Members of this set, each once and in order, and a quorum of them by what this node knows.
    private func checkSigners(_ signers: [Int]) throws(MessageRefusal) {
        for (index, signer) in signers.enumerated() {
            guard validators.indices.contains(signer) else { throw .noSuchValidator(signer) }
            guard index == 0 || signers[index - 1] < signer else { throw .signersOutOfOrder }
        }
        guard signers.count >= quorum.count else {
            throw .tooFewSignatures(needed: quorum.count, found: signers.count)
        }
    }
}
