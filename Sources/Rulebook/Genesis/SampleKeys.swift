public import Signing

/// The keys of demos and tests: derived from their public names, so they protect nothing.
public enum SampleKeys {
    /// Every role that has a sample key; networks of up to twenty nodes.
    public static let names: [String] = {
        let nodes = (1...20).flatMap { node in
            ["log", "cosigner", "vote", "release", "link"].map { "node-\(node)/\($0)" }
        }
        let governors = (1...3).map { "governance-\($0)" }
        let issuers = ["police", "civil-affairs", "real-estate", "market", "payroll"]
        let members = issuers + ["bank", "notary", "regulator", "registrar"]
        return nodes + governors + members + issuers.map { $0 + "-credential" }
    }()

    /// The sample key of a name; keys of links and of credentials are P-256, all others Ed25519.
    public static func key(_ name: String) -> PrivateKey {
        let secret = SHA256.digest(Array(("deedbox/sample-key/" + name).utf8)).bytes
        let algorithm: SignatureAlgorithm = name.hasSuffix("/link") || name.hasSuffix("-credential") ? .es256 : .ed25519
        guard let key = PrivateKey(algorithm, secret: secret) else {
            preconditionFailure("the sample key \(name) is out of range")
        }
        return key
    }

    /// True for a key whose secret everyone knows.
    public static func contains(_ key: PublicKey) -> Bool { known.contains(key) }

    private static let known = Set(names.map { key($0).publicKey })
}
