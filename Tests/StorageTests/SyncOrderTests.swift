import Storage
import Testing

/// Each store as the disk sees it: what is written, what is durable before which step, and when a name is.
///
/// Nothing but this order decides what a cut of the power leaves, and no other test can see a sync that is missing.
@Suite struct SyncOrderTests {
    private let directory: ScratchDirectory
    private static let segment = "log/segment-00000000.leaves"
    private static let index = "log/bundles.index"

    init() throws { directory = try ScratchDirectory() }

    private func calls(_ act: () throws -> Void) throws -> [DiskCall] {
        try DiskCalls.in(directory.path, during: act)
    }

    private static func journal(_ sequence: Int) -> String { "intake/0000000000000000000\(sequence).journal" }

    /// A file of the journal is whole and durable before it has its name, and its name before it counts.
    private static func begins(_ sequence: Int) -> [DiskCall] {
        let (name, draft) = (journal(sequence), journal(sequence) + ".new")
        return [.write(draft), .sync(draft), .rename(draft, to: name), .sync("intake")]
    }

    @Test func `a listener hears the calls of its own folder alone`() throws {
        let other = try ScratchDirectory()
        let heard = try calls {
            _ = try GuardFile.create(at: other.file("guard"))
            _ = try CandidateFile.create(at: directory.file("candidates"))
        }
        #expect(heard == [.sync("candidates"), .sync(".")])
        #expect(try calls {} == [])
    }

    @Test func `a guard has its name when it is whole and durable, and counts when the name is`() throws {
        #expect(
            try calls { _ = try GuardFile.create(at: directory.file("guard")) } == [
                .write("guard.new"), .sync("guard.new"), .rename("guard.new", to: "guard"), .sync("."),
                .sync("guard"), .sync("."),
            ])
    }

    @Test func `the second copy of a guard's entry is touched when the first is durable`() throws {
        let file = try GuardFile.create(at: directory.file("guard"))
        #expect(
            try calls { try file.write([1, 2, 3]) } == [
                .write("guard"), .sync("guard"), .write("guard"), .sync("guard"),
            ])
    }

    @Test func `a guard that is put aside is so durably before another takes its name`() throws {
        _ = try GuardFile.create(at: directory.file("guard"))
        #expect(
            try calls { _ = try GuardFile.replace(at: directory.file("guard"), size: .small, with: [1]) } == [
                .write("guard.new"), .sync("guard.new"), .rename("guard", to: "guard.damaged"), .sync("."),
                .rename("guard.new", to: "guard"), .sync("."), .sync("guard"), .sync("."),
            ])
    }

    @Test func `a healed copy of a guard is durable before anything is written`() throws {
        _ = try GuardFile.create(at: directory.file("guard"))
        try Bytes.flip(directory.file("guard"), at: 9)
        #expect(
            try calls { _ = try GuardFile.open(at: directory.file("guard")) } == [
                .sync("guard"), .sync("."), .write("guard"), .sync("guard"),
            ])
    }

    @Test func `a submission is durable before its append returns, and its mark follows`() throws {
        let name = SyncOrderTests.journal(1)
        #expect(
            try calls { _ = try IntakeJournal.create(in: directory.path) } == SyncOrderTests.begins(1) + [
                .sync("."), .sync(name), .sync("intake"), .sync("."), .write(name), .sync(name),
            ])
        let journal = try IntakeJournal.open(in: directory.path).journal
        #expect(try calls { try journal.append([[1], [2]]) } == [.write(name), .sync(name), .write(name)])
    }

    @Test func `a file of the journal is left when its last records are durable, and goes when the mark is`() throws {
        let journal = try IntakeJournal.create(in: directory.path)
        let large = [UInt8](repeating: 5, count: 24 << 20)
        for _ in 0..<3 { try journal.append([large]) }
        let (first, second) = (SyncOrderTests.journal(1), SyncOrderTests.journal(4))
        #expect(
            try calls { try journal.append([large]) } == [.sync(first)] + SyncOrderTests.begins(4) + [
                .write(first), .sync(first), .write(second), .sync(second), .write(second),
            ])
        #expect(
            try calls { try journal.discard(through: 3) } == [
                .write(second), .sync(second), .remove(first), .sync("intake"),
            ])
    }

    @Test func `a log's folder is durable before its first block, and leaves before their bundles`() throws {
        let store = try LogStore.create(in: directory.path)
        let (segment, index) = (SyncOrderTests.segment, SyncOrderTests.index)
        let block = LogModel.run(LogModel.leaves(0..<300))
        #expect(
            try calls { _ = try store.append([block]) } == [
                .sync("log"), .write(segment), .sync(segment), .write(index),
            ])
        #expect(try calls { _ = try store.append([block]) } == [.write(segment), .sync(segment), .write(index)])
    }

    @Test func `a full segment has its bundles durable, and the next one its name`() throws {
        let pair = try LogPair(leaves: 65_535)
        let (segment, index) = (SyncOrderTests.segment, SyncOrderTests.index)
        let leaves = LogModel.run(LogModel.leaves(0..<2))
        let heard = try DiskCalls.in(pair.directory.path) { _ = try pair.store.append([leaves]) }
        let next = "log/segment-00000001.leaves"
        #expect(
            heard == [
                .write(segment), .sync(segment), .write(index), .sync(index), .sync("log"), .write(next), .sync(next),
            ])
        let cut = try DiskCalls.in(pair.directory.path) { try pair.store.truncate(to: 65_536) }
        #expect(cut == [.cut(index), .sync(index), .remove(next), .sync("log")])
    }

    @Test func `an index that is made anew takes the old one's name when it is durable`() throws {
        let pair = try LogPair(leaves: 300)
        let heard = try DiskCalls.in(pair.directory.path) {
            _ = try LogStore.rebuildIndex(in: pair.directory.path, expecting: nil)
        }
        let draft = "log/bundles.index.new"
        #expect(
            heard == [
                .sync(SyncOrderTests.segment), .sync("log"), .write(draft), .sync(draft),
                .rename(draft, to: SyncOrderTests.index), .sync("log"),
            ])
    }

    @Test func `a candidate and a note are durable when they are kept`() throws {
        let (note, _) = try NoteFile.open(at: directory.file("checkpoint"))
        #expect(try calls { try note.write([1]) } == [.write("checkpoint"), .sync("checkpoint")])
        #expect(
            try calls { _ = try NoteFile.open(at: directory.file("checkpoint")) } == [.sync("checkpoint"), .sync(".")])
    }
}
