public import Signing

/// A change of validators, parameters or governors that is published and not yet in force; there is at most one.
public struct ComingChange: Hashable, Sendable, CBORCodable {
    /// The first block of at least this time, in ms, is the last one before the change.
    public let effective: UInt64
    public let faultModel: FaultModel
    public let validators: [Validator]
    public let parameters: Parameters
    public let governance: Governance

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(5)
        encoder.unsigned(effective)
        encoder.unsigned(faultModel.rawValue)
        encoder.list(validators) { $1.encode(into: &$0) }
        parameters.encode(into: &encoder)
        governance.encode(into: &encoder)
    }

    init(
        effective: UInt64, faultModel: FaultModel, validators: [Validator], parameters: Parameters,
        governance: Governance
    ) {
        self.effective = effective
        self.faultModel = faultModel
        self.validators = validators
        self.parameters = parameters
        self.governance = governance
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 5)
        effective = try decoder.unsigned()
        faultModel = try FaultModel(from: &decoder)
        validators = try decoder.list(max: Genesis.maxValidators) { (inner) throws(CBORError) in
            try Validator(from: &inner)
        }
        parameters = try Parameters(from: &decoder)
        governance = try Governance(from: &decoder)
    }

    /// True when who decides, or under which limits, is another than in that epoch.
    func changes(_ epoch: Epoch) -> Bool {
        faultModel != epoch.faultModel || validators != epoch.validators || parameters != epoch.parameters
    }
}
