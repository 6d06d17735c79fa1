import Glibc
import Ledger
import Signing
import Storage
import Testing

/// A child that is ended by a timer's signal in the middle of its work, which no code of it can see coming.
@Suite struct KilledProcessTests {
    @Test(arguments: [3, 11, 24, 37, 52, 68, 90, 120])
    func `a process killed at any moment has lost nothing that it acknowledged`(milliseconds: Int) async throws {
        let directory = try ScratchDirectory()
        let path = directory.path
        _ = try LogStore.create(in: path)
        _ = try IntakeJournal.create(in: path)
        _ = try GuardFile.create(at: path + "/guard")
        try Bytes.write([UInt8](repeating: 0, count: 1), to: path + "/acknowledged")
        await #expect(processExitsWith: .signal(SIGALRM)) {
            [path = path as String, milliseconds = milliseconds as Int] in
            var timer = itimerval()
            timer.it_value.tv_usec = milliseconds * 1_000
            unsafe setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil)
            try KilledProcessTests.work(in: path)
        }
        try check(path, acknowledged: Int(try Bytes.read(path + "/acknowledged").count) - 1)
    }

    /// Accepts a submission, stores its block, notes the head as signed, acknowledges; for ever.
    private static func work(in path: String) throws {
        let store = try LogStore.open(in: path)
        let journal = try IntakeJournal.open(in: path).journal
        let guardFile = try GuardFile.open(at: path + "/guard").file
        let acknowledged = unsafe open(path + "/acknowledged", O_WRONLY | O_APPEND)
        for number in 0... {
            let sequence = try journal.append([KilledProcessTests.block(number)])
            let head = try store.append([KilledProcessTests.block(number)])
            try guardFile.write(Array("\(head.size) \(head.root)".utf8))
            _ = unsafe write(acknowledged, "x", 1)
            if number % 3 == 2 { try journal.discard(through: sequence) }
        }
    }

    private static func block(_ number: Int) -> [UInt8] {
        LogModel.run(LogModel.leaves(number * 500..<(number + 1) * 500))
    }

    private func check(_ path: String, acknowledged: Int) throws {
        var model = LogModel()
        model.append(LogModel.leaves(0..<(acknowledged + 2) * 500))
        let store = try LogStore.open(in: path)
        #expect(store.head.size >= UInt64(acknowledged * 500))
        #expect(try store.head(at: UInt64(acknowledged * 500)) == model.head(at: acknowledged * 500))
        #expect(store.head == model.head(at: Int(store.head.size)))
        let signed = try GuardFile.open(at: path + "/guard").newest.map { String(decoding: $0, as: UTF8.self) }
        let allowed = (acknowledged...acknowledged + 1).map { count -> String? in
            let head = model.head(at: count * 500)
            return count == 0 ? nil : "\(head.size) \(head.root)"
        }
        #expect(allowed.contains(signed))
        let survivors = try IntakeJournal.open(in: path).survivors.map(\.payload)
        let blocks = (acknowledged - acknowledged % 3..<acknowledged).map(KilledProcessTests.block)
        #expect(survivors.isEmpty || blocks.isEmpty || survivors.contains(blocks[blocks.count - 1]))
        try store.truncate(to: UInt64(acknowledged * 500))
        #expect(try store.append([KilledProcessTests.block(acknowledged)]) == model.head(at: (acknowledged + 1) * 500))
    }
}
