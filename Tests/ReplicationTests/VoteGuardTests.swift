import Ledger
import Replication
import Rulebook
import Signing
import TestSupport
import Testing

struct VoteGuardTests {
    private let network = TestNetwork.single
    private let keys: AttestationKeys
    private let block = BlockID(SHA256.digest([1]))
    private let head = TreeHead(size: 10, root: SHA256.digest([2]))

    init() throws { keys = try #require(TestNode.keys(of: 1, in: TestNetwork.single)) }

    private func makeGuard(_ last: Attestation? = nil) -> VoteGuard {
        VoteGuard(keys: keys, origin: network.origin, last: last)
    }

    private func refusal(
        _ voteGuard: VoteGuard, _ height: UInt64, _ block: BlockID, _ head: TreeHead
    ) -> GuardRefusal? {
        var voteGuard = voteGuard
        do throws(GuardRefusal) {
            _ = try voteGuard.attest(height: Height(height), block: block, head: head, at: 99)
            return nil
        } catch { return error }
    }

    @Test func `asked again, the guard gives the identical bytes, whatever the time`() throws {
        var voteGuard = makeGuard()
        let first = try voteGuard.attest(height: Height(3), block: block, head: head, at: 1_793_491_201)
        let again = try voteGuard.attest(height: Height(3), block: block, head: head, at: 1_793_499_999)
        #expect(again.encoded == first.encoded)
        #expect(voteGuard.last == first)
        var restarted = makeGuard(try Attestation(decoding: first.encoded))
        #expect(try restarted.attest(height: Height(3), block: block, head: head, at: 7) == first)
    }

    @Test func `a second head or block at a height is refused, the same one is not`() throws {
        var voteGuard = makeGuard()
        _ = try voteGuard.attest(height: Height(3), block: block, head: head, at: 1)
        let otherRoot = TreeHead(size: 10, root: SHA256.digest([3]))
        let longer = TreeHead(size: 11, root: head.root)
        for other in [otherRoot, longer] {
            #expect(
                refusal(voteGuard, 3, block, other)
                    == .attestedOther(height: Height(3), attested: head, asked: other))
        }
        #expect(
            refusal(voteGuard, 3, BlockID(.zero), head)
                == .attestedOther(height: Height(3), attested: head, asked: head))
        #expect(refusal(voteGuard, 3, block, head) == nil)
    }

    @Test func `a lower height is refused, a higher one is not`() throws {
        var voteGuard = makeGuard()
        _ = try voteGuard.attest(height: Height(3), block: block, head: head, at: 1)
        let longer = TreeHead(size: 11, root: SHA256.digest([3]))
        #expect(refusal(voteGuard, 2, block, head) == .lowerHeight(asked: Height(2), attested: Height(3)))
        #expect(refusal(voteGuard, 0, block, longer) == .lowerHeight(asked: Height(0), attested: Height(3)))
        #expect(refusal(voteGuard, 4, BlockID(.zero), longer) == nil)
    }

    @Test(arguments: [UInt64(0), 9, 10])
    func `a higher block of a log that is no longer is refused`(_ size: UInt64) throws {
        var voteGuard = makeGuard()
        _ = try voteGuard.attest(height: Height(3), block: block, head: head, at: 1)
        let asked = TreeHead(size: size, root: SHA256.digest([3]))
        #expect(refusal(voteGuard, 4, BlockID(.zero), asked) == .logNotLonger(asked: size, attested: 10))
    }

    @Test func `a refusal leaves the guard as it was`() throws {
        var voteGuard = makeGuard()
        let first = try voteGuard.attest(height: Height(3), block: block, head: head, at: 1)
        #expect(throws: GuardRefusal.self) {
            try voteGuard.attest(height: Height(3), block: BlockID(.zero), head: head, at: 1)
        }
        #expect(voteGuard.last == first)
    }

    @Test func `what the guard signs is final under the policy of one`() throws {
        var voteGuard = makeGuard()
        let attestation = try voteGuard.attest(height: Height(3), block: block, head: head, at: 1_793_491_201)
        let final = try network.policy.check(voteGuard.note(attestation))
        #expect(final.checkpoint == Checkpoint(origin: network.origin, head: head))
        #expect(final.cosigners.map(\.name) == ["node-1.test.deedbox.example"])
        #expect(final.cosigners.map(\.time) == [1_793_491_201])
    }

    @Test func `keys of another validator, or exchanged, make no guard`() throws {
        let network = TestNetwork.network(validators: 2)
        #expect(TestNode.keys(of: 1, in: network) != nil)
        #expect(TestNode.keys(of: 1, as: 2, in: network) == nil)
        let validator = TestNetwork.validator(1)
        let log = TestKey.of("node-1/log")
        let cosigner = TestKey.of("node-1/cosigner")
        #expect(AttestationKeys(log: cosigner, cosigner: log, of: validator, in: network) == nil)
        #expect(AttestationKeys(log: log, cosigner: log, of: validator, in: network) == nil)
    }

    @Test func `an attestation reads and writes itself, and nothing else`() throws {
        var voteGuard = makeGuard()
        let bytes = try voteGuard.attest(height: Height(3), block: block, head: head, at: 1).encoded
        #expect(try Attestation(decoding: bytes).encoded == bytes)
        for count in 0..<bytes.count {
            #expect(throws: CBORError.self) { try Attestation(decoding: bytes.prefix(count)) }
        }
        #expect(throws: CBORError.trailingBytes(offset: bytes.count)) { try Attestation(decoding: bytes + [0]) }
    }
}
