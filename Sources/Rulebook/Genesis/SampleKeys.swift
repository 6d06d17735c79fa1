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

    /// The members that have a sample key to which others seal; `-sealing` stands behind their names in its name.
    public static let sealingNames = sealingKeys.map(\.name)

    /// The X25519 secret of one of `sealingNames`.
    public static func sealingSecret(_ name: String) -> [UInt8] {
        SHA256.digest(Array(("deedbox/sample-key/" + name + "-sealing").utf8)).bytes
    }

    /// The public part of that secret; nil for another name.
    public static func sealingKey(_ name: String) -> ReleaseKey? { sealingKeys.first { $0.name == name }?.key }

    /// True for a key to which others seal and whose secret everyone knows.
    public static func contains(_ key: ReleaseKey) -> Bool { sealingKeys.contains { $0.key == key } }

    /// Written out: the rules do not compute with X25519.
    private static let sealingKeys: [(name: String, key: ReleaseKey)] = [
        ("bank", "0df5da213a021eb22d218b520500ed38ade603b5268f388584a335e4222a3d32"),
        ("notary", "00b78659bf7f75b6b36a8b64f6daec23c105bb4b1759632738c5be92c2a0bd6f"),
        ("regulator", "cc5454f162438cf0b4e41fe6e5ca20c0dc8fa23e3d9c4c097be4ed08335af215"),
    ].map { name, hex in
        guard let key = Hex.decode(hex).flatMap({ ReleaseKey($0) }) else {
            preconditionFailure("the sealing key of \(name) is none")
        }
        return (name, key)
    }

    private static let known = Set(names.map { key($0).publicKey })
}
