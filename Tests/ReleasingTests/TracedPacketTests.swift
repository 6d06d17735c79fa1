import Releasing
import Sealing
import Signing
import Testing

/// What the one who traced gets from a node beside its share.
struct TracedPacketTests {
    @Test func `the one who traced opens manifest and packet, and nobody else does`() throws {
        let world = try ReleaseWorld(3, quorum: 2)
        let deposit = try world.deposit(2)
        let sealed = TracedPacket.sealed(
            deposit.manifest, deposit.trace, for: ReleaseWorld.statement, to: world.useKey.publicKey)
        let opened = try TracedPacket(opening: sealed, for: ReleaseWorld.statement, by: world.useKey)
        #expect(opened.manifest == deposit.manifest && opened.packet == deposit.trace)
        #expect(throws: SealingError.doesNotOpen) {
            try TracedPacket(opening: sealed, for: ReleaseWorld.statement, by: world.regulator)
        }
        #expect(throws: SealingError.doesNotOpen) {
            try TracedPacket(opening: sealed, for: StatementID(Digest.filled(1)), by: world.useKey)
        }
        // The tags of the deposit's parts follow from the salt: it does not stand in the open.
        #expect(!sealed.contains(deposit.manifest.salt))
    }

    @Test func `another packet than the manifest's is refused, and so is what is too long`() throws {
        let world = try ReleaseWorld(3, quorum: 2)
        let (deposit, other) = (try world.deposit(1), try world.deposit(2))
        let swapped = TracedPacket.sealed(
            other.manifest, deposit.trace + [0], for: ReleaseWorld.statement, to: world.useKey.publicKey)
        #expect(throws: SealingError.self) {
            try TracedPacket(opening: swapped, for: ReleaseWorld.statement, by: world.useKey)
        }
        let long = [UInt8](repeating: 0, count: TracedPacket.maxSealedByteCount + 1)
        #expect(throws: SealingError.wrongSize(found: long.count, limit: TracedPacket.maxSealedByteCount)) {
            try TracedPacket(opening: long, for: ReleaseWorld.statement, by: world.useKey)
        }
    }
}
