internal import Foundation
internal import Rulebook
internal import Signing

/// Proofs that validators have lied, a file each, for people: a court, or the others' governance.
struct EvidenceFolder: Sendable {
    private let path: String

    init(in directory: String) { path = directory + "/evidence" }

    /// Keeps a proof under its digest; says where. The same proof is kept once.
    func keep(_ proof: OffenceProof) throws -> String {
        let bytes = proof.encoded
        let file = path + "/" + SHA256.digest(bytes).hex + ".cbor"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        if !FileManager.default.fileExists(atPath: file) { try TextFile.write(bytes, to: file) }
        return file
    }

    /// All that were kept, in the order of their names.
    var proofs: [OffenceProof] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.sorted().prefix(1_024).compactMap { name in
            guard let bytes = try? TextFile.bytes(path + "/" + name) else { return nil }
            return try? OffenceProof(decoding: bytes)
        }
    }
}
