import Ledger
import Signing
import Testing

struct FinalCheckpointTests {
    private static let head = TreeHead(size: 5, root: MerkleTree.root(of: Entries.hashes(5)))
    private static let checkpoint = Checkpoint(origin: Network.origin, head: head)

    @Test(arguments: [(1, 1, 1, 0), (3, 2, 2, 0), (3, 2, 3, 1), (4, 3, 3, 1), (4, 3, 4, 2), (3, 1, 1, -2)])
    func `a quorum makes a checkpoint final and tells its assurance`(
        count: Int, quorum: Int, signed: Int, assurance: Int
    ) throws {
        let final = try Network.policy(quorum, of: count).check(Network.note(Self.head, by: Array(1...signed)))
        #expect(final.assurance == assurance)
        #expect(final.checkpoint == Self.checkpoint)
        #expect(final.cosigners.map(\.name) == (1...signed).map(Network.nodeName))
        #expect(final.cosigners.allSatisfy { $0.time == 1_767_225_600 })
    }

    @Test func `one cosignature too few is refused`() {
        #expect(throws: NoteError.quorumMissing(needed: 3, found: 2)) {
            try Network.policy(3, of: 4).check(Network.note(Self.head, by: [1, 4]))
        }
    }

    @Test func `without a signature of the log a quorum is refused`() {
        let note = Network.note(Self.head, by: [1, 2])
        let unsigned = SignedNote(text: note.text, signatures: Array(note.signatures.dropFirst()))
        #expect(throws: NoteError.noLogSignature) { try Network.policy(2, of: 3).check(unsigned) }
    }

    @Test func `one node counts once, whatever it signs`() {
        let again = Self.checkpoint.cosigned(by: Network.nodeKey(1), name: Network.nodeName(1), at: 1_767_225_700)
        let note = Network.note(Self.head, by: [1]).adding([again])
        #expect(throws: NoteError.quorumMissing(needed: 2, found: 1)) { try Network.policy(2, of: 3).check(note) }
        let inLogsRole = NoteSignature(
            name: Network.origin, keyID: Network.logNoteKey.id, bytes: note.signatures[0].bytes)
        #expect(note.adding([inLogsRole]) == note)
    }

    @Test func `one node under two names counts once`() {
        let alias = Self.checkpoint.cosigned(by: Network.nodeKey(1), name: "other", at: 1_767_225_600)
        #expect(throws: NoteError.quorumMissing(needed: 2, found: 1)) {
            try Network.policy(2, of: 3).check(Network.note(Self.head, by: [1]).adding([alias]))
        }
    }

    @Test func `lines of unknown keys are ignored, whichever half of the pair is known`() throws {
        let node = Network.cosigner(1)
        let unknown = [
            NoteSignature(name: "stranger", keyID: 7, bytes: [1, 2, 3]),
            NoteSignature(name: node.name, keyID: node.id ^ 1, bytes: [1]),
            NoteSignature(name: "stranger", keyID: node.id, bytes: [1]),
        ]
        let note = Network.note(Self.head, by: [1, 2]).adding(unknown)
        #expect(try Network.policy(2, of: 3).check(note).cosigners.count == 2)
    }

    @Test func `a false line of a known key refuses the whole note`() {
        let policy = Network.policy(2, of: 3)
        let good = Network.note(Self.head, by: [1, 2])
        let third = Network.cosigner(3)
        let forged = [
            NoteSignature(name: third.name, keyID: third.id, bytes: good.signatures[1].bytes),
            NoteSignature(name: third.name, keyID: third.id, bytes: [1]),
            NoteSignature(name: third.name, keyID: third.id, bytes: good.signatures[1].bytes + [0]),
        ]
        for line in forged {
            #expect(throws: NoteError.wrongSignature(name: third.name, keyID: third.id)) {
                try policy.check(good.adding([line]))
            }
        }
        let log = Network.logNoteKey
        let falseLog = NoteSignature(name: log.name, keyID: log.id, bytes: [UInt8](repeating: 1, count: 64))
        #expect(throws: NoteError.wrongSignature(name: log.name, keyID: log.id)) {
            try policy.check(good.adding([falseLog]))
        }
    }

    @Test func `a false line behind a good one of the same key refuses the note too`() {
        let good = Network.note(Self.head, by: [1, 2])
        var bytes = good.signatures[2].bytes
        bytes[0] ^= 1
        let line = NoteSignature(name: good.signatures[2].name, keyID: good.signatures[2].keyID, bytes: bytes)
        #expect(throws: NoteError.wrongSignature(name: line.name, keyID: line.keyID)) {
            try Network.policy(2, of: 3).check(good.adding([line]))
        }
    }

    @Test func `signatures over another checkpoint, or of another log, do not count`() {
        let signatures = Network.note(Self.head, by: [1, 2]).signatures
        let other = Checkpoint(origin: Network.origin, head: TreeHead(size: 6, root: Self.head.root))
        #expect(throws: NoteError.self) {
            try Network.policy(2, of: 3).check(SignedNote(text: other.text, signatures: signatures))
        }
        let elsewhere = Checkpoint(origin: "other", head: Self.head)
        #expect(throws: NoteError.otherOrigin(expected: Network.origin, found: "other")) {
            try Network.policy(2, of: 3).check(SignedNote(text: elsewhere.text, signatures: signatures))
        }
    }

    @Test func `a note signed with sixteen lines is accepted`() throws {
        let unknown = (0..<13).map { NoteSignature(name: "stranger\($0)", keyID: 1, bytes: [1]) }
        let note = Network.note(Self.head, by: [1, 2]).adding(unknown)
        #expect(note.signatures.count == 16)
        #expect(try Network.policy(2, of: 3).check(SignedNote(parsing: note.encoded)).cosigners.count == 2)
    }

    @Test func `any altered byte of a final note is refused`() {
        let policy = Network.policy(2, of: 2)
        let bytes = Array(Network.note(Self.head, by: [1, 2]).encoded.utf8)
        #expect(throws: Never.self) { try policy.check(SignedNote(parsing: bytes)) }
        for position in bytes.indices {
            var altered = bytes
            altered[position] ^= 1
            #expect(throws: NoteError.self) { try policy.check(SignedNote(parsing: altered)) }
        }
    }
}
