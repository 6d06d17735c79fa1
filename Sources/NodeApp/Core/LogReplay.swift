public import Ledger
public import Replication
public import Rulebook
public import Storage
internal import Signing

/// Executes the blocks of a stored log from a state on: at start-up, and in an audit from the genesis.
public struct LogReplay {
    public private(set) var state: LedgerState
    public private(set) var frontier: LogFrontier
    private let log: LogStore

    /// A replay of what follows a state; the log must hold all that the state has taken in.
    public init(state: LedgerState, log: LogStore) throws {
        self.state = state
        self.log = log
        let bundles = state.head.size / UInt64(LogFrontier.bundleSize)
        frontier = LogFrontier(
            bundleHashes: try (0..<bundles).map { try log.hash(level: 8, index: $0) },
            openBundle: try (bundles * UInt64(LogFrontier.bundleSize)..<state.head.size).map {
                try log.hash(level: 0, index: $0)
            })
    }

    /// Executes every complete block before `size`; `done` is told each block with the state after it.
    ///
    /// Throws `LogReplayError` at the first block that the rules refuse; leaves behind the last seal stay unread.
    public mutating func run(
        to size: UInt64, recorded lookUp: (LeafIndex) throws -> RecordedDocument?,
        done: (CheckedBlock, LedgerState) throws -> Void
    ) throws {
        var reader = BlockReader(from: LeafIndex(state.head.size), parameters: state.network.parameters)
        try unsafe log.walk(from: state.head.size, to: size) { _, leaf in
            let taken: RawBlock?
            do { taken = try unsafe reader.take(leaf) } catch { throw refused("\(error)") }
            guard let raw = taken else { return }
            let block = try check(raw, lookUp)
            reader.parameters = state.network.parameters
            try done(block, state)
        }
    }

    /// Runs as `run` does; of a block that does not follow, it tells whether a cut of the power may have left it so.
    ///
    /// Such a block is the log's last, above `signed`: it was stored, perhaps in part, and nothing was said of it yet.
    /// Sectors that were lost can leave its leaves in their form. It is dropped, and what it held is still waiting.
    /// Every other one is damage, and thrown.
    public mutating func run(
        to size: UInt64, signed: Height, recorded lookUp: (LeafIndex) throws -> RecordedDocument?,
        done: (CheckedBlock, LedgerState) throws -> Void
    ) throws -> LogReplayError? {
        do {
            try run(to: size, recorded: lookUp, done: done)
            return nil
        } catch let error as LogReplayError {
            guard error.height > signed, try sealsLeft(to: size) <= 1 else { throw error }
            return error
        }
    }

    /// How many blocks end behind the state, by the form of the leaves.
    private func sealsLeft(to size: UInt64) throws -> Int {
        var seals = 0
        try unsafe log.walk(from: state.head.size, to: size) { _, leaf in
            if unsafe LeafKind(leaf) == .seal { seals += 1 }
        }
        return seals
    }

    private mutating func check(
        _ raw: RawBlock, _ lookUp: (LeafIndex) throws -> RecordedDocument?
    ) throws -> CheckedBlock {
        do {
            let read = try ReadBlock(raw, for: state.network)
            var recorded: [LeafIndex: RecordedDocument] = [:]
            for position in read.recordsAsked where position.value < state.head.size {
                recorded[position] = try lookUp(position)
            }
            let block = try CheckedBlock(read, recorded: recorded, on: state, after: frontier)
            state.take(block.executed)
            frontier = block.frontier
            return block
        } catch let error as BlockError {
            throw refused("\(error)")
        }
    }

    private func refused(_ fact: String) -> LogReplayError {
        LogReplayError(file: log.segmentPath(of: state.head.size), height: state.head.height.next, fact: fact)
    }
}

/// A block of the stored log that does not follow by the rules.
public struct LogReplayError: Error, Sendable, CustomStringConvertible {
    /// The segment in which the block begins.
    public let file: String
    public let height: Height
    public let fact: String

    public var description: String {
        """
        \(file): block \(height), which begins here, does not follow by the rules: \(fact). Nothing is signed. Put \
        this file back from a backup or from another node, then run `deedbox ledger verify`
        """
    }
}
