import Ledger
import Rulebook
import Signing

/// What is on its way to the ledger, written and synced before it is sent: with it a run that was killed is gone on
/// with, so that nothing is minted twice or lost.
///
/// JSON lines beside the input (`INPUT.minting`): a head, then a line for each batch, and for each batch that the
/// ledger refused. When all has its receipt the file is removed.
package actor MintJournal {
    package let path: String
    private let file: OpenedFile

    /// Opens the journal or makes it; only one process at a time has it.
    package static func open(_ path: String) throws -> MintJournal {
        while true {
            let file = try OpenedFile(path, .writing)
            do { try file.lock() } catch FileError.locked { throw MintWords.alreadyRunning(path) }
            // Whoever had it before may have removed it: then another file has the name now, or none.
            guard try file.hasName(path) else { continue }
            try Folder.sync(of: path)
            return MintJournal(path: path, file: file)
        }
    }

    private init(path: String, file: OpenedFile) {
        self.path = path
        self.file = file
    }

    /// What an earlier run has left: batches with documents that have no receipt yet, in their last form.
    ///
    /// A torn line at the end was never sent, and is cut off.
    func pending(_ head: JournalHead, besides seen: SeenDocuments) throws -> [SignedBatch] {
        let gone = try entries { _ in }
        var pending: [SignedBatch] = []
        let end = try entries { entry in
            switch entry {
            case .head(let found): guard found == head else { throw MintWords.otherJournal(path, found, head) }
            case .batch(let batch, _):
                let isOpen = batch.batch.documents.contains { !seen.contains($0.digest) }
                if isOpen, !gone.ids.contains(batch.id) { pending.append(batch) }
            case .gone: break
            }
        }
        try file.truncate(to: end.offset)
        try file.seek(to: end.offset)
        return pending
    }

    /// Reads every whole line; returns the batches that are gone, and where the last whole line ends.
    private func entries(
        _ take: (JournalEntry) throws -> Void
    ) throws -> (ids: Set<StatementID>, offset: UInt64) {
        var lines = try LineScanner(file, maxLine: MintJournal.maxLine)
        var gone: Set<StatementID> = []
        while case .whole(let bytes)? = try lines.next() {
            let entry = try entry(bytes, lines.number)
            switch entry {
            case .gone(let id): gone.insert(id)
            case .batch(_, let replaced): if let replaced { gone.insert(replaced) }
            case .head: break
            }
            try take(entry)
        }
        return (gone, lines.offset)
    }

    /// True when an earlier run has left something.
    func isEmpty() throws -> Bool { try file.size() == 0 }

    /// Forgets all, and begins anew: all that stood in it has its receipt or was refused.
    func begin(_ head: JournalHead) throws {
        try file.truncate(to: 0)
        try file.seek(to: 0)
        try write(JournalEntry.head(head).line)
    }

    /// Writes batches, and returns when they are durable: only then may they be sent.
    func write(_ batches: [SignedBatch]) throws {
        for batch in batches { try file.write(JournalEntry.batch(batch, replaces: nil).line) }
        try file.sync()
    }

    /// Notes that a batch will never be on the ledger.
    func drop(_ id: StatementID) throws { try write(JournalEntry.gone(id).line) }

    /// Puts a batch in the place of one that the ledger can take no more.
    func replace(_ id: StatementID, with batch: SignedBatch) throws {
        try write(JournalEntry.batch(batch, replaces: id).line)
    }

    /// Removes the file: nothing is on its way any more.
    func remove() throws {
        try Folder.remove(path)
        try Folder.sync(of: path)
    }

    private func write(_ line: [UInt8]) throws {
        try file.write(line)
        try file.sync()
    }

    private func entry(_ line: [UInt8], _ number: Int) throws -> JournalEntry {
        do throws(JSONError) { return try JournalEntry(line: line) } catch {
            throw MintWords.damagedJournal(path, number, "\(error)")
        }
    }

    /// A line holds at most 65,536 documents of about 110 bytes.
    private static let maxLine = 16 << 20
}
