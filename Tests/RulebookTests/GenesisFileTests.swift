import Rulebook
import Signing
import TestSupport
import Testing

/// The genesis file's bytes: one encoding, read strictly.
struct GenesisFileTests {
    private let bytes: [UInt8]

    init() throws { bytes = try TestNetwork.genesis(validators: 2).encoded }

    private func error(_ bytes: [UInt8]) -> GenesisError? {
        do throws(GenesisError) {
            _ = try Genesis(decoding: bytes)
            return nil
        } catch { return error }
    }

    @Test func `a file that is cut off anywhere is refused`() {
        #expect(error(bytes) == nil)
        for count in 0..<bytes.count { #expect(error(Array(bytes.prefix(count))) != nil) }
        #expect(error(bytes + [0]) == .encoding(.trailingBytes(offset: bytes.count)))
    }

    @Test func `a flipped bit is refused or makes another ledger`() throws {
        let origin = try Genesis(decoding: bytes).origin
        for index in bytes.indices {
            for bit in [UInt8(1), 0x10, 0x80] {
                var changed = bytes
                changed[index] ^= bit
                guard let genesis = try? Genesis(decoding: changed) else { continue }
                #expect(genesis.origin != origin)
                #expect(genesis.encoded == changed)
            }
        }
    }

    @Test func `a format or a fault model that is not known is refused`() {
        #expect(bytes[0] == 0x88)
        var other = bytes
        other[1] = 2
        #expect(error(other) == .encoding(.unknownCode(offset: 1, code: 2)))
        let model = 2 + 1 + TestNetwork.name.utf8.count + 5 + 1
        #expect(bytes[model] == 0)
        other = bytes
        other[model] = 2
        #expect(error(other) == .encoding(.unknownCode(offset: model, code: 2)))
    }

    @Test func `the origin follows every fact`() throws {
        var parameters = TestNetwork.small
        parameters.heartbeat += 1
        let keys = TestNetwork.governors().map(\.publicKey)
        let origins = [
            try TestNetwork.genesis(), try TestNetwork.genesis(name: "test.deedbox.example2"),
            try TestNetwork.genesis(validators: 2), try TestNetwork.genesis(isSample: false),
            try TestNetwork.genesis(governance: Governance(threshold: 3, keys: keys)),
            try TestNetwork.genesis(governance: Governance(threshold: 2, keys: keys.reversed())),
            try TestNetwork.genesis(parameters: parameters),
            try TestNetwork.genesis(validators: 4), try TestNetwork.genesis(validators: 4, faultModel: .byzantine),
        ].map(\.origin)
        #expect(Set(origins).count == origins.count)
    }
}
