import Signing
import Testing

/// No statement has a second set of bytes that would pass for it.
@Suite struct StatementFlipTests {
    private let first = SampleStatement.key(.ed25519, first: 0)
    private let second = SampleStatement.key(.ed25519, first: 32)
    private let third = SampleStatement.key(.es256, first: 64)

    /// True when the bytes are a statement and all its signatures are by these keys.
    private func passes(_ bytes: [UInt8], _ keys: [PrivateKey]) -> Bool {
        guard let statement = try? Statement(decoding: bytes) else { return false }
        return statement.signatures.allSatisfy { signature in
            keys.contains { statement.isSigned(signature, by: $0.publicKey) }
        }
    }

    @Test func `a statement with any one bit flipped is refused or badly signed`() {
        let original = SampleStatement.signed(by: first)
        #expect(passes(original.bytes, [first]))
        for index in original.bytes.indices {
            for bit in UInt8(0)..<8 {
                var bytes = original.bytes
                bytes[index] ^= 1 << bit
                #expect(!passes(bytes, [first]), "bit \(bit) of byte \(index)")
            }
        }
    }

    @Test func `an ES256 statement with a bit flipped in any byte is refused or badly signed`() {
        let original = SampleStatement.signed(by: third)
        #expect(passes(original.bytes, [third]))
        for index in original.bytes.indices {
            var bytes = original.bytes
            bytes[index] ^= 1 << UInt8(index % 8)
            #expect(!passes(bytes, [third]), "byte \(index)")
        }
    }

    @Test func `a governance act with a bit flipped in any byte is refused or badly signed`() {
        let keys = [first, second, third]
        let original = SampleStatement.governance(by: keys)
        #expect(passes(original.bytes, keys))
        for index in original.bytes.indices {
            var bytes = original.bytes
            bytes[index] ^= 1 << UInt8(index % 8)
            #expect(!passes(bytes, keys), "byte \(index)")
        }
    }

    @Test func `a flip outside the signature changes the id, one inside fails to verify`() throws {
        let original = SampleStatement.signed(by: first)
        let signatureStart = original.bytes.count - 64
        for index in original.bytes.indices {
            var bytes = original.bytes
            bytes[index] ^= 1
            guard let flipped = try? Statement(decoding: bytes) else { continue }
            #expect((flipped.id == original.id) == (index >= signatureStart), "byte \(index)")
        }
    }

    @Test func `the other s of an ES256 statement is refused under the same id`() throws {
        let original = SampleStatement.signed(by: third)
        let twin = Scalars.twin(of: original.signatures[0].bytes)
        let altered = try Statement(decoding: original.bytes.dropLast(64) + twin)
        #expect(altered.id == original.id)
        #expect(!altered.isSigned(altered.signatures[0], by: third.publicKey))
    }

    @Test func `a statement that is cut or grown is refused`() {
        let original = SampleStatement.signed(by: first).bytes
        for count in original.indices { #expect(!passes(Array(original.prefix(count)), [first])) }
        for byte in UInt8.min...UInt8.max { #expect(!passes(original + [byte], [first])) }
    }

    @Test func `a signer cannot be moved from one act to another`() throws {
        let act = SampleStatement.governance(by: [first])
        let other = Statement.governance(
            SampleStatement.header(issuer: nil), payload: SampleStatement.payload, by: [first])
        let moved = act.bytes.dropLast(64) + other.signatures[0].bytes
        #expect(!passes(Array(moved), [first]))
    }

    @Test func `a COSE_Sign1 does not verify as a COSE_Sign of the same bytes`() {
        let statement = SampleStatement.signed(by: first)
        let body = SampleStatement.map(HeaderPair.governance)
        let single = SigStructure.single(body: body, payload: statement.payload)
        let multiple = SigStructure.multiple(body: body, signer: [], payload: statement.payload)
        #expect(single != multiple)
        #expect(!first.publicKey.verifies(first.sign(single), over: multiple))
    }
}
