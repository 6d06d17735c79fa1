import Ledger
import Signing
import Testing

/// A reader that remembers notes says the same of every receipt as one that does not.
struct ReceiptReaderTests {
    private static let hashes = Entries.hashes(5)
    private static let head = TreeHead(size: 5, root: MerkleTree.root(of: hashes))

    private static func receipt(_ leaf: Int, by signers: [Int]) -> Receipt {
        let path = MerkleTree.path(to: leaf, in: hashes)
        return Receipt(
            leaf: Entries.bytes(leaf), proof: InclusionProof(index: LeafIndex(UInt64(leaf)), size: 5, path: path),
            checkpoint: Network.note(head, by: signers))
    }

    @Test(arguments: [0, 1, 2, 16])
    func `receipts under the same and other notes are each read as they are`(limit: Int) throws {
        var reader = ReceiptReader(limit: limit)
        for signers in [[1, 2], [0, 2], [1, 2], [0, 1, 2], [0, 2]] {
            for leaf in 0..<5 {
                let receipt = ReceiptReaderTests.receipt(leaf, by: signers)
                #expect(try reader.receipt(receipt.encoded) == receipt)
            }
        }
    }

    @Test func `any altered byte is refused or told as without a reader that knows the note`() throws {
        let bytes = ReceiptReaderTests.receipt(2, by: [1, 2]).encoded
        for place in bytes.indices {
            var reader = ReceiptReader()
            _ = try reader.receipt(bytes)
            var altered = bytes
            altered[place] ^= 0x11
            let alone = Result { () throws(ReceiptError) in try Receipt(decoding: altered) }
            let among = Result { () throws(ReceiptError) in try reader.receipt(altered) }
            #expect(alone == among)
        }
    }

    @Test func `an index behind the log is refused under a note that is known`() throws {
        var reader = ReceiptReader()
        let note = Network.note(ReceiptReaderTests.head, by: [1, 2])
        for index in [4, 5] as [UInt64] {
            let proof = InclusionProof(index: LeafIndex(index), size: 5, path: [])
            let bytes = Receipt(leaf: [1], proof: proof, checkpoint: note).encoded
            guard index == 5 else {
                _ = try reader.receipt(bytes)
                continue
            }
            #expect(throws: ReceiptError.note(.indexOutsideTree(index: 5, size: 5))) { try reader.receipt(bytes) }
        }
    }

    @Test func `two forms of one letter are two notes`() {
        let (composed, apart) = ("a.example/\u{e9}", "a.example/e\u{301}")
        let notes = [composed, apart].map {
            SignedNote(
                text: "x\n", signatures: [NoteSignature(name: $0, keyID: 1, bytes: [1])])
        }
        #expect(notes[0] != notes[1])
        #expect(Set(notes).count == 2)
    }
}
