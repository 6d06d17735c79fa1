public import Ledger
public import Signing

/// A genesis with all that follows from its bytes, worked out once.
public struct Network: Sendable {
    public let genesis: Genesis
    /// The digest of the genesis file; the first block names it as the seal before.
    public let digest: Digest
    /// `<name>/<first 32 hex digits of the digest>`; it stands in every signature.
    public let origin: String
    public let quorum: Quorum
    public let validatorsDigest: Digest
    public let parametersDigest: Digest
    /// The policy under which a checkpoint is final; it follows from the genesis alone.
    public let policy: CheckpointPolicy

    public init(_ genesis: Genesis) {
        self.genesis = genesis
        digest = genesis.digest
        origin = genesis.origin
        quorum = genesis.quorum
        validatorsDigest = genesis.validatorsDigest
        parametersDigest = genesis.parametersDigest
        policy = CheckpointPolicy(
            origin: genesis.origin, logKeys: genesis.validators.map { genesis.logKey(of: $0) },
            validators: genesis.validators.map { genesis.cosignerKey(of: $0) }, quorum: genesis.quorum.count)
    }

    public var parameters: Parameters { genesis.parameters }
}

extension Genesis {
    /// The key with which a validator signs checkpoints as the log.
    public func logKey(of validator: Validator) -> NoteKey {
        NoteKey(name: origin, role: .log, publicKey: validator.keys.log.bytes)
    }

    /// The key with which a validator cosigns checkpoints.
    public func cosignerKey(of validator: Validator) -> NoteKey {
        NoteKey(name: cosignerName(validator), role: .cosigner, publicKey: validator.keys.cosigner.bytes)
    }
}
