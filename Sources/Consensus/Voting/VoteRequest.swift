/// A signature that the machine asks of the vote guard, with what allows it.
public struct VoteRequest: Hashable, Sendable {
    public let content: VoteContent
    /// For a vote on an earlier block (R2) the polka of its valid round; for a precommit of a block (R4) the polka of
    /// this round; for a proposal of an earlier block its polka.
    public let polka: PolkaCertificate?
    /// In rounds above 0: the certificate of the round before, or of this one, that let the node in.
    public let entry: RoundCertificate?

    public init(content: VoteContent, polka: PolkaCertificate?, entry: RoundCertificate?) {
        self.content = content
        self.polka = polka
        self.entry = entry
    }
}
