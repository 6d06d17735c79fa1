import Ledger
import Replication
import Rulebook
import Signing
import Simulation
import TestSupport
import Testing

/// The state follows from the leaves alone.
struct LogWalkTests {
    /// Executes all leaves from the genesis on, as a node does that lost its index.
    private func walked(_ ledger: TestLedger) throws -> (state: LedgerState, frontier: LogFrontier) {
        var state = LedgerState(network: ledger.network)
        var frontier = LogFrontier()
        var reader = BlockReader(from: LeafIndex(0), parameters: state.network.parameters)
        for leaf in ledger.leaves {
            guard let raw = try reader.taking(leaf) else { continue }
            let read = try ReadBlock(raw, for: state.network)
            var known: [LeafIndex: RecordedDocument] = [:]
            for index in read.recordsAsked where index.value < state.head.size {
                known[index] = ledger.recorded(at: index)
            }
            let block = try CheckedBlock(read, recorded: known, on: state, after: frontier)
            state.take(block.executed)
            reader.parameters = state.network.parameters
            frontier = block.frontier
        }
        return (state, frontier)
    }

    private func expectSame(_ ledger: TestLedger) throws {
        let (state, frontier) = try walked(ledger)
        #expect(state.head == ledger.head)
        #expect(state.tree.root == ledger.state.tree.root)
        #expect(state.marks.count == ledger.state.marks.count)
        #expect(frontier == ledger.frontier)
        #expect(frontier.root == MerkleTree.root(of: ledger.leaves.map { Digest.leaf($0) }))
    }

    @Test(arguments: UInt64(1)...6)
    func `a walk over fifty random blocks gives the state of the node that made them`(_ seed: UInt64) throws {
        var acts = RandomActs(seed: seed)
        for _ in 0..<50 { _ = try acts.block() }
        try expectSame(acts.ledger)
    }

    @Test func `a walk and the node go on alike`() throws {
        var acts = RandomActs(seed: 77)
        for _ in 0..<50 { _ = try acts.block() }
        var (state, frontier) = try walked(acts.ledger)
        for step in UInt64(1)...30 {
            let time = acts.ledger.head.time + step * 20_000
            let proposal = BlockProposal([], on: state, after: frontier, time: time, proposer: 0)
            state.take(proposal.block.executed)
            frontier = proposal.block.frontier
            try acts.wait(until: time)
            #expect(acts.ledger.head.id == state.head.id)
        }
    }

    @Test func `seals are chained from the genesis on`() throws {
        let ledger = TestLedger.minted
        var previous = ledger.network.digest
        var index: UInt64 = 0
        for (number, block) in ledger.blocks.enumerated() {
            #expect(block.seal.previous == previous)
            #expect(block.seal.height.value == UInt64(number) + 1)
            #expect(block.seal.firstIndex.value == index)
            previous = Digest.leaf(block.seal.encoded)
            index = block.sealIndex.value + 1
        }
        #expect(ledger.head.id.digest == previous)
    }

    @Test func `a state's root is that of its entries, built anew`() throws {
        var acts = RandomActs(seed: 5)
        var order = SeededNumbers(seed: 6)
        for _ in 0..<30 {
            _ = try acts.block()
            let tree = acts.ledger.state.tree
            let entries = StateKind.allCases.flatMap { tree.entries(kind: $0.rawValue) }
            #expect(StateTree(entries: entries.shuffled(using: &order)).root == tree.root)
        }
    }
}
