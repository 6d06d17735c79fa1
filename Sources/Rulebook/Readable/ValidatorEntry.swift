public import Signing

/// What an operator hands over when a ledger is founded: public parts, and a proof that it has each key.
///
/// The readable form is JSON of the format `deedbox-validator/1`. Nothing secret stands in it.
public struct ValidatorEntry: Hashable, Sendable {
    /// The name and version of the readable form.
    public static let readableFormat = "deedbox-validator/1"

    /// The name of the ledger to be, without the digest.
    public let ledger: String
    public let validator: Validator
    /// The signature of each key over `signedBytes`, in the order of `ValidatorKeys.all`.
    public let proofs: [[UInt8]]

    /// Signs an entry; nil unless the keys are those of the validator, in the order of `ValidatorKeys.all`.
    public init?(_ validator: Validator, for ledger: String, keys: [PrivateKey]) {
        guard keys.map(\.publicKey) == validator.keys.all else { return nil }
        self.ledger = ledger
        self.validator = validator
        let bytes = ValidatorEntry.signedBytes(validator, ledger)
        proofs = keys.map { $0.sign(bytes) }
    }

    /// A tag, and the CBOR of `[ledger, validator]`.
    private static func signedBytes(_ validator: Validator, _ ledger: String) -> [UInt8] {
        var encoder = CBOREncoder()
        encoder.array(2)
        encoder.text(ledger)
        validator.encode(into: &encoder)
        return Purpose.validatorEntry + encoder.bytes
    }

    /// The entry as it is handed over.
    public var readable: JSONValue {
        let named = zip(ValidatorKeys.names, proofs).reduce(into: JSONObject()) { object, proof in
            object.append(proof.0, .string(Hex.encode(proof.1)))
        }
        return [
            "format": .string(ValidatorEntry.readableFormat), "ledger": .string(ledger),
            "validator": validator.readable, "proofs": .object(named),
        ]
    }

    /// The validator as the readable genesis tells it.
    public var readableValidator: JSONValue { validator.readable }

    /// Reads an entry strictly; refused unless each key has signed it.
    public init(readable: JSONValue) throws(JSONError) {
        self = try JSONElement(readable).object { (reader) throws(JSONError) in
            try reader.member("format").exactly(ValidatorEntry.readableFormat)
            let ledger = try reader.member("ledger").string(maxByteCount: 100)
            let validator = try Validator(readable: try reader.member("validator"))
            let proofs = try reader.member("proofs").object { (proofs) throws(JSONError) in
                try ValidatorEntry.proofs(of: validator, ledger, &proofs)
            }
            return ValidatorEntry(ledger: ledger, validator: validator, proofs: proofs)
        }
    }

    private init(ledger: String, validator: Validator, proofs: [[UInt8]]) {
        self.ledger = ledger
        self.validator = validator
        self.proofs = proofs
    }

    private static func proofs(
        of validator: Validator, _ ledger: String, _ reader: inout JSONReader
    ) throws(JSONError) -> [[UInt8]] {
        let bytes = signedBytes(validator, ledger)
        var proofs: [[UInt8]] = []
        for (name, key) in zip(ValidatorKeys.names, validator.keys.all) {
            let element = try reader.member(name)
            guard let proof = Hex.decode(try element.string()), key.verifies(proof, over: bytes) else {
                throw element.invalid("is not a signature of this entry by its \(name) key")
            }
            proofs.append(proof)
        }
        return proofs
    }
}
