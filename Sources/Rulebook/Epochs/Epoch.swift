public import Ledger
public import Signing

/// A run of heights that one set of validators decides, under one fault model and one set of parameters.
///
/// Number 0 begins with the genesis; each change that comes into force begins the next.
public struct Epoch: Hashable, Sendable {
    public let number: UInt64
    /// The first height that it decides.
    public let first: Height
    public let faultModel: FaultModel
    /// In ascending order of member id; a validator's position is its index in seals and votes.
    public let validators: [Validator]
    public let parameters: Parameters

    /// The longest record of an epoch: a proof of it fits one answer, whatever else stands beside it.
    public static let maxByteCount = 40_000

    init(number: UInt64, first: Height, faultModel: FaultModel, validators: [Validator], parameters: Parameters) {
        self.number = number
        self.first = first
        self.faultModel = faultModel
        self.validators = validators
        self.parameters = parameters
    }

    /// The number of cosignatures that make a checkpoint final.
    public var quorum: Quorum { faultModel.quorum(of: validators.count) }

    /// The digest of the validator set that stands in seals.
    public var validatorsDigest: Digest {
        var hasher = SHA256()
        hasher.update(Purpose.validatorSet)
        var encoder = CBOREncoder()
        encoder.list(validators) { $1.encode(into: &$0) }
        hasher.update(encoder.bytes)
        return hasher.finalize()
    }

    /// The digest of quorum, fault model, limits and delays that stands in seals.
    public var parametersDigest: Digest {
        var hasher = SHA256()
        hasher.update(Purpose.parameters)
        var encoder = CBOREncoder()
        encoder.array(4)
        encoder.unsigned(UInt64(validators.count))
        encoder.unsigned(UInt64(quorum.liars))
        encoder.unsigned(faultModel.rawValue)
        parameters.encode(into: &encoder)
        hasher.update(encoder.bytes)
        return hasher.finalize()
    }
}

extension Epoch: CBORCodable {
    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(5)
        encoder.unsigned(number)
        first.encode(into: &encoder)
        encoder.unsigned(faultModel.rawValue)
        encoder.list(validators) { $1.encode(into: &$0) }
        parameters.encode(into: &encoder)
    }

    /// Refuses what no quorum can be told of: too few validators for the fault model, or none, or out of order.
    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 5)
        number = try decoder.unsigned(max: Height.limit)
        first = try Height(from: &decoder)
        let start = decoder.offset
        faultModel = try FaultModel(from: &decoder)
        validators = try decoder.list(max: Genesis.maxValidators) { (inner) throws(CBORError) in
            try Validator(from: &inner)
        }
        parameters = try Parameters(from: &decoder)
        let isOrdered = zip(validators, validators.dropFirst()).allSatisfy { $0.member < $1.member }
        guard isOrdered, faultModel.allows(validators.count), hasDistinctKeys else {
            throw .outOfRange(offset: start)
        }
    }

    private var hasDistinctKeys: Bool {
        let keys = validators.flatMap { $0.keys.all.map(\.bytes) }
        return Set(keys).count == keys.count
    }
}

extension Genesis {
    /// The epoch that begins with the first block.
    public var firstEpoch: Epoch {
        Epoch(number: 0, first: Height(1), faultModel: faultModel, validators: validators, parameters: parameters)
    }
}
