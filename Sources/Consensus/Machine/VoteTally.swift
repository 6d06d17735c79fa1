import Ledger

/// The prevotes or the precommits of one round, in the order of the validators; at most two different of each.
struct VoteTally: Equatable, Sendable {
    private(set) var votes: [Vote] = []

    /// Keeps a vote; tells the vote of the same validator that it contradicts.
    mutating func add(_ vote: Vote) -> Vote? {
        let position = votes.firstIndex { $0.validator >= vote.validator } ?? votes.count
        let others = votes[position...].prefix { $0.validator == vote.validator }
        guard others.count < 2, !others.contains(where: { $0.content == vote.content }) else { return nil }
        let before = others.first
        votes.insert(vote, at: position + others.count)
        return before
    }

    /// How many validators voted, for whatever.
    var voters: [Int] {
        var result: [Int] = []
        for vote in votes where result.last != vote.validator { result.append(vote.validator) }
        return result
    }

    /// Who signed exactly this.
    func signatures(of content: VoteContent) -> [CertificateSignature] {
        votes.filter { $0.content == content }
            .map { CertificateSignature(validator: $0.validator, signature: $0.signature) }
    }

    /// What at least so many validators signed alike; with two liars' votes each, there may be several.
    func contents(signedBy count: Int) -> [VoteContent] {
        var seen: [VoteContent] = []
        for vote in votes where !seen.contains(vote.content) { seen.append(vote.content) }
        return seen.filter { content in votes.count { $0.content == content } >= count }
    }

    /// Each voter's first vote.
    var firstVotes: [Vote] {
        var result: [Vote] = []
        for vote in votes where result.last?.validator != vote.validator { result.append(vote) }
        return result
    }
}
