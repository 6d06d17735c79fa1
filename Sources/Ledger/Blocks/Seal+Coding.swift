public import Signing

extension Seal: CBORCodable {
    /// Most closed records of a block.
    static let maxClosedCount: UInt64 = 131_071
    /// The largest number that a seal carries beside those with a limit of their own.
    static let maxNumber: UInt64 = 1 << 53

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(Seal.elementCount)
        encoder.unsigned(Seal.version)
        height.encode(into: &encoder)
        encoder.digest(previous)
        firstIndex.encode(into: &encoder)
        encoder.digest(rootBefore)
        encoder.unsigned(time)
        encoder.unsigned(proposer)
        encoder.digest(stateRoot)
        encoder.digest(validators)
        encoder.digest(nextValidators)
        encoder.digest(parameters)
        encoder.unsigned(ruleVersion)
        encoder.digest(evidenceRoot)
        encoder.unsigned(closedCount)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: Seal.elementCount)
        let start = decoder.offset
        let version = try decoder.unsigned()
        guard version == Seal.version else { throw .unknownCode(offset: start, code: version) }
        height = try Height(from: &decoder)
        previous = try decoder.digest()
        firstIndex = try LeafIndex(from: &decoder)
        rootBefore = try decoder.digest()
        time = try decoder.unsigned(max: Seal.maxNumber)
        proposer = try decoder.unsigned(max: Seal.maxValidators - 1)
        stateRoot = try decoder.digest()
        validators = try decoder.digest()
        nextValidators = try decoder.digest()
        parameters = try decoder.digest()
        ruleVersion = try decoder.unsigned(max: Seal.maxNumber)
        evidenceRoot = try decoder.digest()
        closedCount = try decoder.unsigned(max: Seal.maxClosedCount)
    }
}
