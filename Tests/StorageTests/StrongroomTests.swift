import Glibc
import Signing
import Storage
import Testing

extension StoredPut {
    /// A made-up put: its bodies follow from its name, and so do tags and secrets.
    static func sample(
        _ name: String, count: Int = 3, size: Int = 3_000, owner: String = "sample-agency", expiry: UInt64 = 2_000_000
    ) -> StoredPut {
        let bodies = (0..<count).map { body(name, $0, size) }
        let entries = bodies.enumerated().map { position, body in
            StoredEntry(
                tag: tag(name, position), digest: SHA256.digest(body), size: body.count,
                eraser: SHA256.digest(secret(name, position).bytes))
        }
        return StoredPut(
            id: StatementID(SHA256.digest(Array("put \(name)".utf8))), owner: owner, expiry: expiry,
            statement: Array("statement \(name)".utf8), listing: Array("list \(name)".utf8), entries: entries,
            bodies: bodies)
    }

    static func tag(_ name: String, _ position: Int) -> Digest { SHA256.digest(Array("tag \(name) \(position)".utf8)) }

    static func secret(_ name: String, _ position: Int) -> Digest {
        SHA256.digest(Array("secret \(name) \(position)".utf8))
    }

    static func body(_ name: String, _ position: Int, _ size: Int) -> [UInt8] {
        let head = SHA256.digest(Array("body \(name) \(position)".utf8)).bytes
        return head + [UInt8](repeating: UInt8(position & 255), count: max(0, size - head.count))
    }

    /// The same without some of its bodies.
    func without(_ positions: Set<Int>) -> StoredPut {
        StoredPut(
            id: id, owner: owner, expiry: expiry, statement: statement, listing: listing, entries: entries,
            bodies: bodies.enumerated().map { positions.contains($0) ? nil : $1 })
    }
}

extension StrongroomRoom {
    static let wide = StrongroomRoom(memberEntries: 1 << 30, memberBytes: 1 << 40, bytes: 1 << 40)
}

@Suite struct StrongroomTests {
    private let directory: ScratchDirectory
    private let genesis = Digest.leaf([1])
    private var path: String { directory.file("strongroom") }
    private let now: UInt64 = 1_000_000

    init() throws { directory = try ScratchDirectory() }

    private func open() throws -> StrongroomDatabase {
        try StrongroomDatabase.open(in: path, ledger: genesis).database
    }

    private func keep(_ put: StoredPut, in room: StrongroomDatabase, isNew: Bool = true) throws -> StrongroomOutcome {
        try room.apply([.keep(put, isNew: isNew)], room: .wide)[0]
    }

    @Test func `what is kept is found by tag and by digest, also after opening again`() throws {
        let put = StoredPut.sample("one")
        #expect(try keep(put, in: open()) == .kept)
        let room = try open()
        #expect(room.totals.entries == 3 && room.totals.bytes == 3 * (3_000 + StoredPut.entryOverhead))
        for (entry, body) in zip(put.entries, put.bodies) {
            let body = try #require(body)
            #expect(try room.bodies(under: entry.tag, now: now) == [.body(body)])
            #expect(try room.body(entry.digest, now: now) == .body(body))
            #expect(try room.holds(entry.digest, now: now))
        }
        #expect(try room.bodies(under: .zero, now: now).isEmpty)
        #expect(try room.holds(.zero, now: now) == false)
        let passed = try #require(try room.put(put.id))
        #expect(passed.put.bodies == put.bodies && passed.put.listing == put.listing && passed.erased.isEmpty)
        #expect(try room.statement(of: put.id) == put.statement)
    }

    @Test func `the same put counts once, and a taken tag is refused to a new one`() throws {
        let room = try open()
        let put = StoredPut.sample("one")
        #expect(try room.apply([.keep(put, isNew: true), .keep(put, isNew: true)], room: .wide) == [.kept, .held])
        func other(_ id: UInt8, _ body: [UInt8]) -> StoredPut {
            let entry = StoredEntry(
                tag: put.entries[1].tag, digest: SHA256.digest(body), size: body.count, eraser: .zero)
            return StoredPut(
                id: StatementID(SHA256.digest([id])), owner: put.owner, expiry: put.expiry, statement: [1],
                listing: [1], entries: [entry], bodies: [body])
        }
        #expect(try keep(other(1, [1, 2]), in: room) == .tagTaken(position: 0))
        #expect(try keep(other(1, [1, 2]), in: room, isNew: false) == .kept)
        #expect(try room.bodies(under: put.entries[1].tag, now: now).count == 2)
        #expect(try keep(other(2, try #require(put.bodies[1])), in: room) == .tagTaken(position: 0))
        #expect(room.totals.puts == 2)
        let once = StoredPut.sample("two", count: 1)
        let again = StoredPut(
            id: StatementID(.zero), owner: put.owner, expiry: put.expiry, statement: [1], listing: [1],
            entries: once.entries, bodies: once.bodies)
        #expect(try room.apply([.keep(once, isNew: true), .keep(again, isNew: true)], room: .wide) == [.kept, .kept])
    }

    @Test func `a bucket is listed in the order of tags, in parts`() throws {
        let room = try open()
        let puts = ["a", "b", "c"].map { StoredPut.sample($0, count: 50, size: 40) }
        for put in puts { _ = try keep(put, in: room) }
        let tags = puts.flatMap(\.entries).map(\.tag).sorted()
        let last = try #require(Digest([UInt8](repeating: 255, count: 32)))
        func list(from first: Digest, through last: Digest, after: Digest?, limit: Int) throws -> [Digest] {
            try room.list(from: first, through: last, after: after, now: now, limit: limit).map(\.tag)
        }
        #expect(try list(from: .zero, through: last, after: nil, limit: 1_000) == tags)
        #expect(try list(from: .zero, through: last, after: tags[9], limit: 20) == Array(tags[10..<30]))
        #expect(try list(from: tags[5], through: tags[7], after: nil, limit: 20) == Array(tags[5...7]))
        #expect(try room.list(from: .zero, through: last, after: nil, now: 2_000_000, limit: 9).isEmpty)
    }

    @Test func `the receiver's secret erases one body, and no other secret does`() throws {
        let room = try open()
        let put = StoredPut.sample("one")
        _ = try keep(put, in: room)
        func erase(_ position: Int, _ secret: Digest) throws -> StrongroomOutcome {
            try room.apply([.erase(tag: put.entries[position].tag, secret: secret)], room: .wide)[0]
        }
        #expect(try erase(1, StoredPut.secret("one", 0)) == .wrongEraser)
        #expect(try erase(1, StoredPut.secret("one", 1)) == .erased(1, absent: 0))
        #expect(try erase(1, StoredPut.secret("one", 1)) == .erased(0, absent: 1))
        #expect(try room.bodies(under: put.entries[1].tag, now: now).isEmpty)
        #expect(room.totals.entries == 2)
        #expect(room.totals.bytes == 2 * 3_000 + 3 * StoredPut.entryOverhead)
        let passed = try #require(try room.put(put.id))
        #expect(passed.put.bodies.map { $0 == nil } == [false, true, false])
        #expect(passed.erased.map(\.position) == [1])
        #expect(passed.erased.map(\.proof) == [.secret(StoredPut.secret("one", 1))])
        #expect(try open().totals.days == room.totals.days)
    }

    @Test func `the owner deletes what it put, and nobody else does`() throws {
        let room = try open()
        let put = StoredPut.sample("one")
        _ = try keep(put, in: room)
        let names = put.entries.map { StoredName(tag: $0.tag, digest: $0.digest) }
        func delete(_ owner: String, _ names: [StoredName]) throws -> StrongroomOutcome {
            let change = StrongroomChange.delete(
                owner: owner, names: names, id: StatementID(SHA256.digest(Array(owner.utf8))), statement: [7, 7])
            return try room.apply([change], room: .wide)[0]
        }
        #expect(try delete("other-agency", names) == .erased(0, absent: 3))
        let swapped = [StoredName(tag: names[0].tag, digest: names[1].digest)]
        #expect(try delete("sample-agency", swapped) == .erased(0, absent: 1))
        #expect(try delete("sample-agency", names) == .erased(3, absent: 0))
        #expect(room.totals.entries == 0)
        let erasures = try #require(try room.erasures(of: put.id))
        #expect(erasures.erased.count == 3 && erasures.deletions == [[7, 7]])
    }

    @Test func `a quota is kept for each member, and the whole has its own`() throws {
        let room = try open()
        let limits = StrongroomRoom(memberEntries: 4, memberBytes: 20_000, bytes: 40_000)
        func keep(_ name: String, _ count: Int, size: Int = 3_000, owner: String) throws -> StrongroomOutcome {
            let put = StoredPut.sample(name, count: count, size: size, owner: owner)
            return try room.apply([.keep(put, isNew: true)], room: limits)[0]
        }
        #expect(try keep("a", 3, owner: "first") == .kept)
        #expect(try keep("b", 2, owner: "first") == .overEntries(held: 3))
        #expect(try keep("c", 1, size: 15_000, owner: "first") == .overBytes(held: 3 * 3_256))
        #expect(try keep("d", 4, owner: "second") == .kept)
        #expect(try keep("e", 4, size: 4_700, owner: "third") == .full(bytes: 7 * 3_256))
        let secret = StrongroomChange.erase(tag: StoredPut.tag("a", 0), secret: StoredPut.secret("a", 0))
        _ = try room.apply([secret], room: limits)
        #expect(try keep("f", 2, owner: "first") == .kept)
        #expect(room.totals.byOwner["first"]?.entries == 4)
    }

    @Test func `what has expired is gone, with its quota`() throws {
        let room = try open()
        _ = try keep(.sample("early", expiry: 1_500_000), in: room)
        _ = try keep(.sample("late"), in: room)
        #expect(try room.bodies(under: StoredPut.tag("early", 0), now: 1_499_999).count == 1)
        #expect(try room.bodies(under: StoredPut.tag("early", 0), now: 1_500_000).isEmpty)
        #expect(try room.expire(at: 1_500_000) == false)
        #expect(room.totals.puts == 1 && room.totals.byOwner["sample-agency"]?.entries == 3)
        #expect(try room.state(of: StoredPut.sample("early").id) == nil)
        #expect(try keep(.sample("early", expiry: 1_500_000), in: room) == .kept)
    }

    @Test func `two rooms with the same changes compare as equal, whatever their order`() throws {
        let one = try open()
        let two = try StrongroomDatabase.open(in: directory.file("other"), ledger: genesis).database
        let puts = (0..<40).map { StoredPut.sample("p\($0)", count: 2, size: 50) }
        for put in puts { _ = try keep(put, in: one) }
        for put in puts.reversed() { _ = try keep(put, in: two) }
        let erasures = [(3, 0), (3, 1), (7, 1)].map { number, position in
            StrongroomChange.erase(
                tag: StoredPut.tag("p\(number)", position), secret: StoredPut.secret("p\(number)", position))
        }
        _ = try one.apply(erasures, room: .wide)
        #expect(one.totals.days != two.totals.days)
        _ = try two.apply(erasures.reversed(), room: .wide)
        #expect(one.totals.days == two.totals.days)
        let range = try #require(PutRange(day: 2_000_000 / 86_400, depth: 0, prefix: 0))
        let sums = try range.parts.map { try one.sum(of: $0) }
        #expect(sums == (try range.parts.map { try two.sum(of: $0) }))
        #expect(sums.reduce(0) { $0 + $1.puts } == 40)
        #expect(try one.puts(in: range, limit: 100).map(\.id) == puts.map(\.id).sorted())
    }

    @Test func `a damaged body is never given; it lacks until another node mends it`() throws {
        let room = try open()
        let put = StoredPut.sample("one", count: 40)
        _ = try keep(put, in: room)
        try room.settle()
        let file = path + "/strongroom.sqlite"
        let wanted = try #require(put.bodies[17])
        let bytes = try Bytes.read(file)
        let place = try #require(bytes.indices.first { bytes[$0...].starts(with: wanted.prefix(32)) })
        try Bytes.flip(file, at: place + 5)
        let again = try open()
        let found = try again.scrub(after: 0)
        #expect(found?.damaged == 1)
        #expect(again.totals.lacking == 1)
        #expect(try again.bodies(under: put.entries[17].tag, now: now) == [.lacking(put.id)])
        #expect(try again.holds(put.entries[17].digest, now: now) == false)
        #expect(try again.lacking(limit: 9) == [put.id])
        #expect(try keep(put.without([17]), in: again, isNew: false) == .held)
        #expect(try keep(put, in: again, isNew: false) == .kept)
        #expect(again.totals.lacking == 0)
        #expect(try again.bodies(under: put.entries[17].tag, now: now) == [.body(wanted)])
        #expect(try again.scrub(after: found?.number ?? 0) == nil)
    }

    @Test func `a put that comes without an erased body and with its proof is whole`() throws {
        let room = try open()
        let put = StoredPut.sample("one")
        let changes: [StrongroomChange] = [
            .keep(put.without([1]), isNew: false),
            .eraseAt(put.id, position: 1, secret: StoredPut.secret("one", 1)),
        ]
        #expect(try room.apply(changes, room: .wide) == [.kept, .erased(1, absent: 0)])
        #expect(try room.state(of: put.id)?.lacking == 0 && room.totals.entries == 2)
        let wrong = StrongroomChange.eraseAt(put.id, position: 0, secret: StoredPut.secret("one", 1))
        #expect(try room.apply([wrong], room: .wide) == [.wrongEraser])
    }

    @Test func `erased bodies give their space back`() throws {
        let room = try open()
        for number in 0..<8 { _ = try keep(.sample("n\(number)", count: 1_000), in: room) }
        try room.settle()
        let file = path + "/strongroom.sqlite"
        let before = try Bytes.size(file)
        #expect(before > 24 << 20)
        for number in 0..<8 {
            let changes = (0..<1_000).map { position in
                StrongroomChange.erase(
                    tag: StoredPut.tag("n\(number)", position), secret: StoredPut.secret("n\(number)", position))
            }
            _ = try room.apply(changes, room: .wide)
        }
        while try room.shrink() {}
        try room.settle()
        #expect(try Bytes.size(file) < before / 2)
        #expect(try Bytes.size(file + "-wal") == 0)
    }

    @Test func `a file that is no strongroom is put aside, and another ledger's is refused`() throws {
        _ = try keep(.sample("one"), in: open())
        #expect(throws: StorageRefusal.self) { try StrongroomDatabase.open(in: path, ledger: .zero) }
        try Bytes.write([UInt8](repeating: 9, count: 100_000), to: path + "/strongroom.sqlite")
        let (room, aside) = try StrongroomDatabase.open(in: path, ledger: genesis)
        #expect(aside?.file == path + "/strongroom.sqlite")
        #expect(room.totals.puts == 0)
        #expect(try ScratchDirectory.names(in: path).contains("strongroom.sqlite.damaged"))
        #expect(try keep(.sample("one"), in: room) == .kept)
    }

    @Test func `ten thousand bodies of 3 KB are kept in under a second`() throws {
        let room = try open()
        let puts = (0..<4).map { StoredPut.sample("fast \($0)", count: 2_500) }
        let start = ContinuousClock.now
        for put in puts { #expect(try keep(put, in: room) == .kept) }
        #expect(start.duration(to: .now) < .seconds(3))
        #expect(room.totals.entries == 10_000)
    }
}

/// What ends a strongroom, and what does not.
@Suite(.serialized) struct StrongroomFailureTests {
    @Test(.enabled(if: SmallDisk.isAllowed, "a tmpfs takes root to mount"))
    func `a full disk refuses a put and nothing else`() throws {
        let disk = try SmallDisk(pages: 2_048)
        let (room, _) = try StrongroomDatabase.open(in: disk.path + "/strongroom", ledger: .zero)
        #expect(try room.apply([.keep(.sample("one"), isNew: true)], room: .wide) == [.kept])
        try disk.fill(leaving: 40)
        let failure = #expect(throws: StorageFailure.self) {
            try room.apply([.keep(.sample("two", count: 1_000), isNew: true)], room: .wide)
        }
        #expect(failure?.isFull == true)
        #expect(room.totals.puts == 1)
        #expect(try room.bodies(under: StoredPut.tag("one", 0), now: 1).count == 1)
        disk.release()
        #expect(try room.apply([.keep(.sample("two", count: 1_000), isNew: true)], room: .wide) == [.kept])
        #expect(try StrongroomDatabase.open(in: disk.path + "/strongroom", ledger: .zero).database.totals.puts == 2)
    }

    @Test(arguments: [5, 14, 33, 61, 97])
    func `a process killed at any moment has lost no put that it acknowledged`(milliseconds: Int) async throws {
        let directory = try ScratchDirectory()
        let path = directory.path
        _ = try StrongroomDatabase.open(in: path + "/strongroom", ledger: .zero)
        try Bytes.write([UInt8](repeating: 0, count: 1), to: path + "/acknowledged")
        await #expect(processExitsWith: .signal(SIGALRM)) {
            [path = path as String, milliseconds = milliseconds as Int] in
            var timer = itimerval()
            timer.it_value.tv_usec = milliseconds * 1_000
            unsafe setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil)
            try StrongroomFailureTests.work(in: path)
        }
        let acknowledged = try Bytes.read(path + "/acknowledged").count - 1
        let room = try StrongroomDatabase.open(in: path + "/strongroom", ledger: .zero).database
        #expect((acknowledged...acknowledged + 1).contains(room.totals.puts))
        for number in 0..<acknowledged {
            let found = try room.bodies(under: StoredPut.tag("n\(number)", 7), now: 1)
            #expect(found == [.body(StoredPut.body("n\(number)", 7, 700))])
        }
    }

    private static func work(in path: String) throws {
        let room = try StrongroomDatabase.open(in: path + "/strongroom", ledger: .zero).database
        let acknowledged = unsafe open(path + "/acknowledged", O_WRONLY | O_APPEND)
        for number in 0... {
            _ = try room.apply([.keep(.sample("n\(number)", count: 20, size: 700), isNew: true)], room: .wide)
            _ = unsafe write(acknowledged, "x", 1)
        }
    }
}
