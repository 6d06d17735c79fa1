public import Signing

/// Who says whether a signature is true: a seam for simulations, which sign more cheaply.
public protocol VoteVerifier: Sendable {
    /// True when the bytes are this key's signature over the message.
    func verifies(_ signature: [UInt8], over message: [UInt8], by key: PublicKey) -> Bool
}

/// Who signs votes: a private key, or its stand-in in simulations.
public protocol VoteSigner: Sendable {
    /// The 64 bytes over this message.
    func sign(_ message: [UInt8]) -> [UInt8]
}

extension PrivateKey: VoteSigner {}

/// The verifier of real networks: Ed25519, strictly.
public struct Ed25519Verifier: VoteVerifier {
    public init() {}

    public func verifies(_ signature: [UInt8], over message: [UInt8], by key: PublicKey) -> Bool {
        key.algorithm == .ed25519 && key.verifies(signature, over: message)
    }
}
