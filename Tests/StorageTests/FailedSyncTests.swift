import Glibc
import Ledger
import Storage
import Testing

@Suite struct FailedSyncTests {
    /// `/dev/null` takes every write and cannot be synced: a disk that loses what it took.
    @Test func `after a failed sync a log refuses to write until it is opened again`() throws {
        let pair = try LogPair()
        guard unsafe symlink("/dev/null", pair.segment(0)) == 0 else { throw TestFailure("symlink: error \(errno)") }
        let run = LogModel.run([[1, 2, 3]])
        let failure = #expect(throws: StorageFailure.self) { try pair.store.append([run]) }
        #expect(failure?.operation == "fdatasync")
        #expect(failure?.file == pair.segment(0))
        let refused = #expect(throws: StoreFailed.self) { try pair.store.append([run]) }
        #expect(refused?.description.contains("fdatasync failed") == true)
        #expect(pair.store.head == .empty)
        try ScratchDirectory.unlink(pair.segment(0))
        #expect(try LogStore.open(in: pair.directory.path).append([run]).size == 1)
    }

    @Test func `a sync that fails at the start does not open the log`() throws {
        let pair = try LogPair()
        guard unsafe symlink("/dev/null", pair.segment(0)) == 0 else { throw TestFailure("symlink: error \(errno)") }
        #expect(throws: StorageFailure.self) { try LogStore.open(in: pair.directory.path) }
    }
}
