public import Ledger
public import Signing

/// `validators.change`: who keeps the ledger from an epoch on. Its sequence number is the next of governance.
public struct ChangeValidators: Hashable, Sendable, CBORCodable {
    public let sequence: UInt64
    /// What the changed set is assumed to do wrong at worst.
    public let faultModel: FaultModel
    /// Validators that leave, in ascending order.
    public let removed: [MemberID]
    /// Validators that come, or stay under other keys, in ascending order of their members.
    public let seated: [Validator]
    /// One for each that is seated, in the same order.
    public let readiness: [Readiness]
    /// Says that the set may withstand fewer liars than before, or no longer the silence of anyone.
    public let acceptsDowngrade: Bool
    /// Says that four or more validators shall withstand no liar at all.
    public let acceptsCrashModel: Bool

    public init(
        sequence: UInt64, faultModel: FaultModel, removed: [MemberID] = [], seated: [Validator] = [],
        readiness: [Readiness] = [], acceptsDowngrade: Bool = false, acceptsCrashModel: Bool = false
    ) {
        self.sequence = sequence
        self.faultModel = faultModel
        self.removed = removed
        self.seated = seated
        self.readiness = readiness
        self.acceptsDowngrade = acceptsDowngrade
        self.acceptsCrashModel = acceptsCrashModel
    }

    /// The set after the change, if it keeps the rules that make a step from an epoch safe; newcomers, their members
    /// and their keys are judged when a block takes the act.
    public func set(after epoch: Epoch) throws(Refusal) -> (validators: [Validator], quorum: Quorum) {
        let step = try SetChange(self, from: epoch)
        return (step.validators, step.quorum)
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(7)
        encoder.unsigned(sequence)
        encoder.unsigned(faultModel.rawValue)
        encoder.list(removed) { $1.encode(into: &$0) }
        encoder.list(seated) { $1.encode(into: &$0) }
        encoder.list(readiness) { $1.encode(into: &$0) }
        encoder.bool(acceptsDowngrade)
        encoder.bool(acceptsCrashModel)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 7)
        sequence = try decoder.unsigned(max: 1 << 53)
        faultModel = try FaultModel(from: &decoder)
        let start = decoder.offset
        removed = try decoder.list(max: Genesis.maxValidators) { (inner) throws(CBORError) in
            try MemberID(from: &inner)
        }
        seated = try decoder.list(max: Genesis.maxValidators) { (inner) throws(CBORError) in
            try Validator(from: &inner)
        }
        readiness = try decoder.list(max: Genesis.maxValidators) { (inner) throws(CBORError) in
            try Readiness(from: &inner)
        }
        acceptsDowngrade = try decoder.bool()
        acceptsCrashModel = try decoder.bool()
        guard isOrdered else { throw .outOfRange(offset: start) }
    }

    /// One act has one encoding: both lists ascend, and nobody stands in both.
    private var isOrdered: Bool {
        let members = seated.map(\.member)
        return zip(removed, removed.dropFirst()).allSatisfy { $0 < $1 }
            && zip(members, members.dropFirst()).allSatisfy { $0 < $1 } && removed.allSatisfy { !members.contains($0) }
    }
}

/// `governance.change`: other governors, other parameters, or both.
public struct ChangeGovernance: Hashable, Sendable, CBORCodable {
    public let sequence: UInt64
    /// Nil leaves the governors as they are.
    public let governance: Governance?
    /// Nil leaves the parameters as they are.
    public let parameters: Parameters?

    public init(sequence: UInt64, governance: Governance?, parameters: Parameters?) {
        self.sequence = sequence
        self.governance = governance
        self.parameters = parameters
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        encoder.unsigned(sequence)
        encoder.optional(governance) { $1.encode(into: &$0) }
        encoder.optional(parameters) { $1.encode(into: &$0) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        sequence = try decoder.unsigned(max: 1 << 53)
        governance = try decoder.optional { (inner) throws(CBORError) in try Governance(from: &inner) }
        parameters = try decoder.optional { (inner) throws(CBORError) in try Parameters(from: &inner) }
    }
}
