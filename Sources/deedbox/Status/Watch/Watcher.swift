import Ledger
import NodeAPI
import Rulebook
import Signing

/// A watch that runs: follows one node after another, tells each change once, and keeps how far it is.
///
/// What is to be told is on the disk before it is told, and marked as told right after. A kill between the two is the
/// one moment after which a line comes again; it then has the same number.
actor Watcher {
    private let nodes: WatchedNodes
    private var watch: DocumentWatch
    private var state: WatchState
    private let file: WatchStateFile
    private let output: OutputOptions
    /// Where the proofs go, a file each; nil when nowhere.
    private let proofs: String?

    /// Between two looks at all documents, in seconds: no node is believed for longer that nothing has happened.
    static let recheckSeconds = 60
    /// How long one node may bring nothing while it is known that there is more, in seconds.
    private static let stallSeconds = 20
    /// Blocks that may be looked at again after a kill.
    private static let keptBlocks: UInt64 = 256

    init(
        _ nodes: WatchedNodes, _ documents: [WatchedDocument], file: WatchStateFile, kept: WatchState, since: UInt64?,
        proofs: String?, output: OutputOptions
    ) {
        self.nodes = nodes
        self.file = file
        self.proofs = proofs
        self.output = output
        let known = documents.map { kept.told[$0.name] }
        let isFresh = known.contains { $0 == nil }
        var height = kept.height
        if isFresh, let since { height = min(height ?? since, since) }
        watch = DocumentWatch(documents, told: known.map { $0 ?? ToldHeights(since ?? 0) }, height: height)
        state = kept
        fresh = since == nil ? documents.indices.filter { known[$0] == nil } : []
    }

    /// Documents that were never looked at: what stands against them is told at the beginning.
    private var fresh: [Int]

    /// Tells what changes until the process ends; with `isOnce` what has changed so far.
    func run(isOnce: Bool) async throws {
        try dropTold()
        try tellUntold()
        let newest = try await nodes.newest(watch.documents[0].statusKey)
        if !fresh.isEmpty {
            let found = try await watch.standing(of: fresh, from: nodes)
            fresh = []
            try tell(found.changes, upTo: watch.height == nil ? found.asOf : nil)
        }
        watch.note(proven: newest)
        if isOnce {
            try await catchUp(to: newest)
            return try await recheck()
        }
        while true {
            try await follow(until: nil, seconds: Watcher.recheckSeconds)
            await nodes.turn()
            do { try await recheck() } catch {
                try Watcher.throwUnlessAway(error)
                tellAway(error)
            }
        }
    }

    /// Follows until every block up to `target` was looked at; a node that stands still gives way to the next.
    private func catchUp(to target: UInt64) async throws {
        var stalls = 0
        while (watch.height ?? 0) < target {
            let before = watch.height
            try await follow(until: target, seconds: Watcher.stallSeconds)
            stalls = watch.height == before ? stalls + 1 : 0
            guard stalls < nodes.nodes.count else {
                throw WatchWords.behind(nodes.nodes[0].urls[0], watch.height ?? 0, target)
            }
            await nodes.turn()
        }
    }

    /// Follows for so long at most.
    private func follow(until target: UInt64?, seconds: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.follow(until: target) }
            group.addTask { try await Task.sleep(for: .seconds(seconds)) }
            try await group.next()
            group.cancelAll()
        }
    }

    /// Takes blocks as they become final, from one node after another; ends behind the block `target`.
    private func follow(until target: UInt64?) async throws {
        var failures = 0
        while target.map({ watch.height ?? 0 < $0 }) ?? true {
            let before = watch.height
            do { try await follow(await nodes.first, until: target) } catch {
                try Watcher.throwUnlessAway(error)
                await nodes.turn()
                failures = watch.height == before ? failures + 1 : 1
                guard failures >= nodes.nodes.count else { continue }
                if target != nil { throw error }
                tellAway(error)
                try await Task.sleep(for: .seconds(min(30, failures)))
            }
        }
    }

    /// What another node, or another time, cannot mend: the watch was told to end, or its own files cannot be written.
    private static func throwUnlessAway(_ error: any Error) throws {
        try Task.checkCancellation()
        if let error = error as? FileError { throw error }
    }

    private func follow(_ node: NodeClient, until target: UInt64?) async throws {
        let start = watch.height ?? 0
        for try await block in node.events(after: Height(start)) {
            let next = (watch.height ?? 0) + 1
            guard block.height == next else { throw WatchWords.gap(node.urls[0], next, block.height) }
            try tell(try await watch.changes(in: block, from: nodes), upTo: block.height)
            if let target, block.height >= target { return }
        }
        try Task.checkCancellation()
        throw NodeClientError.unreachable([])
    }

    /// Asks of all documents at another node: one that names too few keys, or is behind, hides nothing for long.
    private func recheck() async throws {
        let found = try await watch.standing(upTo: watch.height ?? 0, from: nodes)
        try tell(found.changes, upTo: nil)
        if let asOf = found.asOf { watch.note(proven: asOf) }
        try keep()
    }

    // Telling.

    /// On the error output: changes stand alone on the other.
    private func tellAway(_ error: any Error) {
        let told = CommandError(describing: error)
        Console.err((output.isJSON ? told.json.compact : WatchWords.away(told.fact)) + "\n")
    }

    /// Of what was about to be told when the last process ended, the mark says what was.
    private func dropTold() throws {
        let left = state.number - min(state.number, try file.marked())
        state.untold = Array(state.untold.suffix(Int(clamping: left)))
        try file.mark(state.number - UInt64(state.untold.count))
    }

    private func tell(_ changes: [DocumentChange], upTo height: UInt64?) throws {
        for change in changes {
            let document = watch.documents[change.document]
            state.number += 1
            var json = change.json(number: state.number, of: document)
            if let proofs { json.append("file", .string(try write(change, of: document, in: proofs))) }
            state.untold.append(WatchState.Line(json: json, text: change.text(of: document)))
        }
        watch.note(changes, upTo: height)
        let isFar = (watch.height ?? 0) >= (state.height ?? 0) + Watcher.keptBlocks
        if !changes.isEmpty || isFar || state.height == nil { try keep() }
        try tellUntold()
    }

    private func tellUntold() throws {
        for (number, line) in zip(UInt64.zero..., state.untold) {
            Console.out((output.isJSON ? JSONValue.object(line.json).compact : line.text) + "\n")
            try file.mark(state.number - UInt64(state.untold.count) + 1 + number)
        }
        state.untold = []
    }

    private func keep() throws {
        state.height = watch.height
        state.told = [:]
        for (document, told) in zip(watch.documents, watch.told) { state.told[document.name] = told }
        try file.write(state)
    }

    private func write(_ change: DocumentChange, of document: WatchedDocument, in folder: String) throws -> String {
        let path = folder + "/" + change.proofName(of: document)
        if !Folder.exists(path) { try WholeFile.create(change.proof.encoded, at: path) }
        return path
    }
}

extension WatchedDocument {
    /// How the state file names it.
    var name: WatchState.Document {
        WatchState.Document(issuer: chosen.issue.issuer, commitment: chosen.issue.record.commitment)
    }
}
