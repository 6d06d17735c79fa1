internal import Foundation
internal import Ledger
internal import Rulebook
internal import Signing

/// The genesis that a data directory was made for, kept there so that no node goes on with another ledger's files.
enum GenesisCopy {
    /// Throws unless the directory belongs to this network.
    static func check(in directory: String, for network: Network) throws {
        let path = directory + "/genesis.cbor"
        guard FileManager.default.fileExists(atPath: path) else {
            throw NodeStartError.genesisMissing(path, origin: network.origin)
        }
        let kept = try TextFile.bytes(path)
        guard kept != network.genesis.encoded else { return }
        guard let other = try? Genesis(decoding: kept).origin else {
            throw NodeStartError.genesisDamaged(path, origin: network.origin)
        }
        throw NodeStartError.otherGenesis(path, found: other, expected: network.origin)
    }
}
