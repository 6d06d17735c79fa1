import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// What must be true of everything that leaves a node, and of everything that becomes final.
struct WorldOracle {
    private struct Slot: Hashable {
        let validator: Int
        let height: Height
        let round: UInt64
        let kind: UInt64
    }

    private(set) var breaches: [String] = []
    /// Nodes whose folder was put back from a copy: they may contradict themselves before they find out.
    var forgiven: Set<Int> = []
    private var votes: [Slot: VoteContent] = [:]
    private var cosigned: [Slot: TreeHead] = [:]
    private var final: [Height: BlockID] = [:]

    /// The heights at which a node has voted, in order.
    func heights(of node: Int) -> [Height] {
        votes.keys.filter { $0.validator == node }.map(\.height).sorted()
    }

    mutating func breach(_ text: String) { breaches.append(text) }

    /// A word on its way, with the guard's record as it is on the sender's disk, and the sender's place at a height.
    mutating func see(_ word: PeerWord, of node: Int, _ record: GuardRecord?, _ place: (Height) -> Int?) {
        switch word {
        case .agreement(.vote(let vote)): see(vote, of: node, record, place(vote.content.height))
        case .agreement(.proposal(let proposal)):
            see(proposal.vote, of: node, record, place(proposal.vote.content.height))
        case .cosignature(let cosignature):
            if record?.attestation.map(Cosignature.init) != cosignature {
                breach("node \(node) sends a cosignature of \(cosignature.height) that is not durable")
            }
            if place(cosignature.height) == nil { breach("node \(node) cosigns \(cosignature.height) without office") }
            see(cosignature, of: node)
        case _: return
        }
    }

    private mutating func see(_ vote: Vote, of node: Int, _ record: GuardRecord?, _ place: Int?) {
        guard vote.validator == place else { return breach("node \(node) sends a vote of \(vote.validator)") }
        let content = vote.content
        let slot = Slot(
            validator: node, height: content.height, round: content.round.value, kind: content.kind.rawValue)
        if let other = votes[slot], other != content, !forgiven.contains(node) {
            breach("node \(node) votes twice: \(other) and \(content)")
        }
        votes[slot] = content
        guard let memory = record?.memory else { return breach("node \(node) votes without a record") }
        let isPast = (memory.height, memory.round) > (content.height, content.round)
        if !isPast, !memory.votes.contains(vote) { breach("a vote of node \(node) is not durable: \(content)") }
    }

    private mutating func see(_ cosignature: Cosignature, of node: Int) {
        let slot = Slot(validator: node, height: cosignature.height, round: 0, kind: 0)
        if let other = cosigned[slot], other != cosignature.head {
            breach("node \(node) cosigns two heads at \(cosignature.height)")
        }
        cosigned[slot] = cosignature.head
    }

    /// A block that a node calls final.
    mutating func settle(_ block: CheckedBlock, at node: Int, _ before: [CheckedBlock]) {
        if let other = final[block.height], other != block.seal.id { breach("height \(block.height) is final twice") }
        final[block.height] = block.seal.id
        if let last = before.last, last.height.next != block.height {
            breach("node \(node) settles \(block.height) after \(last.height)")
        }
        let known = Set(before.flatMap { $0.statements.map(\.id) })
        for id in block.statements.map(\.id) where known.contains(id) { breach("\(id) is final twice at \(node)") }
    }
}
