public import Ledger
public import Signing

/// A ledger's name with who keeps it at one time: all that follows from the genesis and an epoch, worked out once.
public struct Network: Sendable {
    public let genesis: Genesis
    /// The digest of the genesis file; the first block names it as the seal before.
    public let digest: Digest
    /// `<name>/<first 32 hex digits of the digest>`; it stands in every signature.
    public let origin: String
    /// Who decides, and under which limits.
    public let epoch: Epoch
    public let quorum: Quorum
    public let validatorsDigest: Digest
    public let parametersDigest: Digest
    /// The policy under which a checkpoint of this epoch is final.
    public let policy: CheckpointPolicy

    /// The network as the genesis begins it.
    public init(_ genesis: Genesis) {
        self.init(genesis, digest: genesis.digest, origin: genesis.origin, genesis.firstEpoch)
    }

    private init(_ genesis: Genesis, digest: Digest, origin: String, _ epoch: Epoch) {
        self.genesis = genesis
        self.digest = digest
        self.origin = origin
        self.epoch = epoch
        quorum = epoch.quorum
        validatorsDigest = epoch.validatorsDigest
        parametersDigest = epoch.parametersDigest
        policy = CheckpointPolicy(
            origin: origin,
            logKeys: epoch.validators.map { NoteKey(name: origin, role: .log, publicKey: $0.keys.log.bytes) },
            validators: epoch.validators.map { genesis.cosignerKey(of: $0) }, quorum: epoch.quorum.count)
    }

    /// The same ledger in another of its epochs.
    public func entering(_ epoch: Epoch) -> Network {
        epoch == self.epoch ? self : Network(genesis, digest: digest, origin: origin, epoch)
    }

    public var parameters: Parameters { epoch.parameters }
    /// In the order of seals and votes.
    public var validators: [Validator] { epoch.validators }
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
