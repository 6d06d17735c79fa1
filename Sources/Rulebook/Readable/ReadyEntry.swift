public import Ledger
public import Signing

/// What a newcomer hands to the governance: its entry, and its word that its node follows the ledger.
///
/// The readable form is JSON of the format `deedbox-ready/1`. Nothing secret stands in it.
public struct ReadyEntry: Hashable, Sendable {
    /// The name and version of the readable form.
    public static let readableFormat = "deedbox-ready/1"

    /// The origin of the ledger.
    public let origin: String
    public let entry: ValidatorEntry
    public let readiness: Readiness

    /// Signs over a checkpoint of the node's own log; nil unless the keys are those of the validator.
    public init?(_ validator: Validator, keys: [PrivateKey], at checkpoint: FinalCheckpoint, in network: Network) {
        guard let entry = ValidatorEntry(validator, for: network.genesis.name, keys: keys),
            let vote = keys.first(where: { $0.publicKey == validator.keys.vote })
        else { return nil }
        self.entry = entry
        origin = network.origin
        readiness = Readiness(of: validator, at: checkpoint, by: vote)
    }

    /// The entry as it is handed over.
    public var readable: JSONValue {
        [
            "format": .string(ReadyEntry.readableFormat), "origin": .string(origin), "entry": entry.readable,
            "checkpoint": .string(readiness.checkpoint), "signature": .string(Hex.encode(readiness.signature)),
        ]
    }

    /// Reads an entry strictly; refused unless each key has signed it. Whether the checkpoint is final, the rules say.
    public init(readable: JSONValue) throws(JSONError) {
        self = try JSONElement(readable).object { (reader) throws(JSONError) in
            try reader.member("format").exactly(ReadyEntry.readableFormat)
            let origin = try reader.member("origin").string(maxByteCount: 255)
            let entry = try ValidatorEntry(readable: try reader.member("entry").value)
            let checkpoint = try reader.member("checkpoint").string(maxByteCount: 16_384)
            let signed = try reader.member("signature")
            guard let signature = Hex.decode(try signed.string()), signature.count == 64 else {
                throw signed.invalid("must be 64 bytes in hexadecimal")
            }
            return ReadyEntry(
                origin: origin, entry: entry, readiness: Readiness(checkpoint: checkpoint, signature: signature))
        }
    }

    private init(origin: String, entry: ValidatorEntry, readiness: Readiness) {
        self.origin = origin
        self.entry = entry
        self.readiness = readiness
    }
}
