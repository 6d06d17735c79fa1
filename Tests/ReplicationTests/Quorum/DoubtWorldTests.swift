import Ledger
import Replication
import Rulebook
import Signing
import TestSupport
import Testing

/// Nodes that lose their guard under load, in worlds under a seed.
struct DoubtWorldTests {
    private static func doubt(_ world: QuorumWorld, isAllowed: Bool = true) -> Doubt {
        let doubt = Doubt(.guardMissing, validators: world.ledger.network.validatorsDigest)
        return isAllowed ? doubt.allowed : doubt
    }

    /// Takes a node's guard away, and its log too or not.
    private static func forget(_ node: Int, in world: inout QuorumWorld, isAllowed: Bool = true) {
        let doubt = doubt(world, isAllowed: isAllowed)
        world.alter(node) { host in
            host.guardBytes = GuardRecord.lost(doubt).encoded
            host.candidates = []
            host.checkpoint = nil
        }
        world.plan(.restart(node), in: 40)
    }

    private static func resume(_ world: QuorumWorld, _ node: Int) throws -> Height? {
        try world.hosts[node].guardBytes.flatMap { try GuardRecord(decoding: $0) }?.doubt?.resume
    }

    private static func isInDoubt(_ world: QuorumWorld, _ node: Int) -> Bool {
        world.hosts[node].replica?.status.doubt != nil
    }

    @Test(arguments: 1...24)
    func `a node that lost its guard under load observes, and votes again three heights above what the others prove`(
        _ seed: UInt64
    ) throws {
        let validators = seed.isMultiple(of: 2) ? 4 : 3
        var world = try QuorumWorld.of(
            WorldSettings(seed: seed, validators: validators, loss: seed % 3 * 2_000, badUntil: 15_000))
        let ids = world.planNotes(80, every: 120)
        let node = Int(seed % 3)
        _ = try world.run(for: 400 + seed * 37)
        let before = world.oracle.heights(of: node).last ?? Height(0)
        Self.forget(node, in: &world)
        #expect(
            try world.run(for: 60_000) {
                !Self.isInDoubt($0, node) && $0.hosts[node].replica != nil && $0.areFinal(ids)
            })
        let resume = try #require(try Self.resume(world, node))
        #expect(resume > before)
        _ = try world.run(for: 25_000)
        let after = world.oracle.heights(of: node).filter { $0 > before }
        #expect(after.first.map { $0 >= resume } ?? false, "seed \(seed): \(after) \(resume)\n\(world.plight)")
        #expect(world.oracle.breaches == [], "seed \(seed)")
        #expect(world.alarms.contains(.signsAgain(at: resume)))
        #expect(Set(world.hosts.map(\.state.head)).count == 1, "seed \(seed)")
    }

    @Test(arguments: 1...12)
    func `a node that stops between any two effects and then finds no guard never votes twice`(_ seed: UInt64) throws {
        var world = try QuorumWorld.of(
            WorldSettings(
                seed: seed, validators: seed.isMultiple(of: 2) ? 4 : 3, loss: 1_000, crashes: 300, badUntil: 20_000))
        let ids = world.planNotes(60, every: 200)
        // One node loses its guard at its first stop, and once more at a later one.
        for _ in 0..<2 {
            guard try world.run(for: 9_000, until: { $0.hosts[1].replica == nil }) else { continue }
            Self.forget(1, in: &world)
            _ = try world.run(for: 4_000)
        }
        #expect(
            try world.run(for: 90_000) { $0.time > 20_000 && $0.areFinal(ids) && !Self.isInDoubt($0, 1) },
            "seed \(seed)\n\(world.plight)")
        #expect(world.oracle.breaches == [], "seed \(seed)")
    }

    @Test(arguments: 1...4)
    func `a node that nobody has allowed to come back observes for good, and the others go on`(_ seed: UInt64) throws {
        var world = try QuorumWorld.of(WorldSettings(seed: seed))
        let ids = world.planNotes(30, every: 150)
        _ = try world.run(for: 700)
        let before = world.oracle.heights(of: 2)
        Self.forget(2, in: &world, isAllowed: false)
        #expect(try world.run(for: 30_000) { $0.time > 8_000 && $0.areFinal(ids) }, "\(world.plight)")
        _ = try world.run(for: 30_000)
        #expect(world.oracle.heights(of: 2) == before)
        #expect(world.hosts[2].replica?.status.doubt?.doubt.isAllowed == false)
        #expect(world.oracle.breaches == [])
    }

    @Test(arguments: 1...4)
    func `two of three in doubt at once stay observers, for neither may answer the other`(_ seed: UInt64) throws {
        var world = try QuorumWorld.of(WorldSettings(seed: seed))
        _ = world.planNotes(20, every: 150)
        _ = try world.run(for: 700)
        for node in [0, 1] { Self.forget(node, in: &world) }
        let before = [0, 1].map { world.oracle.heights(of: $0) }
        _ = try world.run(for: 60_000)
        for node in [0, 1] {
            #expect(world.oracle.heights(of: node) == before[node])
            #expect(world.hosts[node].replica?.status.doubt?.missing == [1 - node])
            #expect(try Self.resume(world, node) == nil)
        }
        #expect(world.oracle.breaches == [])
    }

    @Test(arguments: 1...8)
    func `a folder put back from a copy is found out by the node's own signatures, and speaks of no later block`(
        _ seed: UInt64
    ) throws {
        var world = try QuorumWorld.of(WorldSettings(seed: seed))
        _ = world.planNotes(60, every: 100)
        _ = try world.run(for: 900)
        let copy = world.hosts[1]
        #expect(try world.run(for: 20_000) { $0.hosts[1].state.head.height.value > copy.state.head.height.value + 6 })
        let before = Set(world.oracle.heights(of: 1))
        world.oracle.forgiven = [1]
        world.alter(1) { host in
            let life = host.life
            host = copy
            host.replica = nil
            host.life = life
        }
        world.plan(.restart(1), in: 500)
        _ = try world.run(for: 30_000)
        #expect(world.oracle.breaches == [])
        #expect(world.hosts[1].replica?.status.doubt?.doubt.cause == .signatureForgotten, "\(world.plight)")
        #expect(world.alarms.contains(.doubt(.signatureForgotten)))
        // What it said again before it found out was of the height where the copy stood, long final.
        let since = Set(world.oracle.heights(of: 1)).subtracting(before)
        #expect(since.allSatisfy { $0 <= copy.state.head.height.next })
    }
}
