import Glibc
import Ledger
import Signing
import Storage
import Testing

/// A disk that is full at every possible page: the write fails with its reason, the store takes nothing more, and
/// the next start finds all that was acknowledged.
@Suite(.serialized) struct FullDiskTests {
    @Test(.enabled(if: SmallDisk.isAllowed, "a tmpfs takes root to mount"), arguments: 0...18)
    func `a log on a full tmpfs keeps every acknowledged leaf`(freePages: Int) throws {
        let disk = try SmallDisk(pages: 64)
        let store = try LogStore.create(in: disk.path)
        var model = LogModel()
        // No bundle is complete yet, so the index takes its first page during the append that fails.
        let block = LogModel.leaves(0..<200)
        model.append(block)
        _ = try store.append([LogModel.run(block)])
        try disk.fill(leaving: freePages)
        let next = LogModel.leaves(200..<2_000)
        let failure = #expect(throws: StorageFailure.self) { try store.append([LogModel.run(next)]) }
        #expect(failure?.number == ENOSPC)
        #expect(failure?.description.contains("Free space") == true)
        #expect(throws: StoreFailed.self) { try store.append([LogModel.run(next)]) }
        #expect(throws: StoreFailed.self) { try store.truncate(to: 200) }
        #expect(store.head == model.head)
        try checkRestart(disk.path, model, next) { disk.release() }
    }

    private func checkRestart(_ path: String, _ model: LogModel, _ next: [[UInt8]], release: () -> Void) throws {
        // Opening and dropping what was never completed need no space.
        let again = try LogStore.open(in: path)
        #expect(again.head.size >= model.head.size)
        #expect(try again.head(at: model.head.size) == model.head)
        try again.truncate(to: model.head.size)
        #expect(again.head == model.head)
        release()
        var model = model
        model.append(next)
        #expect(try again.append([LogModel.run(next)]) == model.head)
        #expect(try LogStore.open(in: path).allLeaves() == model.leaves)
    }

    @Test(.enabled(if: SmallDisk.isAllowed, "a tmpfs takes root to mount"), arguments: 0...2)
    func `a log that cannot begin a segment on a full tmpfs keeps what it has`(freePages: Int) throws {
        let disk = try SmallDisk(pages: 200)
        let store = try LogStore.create(in: disk.path)
        var model = LogModel()
        model.append(Array(repeating: [1], count: 65_536))
        let run = LogModel.run(model.leaves)
        _ = try store.append([run])
        try disk.fill(leaving: freePages)
        let next = LogModel.leaves(0..<400)
        #expect(throws: StorageFailure.self) { try store.append([LogModel.run(next)]) }
        try checkRestart(disk.path, model, next) { disk.release() }
    }

    @Test(.enabled(if: SmallDisk.isAllowed, "a tmpfs takes root to mount"), arguments: 0...6)
    func `a journal on a full tmpfs keeps every acknowledged submission`(freePages: Int) throws {
        let disk = try SmallDisk(pages: 64)
        let journal = try IntakeJournal.create(in: disk.path)
        let first = (0..<10).map { [UInt8](repeating: UInt8($0), count: 500) }
        try journal.append(first)
        try disk.fill(leaving: freePages)
        let failure = #expect(throws: StorageFailure.self) {
            try journal.append([[UInt8](repeating: 3, count: 40_000)])
        }
        #expect(failure?.number == ENOSPC)
        #expect(throws: StoreFailed.self) { try journal.append([[1]]) }
        #expect(throws: StoreFailed.self) { try journal.discard(through: 1) }
        let (again, survivors) = try IntakeJournal.open(in: disk.path)
        #expect(survivors.map(\.payload) == first)
        disk.release()
        #expect(try again.append([[7]]) == 11)
    }

    @Test(.enabled(if: SmallDisk.isAllowed, "a tmpfs takes root to mount"))
    func `a guard is written on a full tmpfs, for its space was taken when it was made`() throws {
        let disk = try SmallDisk(pages: 64)
        let guardFile = try GuardFile.create(at: disk.path + "/guard")
        try disk.fill(leaving: 0)
        for number in UInt8(1)...5 { try guardFile.write([number]) }
        #expect(try GuardFile.open(at: disk.path + "/guard").newest == [5])
    }

    @Test(.enabled(if: SmallDisk.isAllowed, "a tmpfs takes root to mount"))
    func `nothing is made half on a full tmpfs`() throws {
        let disk = try SmallDisk(pages: 64)
        try disk.fill(leaving: 1)
        #expect(throws: StorageFailure.self) { try GuardFile.create(at: disk.path + "/guard") }
        #expect(throws: StorageDamage.self) { try GuardFile.open(at: disk.path + "/guard") }
        disk.release()
        _ = try GuardFile.create(at: disk.path + "/guard")
        #expect(try GuardFile.open(at: disk.path + "/guard").newest == nil)
    }

    @Test(.enabled(if: SmallDisk.isAllowed, "a tmpfs takes root to mount"))
    func `an index on a full tmpfs keeps whole blocks`() throws {
        let disk = try SmallDisk(pages: 200)
        let index = try IndexDatabase.create(at: disk.path + "/index.sqlite", ledger: .zero)
        try disk.fill(leaving: 20)
        var height: UInt64 = 0
        let failure = #expect(throws: StorageFailure.self) {
            while height < 1_000 {
                try index.record(.sample(height: height, statements: 30))
                height += 1
            }
        }
        #expect(failure?.file == disk.path + "/index.sqlite")
        #expect(throws: StoreFailed.self) { try index.record(.sample(height: height, statements: 1)) }
        disk.release()
        let again = try IndexDatabase.open(at: disk.path + "/index.sqlite", ledger: .zero)
        #expect(try again.head()?.height.value == height - 1)
        try again.check()
        try again.record(.sample(height: height, statements: 30))
    }

    // A limit on file sizes does what a full disk does and takes no root, but holds for a whole process: a child's.

    @Test(arguments: [0, 1, 100, 4_000, 10_000, 26_999, 30_000])
    func `a log whose file may grow no further keeps every acknowledged leaf`(room: Int) async throws {
        let pair = try LogPair(leaves: 700)
        let path = pair.directory.path
        let limit = try Bytes.size(pair.segment(0)) + room
        await #expect(processExitsWith: .success) { [path = path as String, limit = limit as Int] in
            try FileSizeLimit.set(limit)
            let store = try LogStore.open(in: path)
            let next = LogModel.run(LogModel.leaves(700..<2_000))
            let failure = #expect(throws: StorageFailure.self) { try store.append([next]) }
            #expect(failure?.number == EFBIG)
            #expect(throws: StoreFailed.self) { try store.append([next]) }
        }
        try checkRestart(path, pair.model, LogModel.leaves(700..<2_000)) {}
    }

    @Test(arguments: [4_096, 4_097, 4_700, 6_000])
    func `a journal whose file may grow no further keeps every acknowledged submission`(limit: Int) async throws {
        let directory = try ScratchDirectory()
        let path = directory.path
        try IntakeJournal.create(in: path).append([])
        await #expect(processExitsWith: .success) { [path = path as String, limit = limit as Int] in
            try FileSizeLimit.set(limit)
            let (journal, _) = try IntakeJournal.open(in: path)
            var accepted = 0
            #expect(throws: StorageFailure.self) {
                while accepted < 100 {
                    try journal.append([[UInt8](repeating: UInt8(accepted), count: 200)])
                    accepted += 1
                }
            }
            let (_, survivors) = try IntakeJournal.open(in: path)
            #expect(survivors.map(\.payload) == (0..<accepted).map { [UInt8](repeating: UInt8($0), count: 200) })
        }
    }
}

/// The most bytes that a file of this process may have; for child processes only.
enum FileSizeLimit {
    static func set(_ bytes: Int) throws {
        _ = signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit(rlim_cur: rlim_t(bytes), rlim_max: rlim_t(bytes))
        guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0 else {
            throw TestFailure("setrlimit: error \(errno)")
        }
    }
}
