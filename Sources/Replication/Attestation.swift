public import Consensus
public import Ledger
public import Rulebook
public import Signing

/// What a validator signed over one block, exactly: kept for ever, given again byte for byte when asked again.
public struct Attestation: Hashable, Sendable, CBORCodable {
    public let height: Height
    public let block: BlockID
    public let head: TreeHead
    /// POSIX seconds: the time inside the cosignature.
    public let time: UInt64
    /// The cosignature line's payload behind the key id: time and signature (C2SP type 0x04).
    public let cosignature: [UInt8]
    /// The log signature (C2SP type 0x01); it leaves the node only together with a quorum of cosignatures.
    public let logSignature: [UInt8]

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(7)
        encoder.unsigned(height.value)
        encoder.digest(block.digest)
        encoder.unsigned(head.size)
        encoder.digest(head.root)
        encoder.unsigned(time)
        encoder.byteString(cosignature)
        encoder.byteString(logSignature)
    }

    init(
        height: Height, block: BlockID, head: TreeHead, time: UInt64, cosignature: [UInt8], logSignature: [UInt8]
    ) {
        self.height = height
        self.block = block
        self.head = head
        self.time = time
        self.cosignature = cosignature
        self.logSignature = logSignature
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 7)
        height = try Height(from: &decoder)
        block = BlockID(try decoder.digest())
        let size = try decoder.unsigned(max: LeafIndex.limit)
        head = TreeHead(size: size, root: try decoder.digest())
        time = try decoder.unsigned()
        cosignature = try decoder.byteString(count: 72)
        logSignature = try decoder.byteString(count: 64)
    }
}

/// The keys with which a node attests blocks, and the names under which it does.
public struct AttestationKeys: Sendable {
    let log: any VoteSigner
    let cosigner: any VoteSigner
    /// Whose keys they are; whether it is in office, the epoch says.
    let validator: Validator
    /// The origin, and the network's C2SP key of the log role.
    let logKey: NoteKey
    let cosignerKey: NoteKey

    /// Nil when the private keys are not those of the validator.
    public init?(log: PrivateKey, cosigner: PrivateKey, of validator: Validator, in network: Network) {
        guard log.publicKey == validator.keys.log, cosigner.publicKey == validator.keys.cosigner else { return nil }
        self.init(signing: log, cosigning: cosigner, of: validator, in: network)
    }

    /// Keys that sign for a validator in a simulation, where others are asked whether a signature is true.
    public init(
        signing log: any VoteSigner, cosigning cosigner: any VoteSigner, of validator: Validator, in network: Network
    ) {
        self.log = log
        self.cosigner = cosigner
        self.validator = validator
        logKey = network.genesis.logKey(of: validator)
        cosignerKey = network.genesis.cosignerKey(of: validator)
    }

    /// The checkpoint with the log signature; that of an attestation over the same head is taken from there.
    func logNote(_ head: TreeHead, origin: String, signed: Attestation?) -> SignedNote {
        let checkpoint = Checkpoint(origin: origin, head: head)
        let known = signed.flatMap { $0.head == head ? $0.logSignature : nil }
        let bytes = known ?? checkpoint.logSigned(as: logKey, by: log.sign).bytes
        return SignedNote(
            text: checkpoint.text, signatures: [NoteSignature(name: logKey.name, keyID: logKey.id, bytes: bytes)])
    }

    /// The checkpoint with this node's two signatures.
    func note(_ attestation: Attestation, origin: String) -> SignedNote {
        let checkpoint = Checkpoint(origin: origin, head: attestation.head)
        return SignedNote(
            text: checkpoint.text,
            signatures: [
                NoteSignature(name: logKey.name, keyID: logKey.id, bytes: attestation.logSignature),
                NoteSignature(name: cosignerKey.name, keyID: cosignerKey.id, bytes: attestation.cosignature),
            ])
    }
}
