import Ledger
import Signing
import Testing

struct StateTreeTests {
    private static let kinds: [UInt8] = [0, 1, 2, 127, 128, 255]

    @Test func `the state without entries has 32 zero bytes as its root`() {
        #expect(StateTree().root == .zero)
        #expect(StateTree().count == 0)
        #expect(StateTree().count(kind: 3) == 0)
        #expect(StateTree().entries(kind: 3).isEmpty)
    }

    @Test func `one entry is lifted to its kind's root and no higher`() {
        let key = StateKey(kind: 0b1010_0000, key: [1, 2, 3])
        let tree = StateTree(entries: [(key, [9])])
        var hash = SHA256.digest([0] + SHA256.digest([0b1010_0000, 1, 2, 3]).bytes + SHA256.digest([9]).bytes)
        for right in [false, false, false, false, false, true, false, true] {
            hash = SHA256.digest(right ? [1] + Digest.zero.bytes + hash.bytes : [1] + hash.bytes + Digest.zero.bytes)
        }
        #expect(tree.root == hash)
        #expect(tree.count == 1)
        #expect(tree.value(key) == [9])
    }

    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func `after any changes root, counts, values and entries agree with the definition`(seed: UInt64) {
        var random = Seeded(seed)
        var model = StateModel()
        var tree = StateTree()
        for _ in 0..<25 {
            let count = Int.random(in: 0...60, using: &random)
            let changes = random.changes(count, kinds: Self.kinds, names: 40)
            tree = tree.applying(changes)
            model.apply(changes)
            #expect(tree.root == model.root)
            #expect(tree.count == model.entries.count)
        }
        for kind in Self.kinds + [3] {
            let expected = model.sorted.filter { $0.key.kind == kind }
            #expect(tree.entries(kind: kind).map(\.0) == expected.map(\.key))
            #expect(tree.entries(kind: kind).map(\.1) == expected.map(\.value))
            #expect(tree.count(kind: kind) == expected.count)
            for name in 0..<45 {
                let key = StateKey(kind: kind, key: Array("key \(name)".utf8))
                #expect(tree.value(key) == model.entries[key])
            }
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `kinds that shrink to one entry or none agree with the definition`(seed: UInt64) {
        var random = Seeded(seed)
        var model = StateModel()
        var tree = StateTree()
        for _ in 0..<40 {
            let changes = random.changes(2, kinds: [1, 200], names: 3)
            tree = tree.applying(changes)
            model.apply(changes)
            #expect(tree.root == model.root)
        }
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `the root does not depend on how the entries came in`(seed: UInt64) {
        var random = Seeded(seed)
        var model = StateModel()
        model.apply(random.changes(400, kinds: Self.kinds, names: 60))
        let atOnce = StateTree(entries: model.sorted.map { ($0.key, $0.value) })
        var oneByOne = StateTree()
        for (key, value) in model.sorted.shuffled(using: &random) { oneByOne = oneByOne.applying([(key, value)]) }
        #expect(atOnce.root == model.root)
        #expect(oneByOne.root == model.root)
    }

    @Test func `of equal keys in a batch the last one counts`() {
        let key = StateKey(kind: 1, key: [1])
        let other = StateKey(kind: 1, key: [2])
        let tree = StateTree().applying([(key, [1]), (other, [7]), (key, nil), (key, [3])])
        #expect(tree.value(key) == [3])
        #expect(tree.applying([(key, [4]), (key, nil)]).value(key) == nil)
        #expect(StateTree(entries: [(key, [1]), (key, [2])]).value(key) == [2])
    }

    @Test func `removing what is not there, or setting the same value, changes nothing`() {
        var random = Seeded(5)
        let tree = StateTree().applying(random.changes(200, kinds: Self.kinds, names: 60))
        let absent = StateKey(kind: 1, key: Array("never".utf8))
        #expect(tree.applying([(absent, nil)]).root == tree.root)
        #expect(StateTree().applying([(absent, nil)]).root == .zero)
        let same = tree.entries(kind: 1).map { ($0.0, Optional($0.1)) }
        #expect(tree.applying(same).root == tree.root)
        #expect(tree.applying([]).root == tree.root)
    }

    @Test func `an older version stays as it was`() {
        var random = Seeded(6)
        let old = StateTree().applying(random.changes(300, kinds: Self.kinds, names: 60))
        let root = old.root
        let entries = old.entries(kind: 1).map(\.0)
        let new = old.applying(entries.map { ($0, nil) })
        #expect(new.count(kind: 1) == 0)
        #expect(new.root != root)
        #expect(old.root == root)
        #expect(old.entries(kind: 1).map(\.0) == entries)
    }

    @Test func `removing everything leads back to the empty root`() {
        var random = Seeded(8)
        let tree = StateTree().applying(random.changes(300, kinds: Self.kinds, names: 60))
        let all = Self.kinds.flatMap { tree.entries(kind: $0) }
        let empty = tree.applying(all.map { ($0.0, nil) })
        #expect(empty.root == .zero)
        #expect(empty.count == 0)
    }

    @Test func `the same key bytes under another kind are another entry`() {
        let one = StateKey(kind: 1, key: [1])
        let two = StateKey(kind: 2, key: [1])
        let tree = StateTree(entries: [(one, [1])])
        #expect(tree.value(two) == nil)
        #expect(one.hash != two.hash)
        #expect(one.hash == SHA256.digest([1, 1]))
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `what differs of a kind between two states leads from one to the other, and is no more than that`(
        seed: UInt64
    ) {
        var random = Seeded(seed)
        var versions = [StateTree()]
        for _ in 0..<9 {
            let count = Int.random(in: 0...30, using: &random)
            versions.append(versions[versions.count - 1].applying(random.changes(count, kinds: Self.kinds, names: 30)))
        }
        for old in versions {
            for new in versions {
                for kind in Self.kinds + [3] {
                    let changes = new.changes(kind: kind, since: old)
                    #expect(changes.allSatisfy { $0.0.kind == kind && old.value($0.0) != $0.1 })
                    let led = old.applying(changes)
                    #expect(led.entries(kind: kind).map(\.0) == new.entries(kind: kind).map(\.0))
                    #expect(led.entries(kind: kind).map(\.1) == new.entries(kind: kind).map(\.1))
                }
            }
        }
    }
}
