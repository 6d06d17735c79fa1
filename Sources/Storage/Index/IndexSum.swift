internal import Ledger
internal import Signing

/// Checksums of rows: 6 bytes of SHA-256 over the table's name and every value, so that SQLite, which has no
/// checksums of its own, cannot hand out a row that was altered on disk.
enum IndexSum {
    static func block(_ block: IndexedBlock) -> Int64 {
        sum(
            "blocks", [block.height.value, block.firstIndex.value, block.sealIndex.value, block.time],
            block.id.digest.bytes)
    }

    static func statement(_ id: StatementID, leaf: LeafIndex, height: Height) -> Int64 {
        sum("statements", [leaf.value, height.value], id.digest.bytes)
    }

    static func manifest(_ manifest: IndexedManifest) -> Int64 {
        let issuer = Array(manifest.issuer.utf8)
        let numbers = [manifest.leaf.value, manifest.count, UInt64(issuer.count)]
        return sum("manifests", numbers, issuer + Array(manifest.type.utf8))
    }

    static func state(_ kind: UInt8, _ key: [UInt8], _ value: [UInt8]) -> Int64 {
        sum("state", [UInt64(kind), UInt64(key.count)], key + value)
    }

    static func replay(_ mark: ReplayMark) -> Int64 {
        sum("replay", [mark.minute], mark.id.digest.bytes)
    }

    static func depositAct(_ act: IndexedDepositAct, position: UInt64) -> Int64 {
        let (party, scene, manifest) = (Array(act.party.utf8), Array(act.scene.utf8), act.manifest?.bytes ?? [])
        let numbers = [
            act.height.value, position, act.kind.rawValue, UInt64(manifest.count), UInt64(party.count),
            UInt64(scene.count),
        ]
        return sum("deposit_acts", numbers, act.grant.bytes + manifest + party + scene)
    }

    private static func sum(_ table: String, _ numbers: [UInt64], _ bytes: [UInt8]) -> Int64 {
        var input: [UInt8] = []
        input.reserveCapacity(64 + bytes.count)
        input += table.utf8
        for number in numbers { Words.append(number, to: &input) }
        input += bytes
        return Int64(SHA256.digest(input).words.0 >> 16)
    }
}
