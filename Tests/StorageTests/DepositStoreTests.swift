import Releasing
import Sealing
import Signing
import Storage
import Testing

@Suite struct DepositStoreTests {
    private let directory: ScratchDirectory
    private let genesis = Digest.leaf([1])
    private let key = StorageKey(SecretKey())
    private let sample: DepositSample
    private let now: UInt64 = 1_000_000
    private var path: String { directory.file("deposits") }

    init() throws {
        directory = try ScratchDirectory()
        sample = try DepositSample()
    }

    private func open(_ key: StorageKey? = nil) throws -> DepositDatabase {
        try DepositDatabase.open(in: path, ledger: genesis, key: key ?? self.key).database
    }

    private func keep(
        _ deposit: FittingDeposit, in store: DepositDatabase, room: StrongroomRoom = .wide, at second: UInt64? = nil
    ) throws -> DepositOutcome {
        try store.apply([.keep(deposit, leave: [1, 2], received: second ?? now)], room: room)[0]
    }

    @Test func `a deposit that is kept is there again after a restart, whole and part by part`() throws {
        let deposit = try sample.deposit("one")
        do {
            let store = try open()
            #expect(try keep(deposit, in: store) == .kept)
            #expect(try keep(deposit, in: store) == .held)
            #expect(try store.apply([.keepShares(try sample.shares(deposit))], room: .wide) == [.kept])
        }
        let store = try open()
        let manifest = deposit.deposit.manifest
        #expect(try store.holds(deposit.manifest, now: now))
        #expect(try store.manifest(deposit.manifest) == manifest)
        #expect(try store.deposit(deposit.manifest) == deposit.deposit)
        #expect(try store.leave(deposit.manifest) == [1, 2])
        #expect(try store.manifests(of: DepositSample.grant("one")) == [deposit.manifest])
        for part in manifest.depositParts {
            #expect(try store.part(tag: part.tag(manifest), now: now) == [deposit.deposit[part]])
            #expect(try store.part(part, of: manifest) == deposit.deposit[part])
        }
        #expect(try store.ownShares(deposit.manifest)?.indices == sample.shares(deposit).indices)
        #expect(try !store.holds(DepositSample.grant("other"), now: now))
        #expect(try store.manifest(DepositSample.grant("other")) == nil)
        #expect(try store.part(tag: DepositSample.grant("other"), now: now).isEmpty)
        #expect(store.totals.deposits == 1 && store.totals.unclaimed == 1 && store.totals.lacking == 0)
        #expect(store.totals.entries == manifest.depositParts.count)
    }

    @Test func `a quorum of words is an acknowledgement, and each validator counts once`() throws {
        let deposit = try sample.deposit("one")
        let store = try open()
        let (first, word) = try sample.word(deposit, 1)
        let (third, other) = try sample.word(deposit, 3)
        #expect(try store.apply([.acknowledge(deposit.manifest, at: first, word: word)], room: .wide) == [.absent])
        _ = try keep(deposit, in: store)
        let twice = [DepositChange](repeating: .acknowledge(deposit.manifest, at: first, word: word), count: 2)
        #expect(try store.apply(twice, room: .wide) == [.kept, .held])
        #expect(try !store.isAcknowledged(deposit.manifest))
        #expect(try store.apply([.acknowledge(deposit.manifest, at: third, word: other)], room: .wide) == [.kept])
        #expect(try store.isAcknowledged(deposit.manifest))
        #expect(try store.acknowledgements(deposit.manifest) == [first: word, third: other])
        let receipt = try #require(
            DepositReceipt(of: deposit.deposit.manifest, [word, other, [1]], in: sample.set))
        #expect(receipt.positions == [first, third])
    }

    @Test func `what an event deletes is gone on disk, and what it leaves is still given`() throws {
        let deposit = try sample.deposit("one")
        let manifest = deposit.deposit.manifest
        let store = try open()
        _ = try keep(deposit, in: store)
        _ = try store.apply([.keepShares(try sample.shares(deposit)), .claim(deposit.manifest)], room: .wide)
        let event = DepositEvent.withdrawn(used: 1)
        let delete = DepositChange.delete(event, of: deposit.manifest, word: [9])
        #expect(try store.apply([delete], room: .wide) == [.kept])
        #expect(try store.apply([.delete(event, of: deposit.manifest, word: [8])], room: .wide) == [.held])
        let gone = Set(manifest.deletions(at: event).parts)
        for part in manifest.depositParts {
            #expect(try store.part(part, of: manifest) == (gone.contains(part) ? nil : deposit.deposit[part]))
        }
        #expect(try store.ownShares(deposit.manifest)?.indices.map(\.value) == [0, 1])
        #expect(try store.deposit(deposit.manifest) == nil)
        #expect(try store.deletionWords(deposit.manifest) == [[9]])
        // Nobody brings back what was deleted.
        #expect(try keep(deposit, in: store) == .held)
        #expect(try store.part(.ticket(try #require(SecretIndex(use: 2))), of: manifest) == nil)
        #expect(try store.apply([.keepShares(try sample.shares(deposit))], room: .wide) == [.held])
        let before = store.totals
        #expect(try open().totals == before)
        #expect(try store.apply([.delete(.closed, of: deposit.manifest, word: nil)], room: .wide) == [.kept])
        #expect(try store.ownShares(deposit.manifest)?.indices.map(\.value) == [0])
        #expect(try store.apply([.delete(.forgotten, of: deposit.manifest, word: [7])], room: .wide) == [.kept])
        #expect(store.totals == DepositTotals())
        #expect(try store.deletionWords(deposit.manifest) == [[9], [7]])
        #expect(try store.apply([delete], room: .wide) == [.absent])
    }

    @Test func `a party's quota, the room of all, and the deposits of one grant are limited`() throws {
        let store = try open()
        let deposit = try sample.deposit("one")
        let (entries, bytes) = (deposit.deposit.parts.count, deposit.deposit.byteCount)
        let cost = bytes + entries * StoredPut.entryOverhead
        func room(_ entries: Int = 1 << 30, _ memberBytes: Int = 1 << 40, _ all: Int = 1 << 40) -> StrongroomRoom {
            StrongroomRoom(memberEntries: entries, memberBytes: memberBytes, bytes: all)
        }
        #expect(try keep(deposit, in: store, room: room(entries - 1)) == .overEntries(held: 0))
        #expect(try keep(deposit, in: store, room: room(1 << 30, cost - 1)) == .overBytes(held: 0))
        #expect(try keep(deposit, in: store, room: room(1 << 30, 1 << 40, cost - 1)) == .full(bytes: 0))
        #expect(try keep(deposit, in: store, room: room(entries, cost, cost)) == .kept)
        #expect(try keep(sample.deposit("two"), in: store, room: room(1 << 30, cost)) == .overBytes(held: cost))
        let other = try DepositSample(party: "other-bank")
        #expect(try keep(other.deposit("two"), in: store, room: room(entries, 2 * cost)) == .kept)
        for _ in 1..<DepositDatabase.maxUnclaimed { #expect(try keep(sample.deposit("one"), in: store) == .kept) }
        #expect(try keep(sample.deposit("one"), in: store) == .unclaimed(DepositDatabase.maxUnclaimed))
        #expect(try store.apply([.claim(deposit.manifest)], room: .wide) == [.kept])
        #expect(try keep(sample.deposit("one"), in: store) == .kept)
    }

    @Test func `what no block names is dropped in time, what one names stays until its expiry`() throws {
        let store = try open()
        let (named, unnamed, asked) = (
            try sample.deposit("one"), try sample.deposit("two"), try sample.deposit("three")
        )
        for deposit in [named, unnamed, asked] { _ = try keep(deposit, in: store) }
        #expect(try store.apply([.claim(named.manifest), .claim(named.manifest)], room: .wide) == [.kept, .held])
        while try store.dropUnclaimed(before: now, except: [asked.manifest]) {}
        #expect(store.totals.deposits == 3)
        while try store.dropUnclaimed(before: now + 1, except: [asked.manifest]) {}
        #expect(try store.holds(named.manifest, now: now) && store.holds(asked.manifest, now: now))
        #expect(try !store.holds(unnamed.manifest, now: now) && store.deposit(unnamed.manifest) == nil)
        #expect(try !store.holds(named.manifest, now: sample.expiry))
        while try store.expire(at: sample.expiry) {}
        #expect(store.totals == DepositTotals())
    }

    @Test func `shares sealed by another key are gone, and all else is there`() throws {
        let deposit = try sample.deposit("one")
        do {
            let store = try open()
            _ = try keep(deposit, in: store)
            _ = try store.apply([.keepShares(try sample.shares(deposit))], room: .wide)
            #expect(try store.withoutShares(after: .zero, limit: 8).isEmpty)
        }
        let opening = try DepositDatabase.open(in: path, ledger: genesis, key: StorageKey(SecretKey()))
        #expect(opening.lostShares && opening.setAside == nil)
        #expect(try opening.database.ownShares(deposit.manifest) == nil)
        #expect(try opening.database.deposit(deposit.manifest) == deposit.deposit)
        #expect(try opening.database.withoutShares(after: .zero, limit: 8) == [deposit.manifest])
        #expect(throws: StorageRefusal.self) {
            try DepositDatabase.open(in: path, ledger: .leaf([2]), key: StorageKey(SecretKey()))
        }
    }
}
