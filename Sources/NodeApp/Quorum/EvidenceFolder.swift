internal import Consensus
internal import Foundation
internal import Signing

/// Proofs that validators have lied, a file each, for people: a court, or the others' governance.
struct EvidenceFolder: Sendable {
    private let path: String

    init(in directory: String) { path = directory + "/evidence" }

    /// Keeps a proof under its digest; says where. The same proof is kept once.
    func keep(_ evidence: Evidence) throws -> String {
        let bytes = evidence.encoded
        let file = path + "/" + SHA256.digest(bytes).hex + ".cbor"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        if !FileManager.default.fileExists(atPath: file) { try TextFile.write(bytes, to: file) }
        return file
    }
}
