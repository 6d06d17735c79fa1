import Consensus
import Ledger
package import Replication
import Rulebook
import Signing

/// Sees all that honest validators sign, delivered or not: once when it is durable, and again whenever it is sent.
package struct SignatureOracle: Sendable {
    private struct Slot: Hashable {
        let validator: Int
        let height: Height
        let round: UInt64
        let kind: UInt64
    }

    /// What a quorum of prevotes is counted by.
    private struct Support: Hashable {
        let height: Height
        let round: UInt64
        let block: BlockID
        let validRound: Round?
    }

    /// What was broken so far.
    package private(set) var breaches: [Breach] = []
    /// Signatures seen.
    private(set) var count = 0
    private let quorum: Int
    /// Who may sign anything: liars, and validators that run twice.
    private let excluded: [Int]
    private var votes: [Slot: VoteContent] = [:]
    private var supports: [Support: UInt64] = [:]
    private var locks: [Slot: (round: Round, block: BlockID)] = [:]
    private var last: [VoteContent?]
    private var cosigned: [Slot: Cosignature] = [:]
    private var cosignedHeight: [Height]

    /// An oracle that leaves out those who may sign anything.
    package init(validators: Int, quorum: Int, excluded: [Int]) {
        self.quorum = quorum
        self.excluded = excluded
        last = Array(repeating: nil, count: validators)
        cosignedHeight = Array(repeating: Height(0), count: validators)
    }

    /// A guard's record that has become durable.
    package mutating func keep(_ record: GuardRecord, of validator: Int) {
        for vote in record.memory.votes { sign(vote.content, validator) }
        if let attestation = record.attestation { sign(Cosignature(attestation), validator) }
    }

    /// A word that is sent.
    package mutating func see(_ word: PeerWord, of validator: Int) {
        switch word {
        case .agreement(.vote(let vote)): see(vote, of: validator)
        case .agreement(.proposal(let proposal)): see(proposal.vote, of: validator)
        case .agreement(.commit(let commit)): see(commit, of: validator)
        case .agreement(.polka), .agreement(.round): return
        case .cosignature(let cosignature):
            if cosigned[slot(cosignature, validator)] != cosignature {
                breach(.durableFirst, "node \(validator + 1) sends a cosignature of \(cosignature.height)")
            }
        case .status, .recipe, .bodyWanted, .body, .statements, .kept, .blocksWanted, .blocks, .evidence, .doubtAsked,
            .doubtAnswer:
            return
        }
    }

    private mutating func see(_ vote: Vote, of validator: Int) {
        guard vote.validator == validator else {
            return breach(.noEquivocation, "node \(validator + 1) sends a vote of \(vote.validator)")
        }
        passOver(vote.content, validator)
        if votes[slot(vote.content, validator)] != vote.content {
            breach(.durableFirst, "node \(validator + 1) sends \(vote.content.words)")
        }
    }

    /// A record of a later round makes a vote durable that no record shows: nothing else can be signed in its place.
    private mutating func passOver(_ content: VoteContent, _ validator: Int) {
        guard votes[slot(content, validator)] == nil, let last = last[validator], last.position > content.position,
            last.height == content.height, last.round > content.round
        else { return }
        count += 1
        votes[slot(content, validator)] = content
        guard let block = content.block, content.kind == .precommit else { return }
        if !hasPolka(content.height, content.round, block) {
            breach(.justified, "node \(validator + 1): \(content.words)")
        }
        let known = locks[lockSlot(content, validator)]
        if known.map({ $0.round < content.round }) ?? true {
            locks[lockSlot(content, validator)] = (content.round, block)
        }
    }

    /// A decision names only precommits that were signed.
    private mutating func see(_ commit: CommitCertificate, of validator: Int) {
        for signature in commit.signatures where !excluded.contains(signature.validator) {
            let slot = slot(commit.content, signature.validator)
            guard let signed = votes[slot], signed != commit.content else { continue }
            breach(.justified, "node \(validator + 1) sends a decision that \(signature.validator) did not sign")
        }
    }

    private mutating func sign(_ content: VoteContent, _ validator: Int) {
        let slot = slot(content, validator)
        if let other = votes[slot] {
            if other != content {
                breach(.noEquivocation, "node \(validator + 1): \(other.words) and \(content.words)")
            }
            return
        }
        count += 1
        votes[slot] = content
        if let before = last[validator], before.position >= content.position {
            breach(.monotone, "node \(validator + 1): \(before.words), then \(content.words)")
        }
        last[validator] = content
        switch content.kind {
        case .proposal: return
        case .prevote: checkPrevote(content, validator)
        case .precommit: checkPrecommit(content, validator)
        }
    }

    private mutating func checkPrevote(_ content: VoteContent, _ validator: Int) {
        guard let block = content.block else { return }
        let lock = locks[lockSlot(content, validator)]
        if let lock, content.validRound.map({ $0 < lock.round }) ?? true {
            breach(.strictLock, "node \(validator + 1): locked in round \(lock.round), \(content.words)")
        }
        if let round = content.validRound, !hasPolka(content.height, round, block) {
            breach(.justified, "node \(validator + 1): \(content.words)")
        }
        let key = Support(
            height: content.height, round: content.round.value, block: block, validRound: content.validRound)
        supports[key, default: 0] |= 1 << UInt64(validator)
    }

    private mutating func checkPrecommit(_ content: VoteContent, _ validator: Int) {
        guard let block = content.block else { return }
        if !hasPolka(content.height, content.round, block) {
            breach(.justified, "node \(validator + 1): \(content.words)")
        }
        locks[lockSlot(content, validator)] = (content.round, block)
    }

    /// True when a quorum may have prevoted a block in a round, all for one valid round.
    private func hasPolka(_ height: Height, _ round: Round, _ block: BlockID) -> Bool {
        let validRounds = [nil] + (0..<round.value).map { Round($0) }
        return validRounds.contains { validRound in
            let key = Support(height: height, round: round.value, block: block, validRound: validRound)
            return (supports[key]?.nonzeroBitCount ?? 0) + excluded.count >= quorum
        }
    }

    private mutating func sign(_ cosignature: Cosignature, _ validator: Int) {
        let slot = slot(cosignature, validator)
        if let other = cosigned[slot] {
            if other != cosignature { breach(.oneCosignature, "node \(validator + 1) at \(cosignature.height)") }
            return
        }
        count += 1
        if cosignedHeight[validator] >= cosignature.height {
            breach(.monotone, "node \(validator + 1) cosigns \(cosignature.height) after \(cosignedHeight[validator])")
        }
        cosignedHeight[validator] = cosignature.height
        cosigned[slot] = cosignature
    }

    private func slot(_ content: VoteContent, _ validator: Int) -> Slot {
        Slot(validator: validator, height: content.height, round: content.round.value, kind: content.kind.rawValue)
    }

    private func lockSlot(_ content: VoteContent, _ validator: Int) -> Slot {
        Slot(validator: validator, height: content.height, round: 0, kind: 0)
    }

    private func slot(_ cosignature: Cosignature, _ validator: Int) -> Slot {
        Slot(validator: validator, height: cosignature.height, round: 0, kind: 0)
    }

    private mutating func breach(_ rule: Rule, _ text: String) { breaches.append(Breach(rule: rule, text: text)) }
}

extension VoteContent {
    fileprivate var position: VotePosition {
        VotePosition(height: height, round: round, kind: kind)
    }
}

/// Where a vote stands in the order in which a validator votes.
private struct VotePosition: Comparable {
    let height: Height
    let round: Round
    let kind: VoteKind

    static func < (left: VotePosition, right: VotePosition) -> Bool {
        (left.height, left.round, left.kind) < (right.height, right.round, right.kind)
    }
}
