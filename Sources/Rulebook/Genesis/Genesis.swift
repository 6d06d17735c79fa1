public import Ledger
public import Signing

/// The first facts of a ledger: its name, who keeps it, who governs it, and its limits.
///
/// Its one canonical CBOR encoding is the genesis file; the origin and every network key name follow from those bytes.
public struct Genesis: Hashable, Sendable {
    /// A DNS-like name of the network, such as `sandbox.deedbox.example`.
    public let name: String
    /// POSIX seconds.
    public let created: UInt64
    /// True for test networks: sample keys and citizens born in 2090 are accepted only there.
    public let isSample: Bool
    public let faultModel: FaultModel
    /// In ascending order of member id; a validator's position is its index in seals.
    public let validators: [Validator]
    public let governance: Governance
    public let parameters: Parameters

    public static let formatVersion: UInt64 = 1
    /// As many as a seal and a note can name.
    public static let maxValidators = 63

    /// Checks the rules that a genesis must keep; see `GenesisError`.
    public init(
        name: String, created: UInt64, isSample: Bool, faultModel: FaultModel, validators: [Validator],
        governance: Governance, parameters: Parameters
    ) throws(GenesisError) {
        self.name = name
        self.created = created
        self.isSample = isSample
        self.faultModel = faultModel
        self.validators = validators
        self.governance = governance
        self.parameters = parameters
        try check()
    }

    /// The number of cosignatures that make a checkpoint final.
    public var quorum: Quorum { faultModel.quorum(of: validators.count) }

    /// The digest of the genesis file.
    public var digest: Digest { SHA256.digest(encoded) }

    /// The ledger's name: `<name>/<first 32 hex digits of the digest>`.
    public var origin: String { name + "/" + digest.hex.prefix(32) }

    /// The name under which a validator cosigns checkpoints.
    public func cosignerName(_ validator: Validator) -> String { validator.member.text + "." + name }
}

/// Why a genesis is not acceptable.
public enum GenesisError: Error, Equatable, Sendable {
    case encoding(CBORError)
    case badName(String)
    case noValidator
    case tooManyValidators(Int)
    case validatorsOutOfOrder(MemberID, MemberID)
    case keyUsedTwice(MemberID)
    case tooFewValidatorsForByzantine(Int)
    case badGovernanceThreshold(Int, keys: Int)
    case governanceKeyTwice
    case parameterOutOfRange(String, value: UInt64, allowed: ClosedRange<UInt64>)
    case sampleKey(KeyID)
}

extension Genesis {
    private func check() throws(GenesisError) {
        let isName =
            (1...100).contains(name.utf8.count)
            && name.utf8.allSatisfy {
                (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d || $0 == 0x2e
            }
        guard isName else { throw .badName(name) }
        guard let first = validators.first else { throw .noValidator }
        guard validators.count <= Genesis.maxValidators else { throw .tooManyValidators(validators.count) }
        if faultModel == .byzantine, validators.count < 4 { throw .tooFewValidatorsForByzantine(validators.count) }
        var previous = first.member
        for validator in validators.dropFirst() {
            guard previous < validator.member else { throw .validatorsOutOfOrder(previous, validator.member) }
            previous = validator.member
        }
        try checkKeys()
        try parameters.check()
    }

    private func checkKeys() throws(GenesisError) {
        var seen: Set<[UInt8]> = []
        for validator in validators {
            for key in validator.keys.all {
                guard seen.insert(key.bytes).inserted else { throw .keyUsedTwice(validator.member) }
                if !isSample, SampleKeys.contains(key) { throw .sampleKey(key.id) }
            }
        }
        let keys = governance.keys
        guard (1...max(keys.count, 1)).contains(governance.threshold), keys.count <= Statement.maxSigners, !keys.isEmpty
        else { throw .badGovernanceThreshold(governance.threshold, keys: keys.count) }
        for key in keys {
            guard seen.insert(key.bytes).inserted else { throw .governanceKeyTwice }
            if !isSample, SampleKeys.contains(key) { throw .sampleKey(key.id) }
        }
    }
}

extension Genesis {
    /// The genesis file's bytes.
    public var encoded: [UInt8] {
        var encoder = CBOREncoder()
        encoder.array(8)
        encoder.unsigned(Genesis.formatVersion)
        encoder.text(name)
        encoder.unsigned(created)
        encoder.bool(isSample)
        encoder.unsigned(faultModel.rawValue)
        encoder.list(validators) { $1.encode(into: &$0) }
        governance.encode(into: &encoder)
        parameters.encode(into: &encoder)
        return encoder.bytes
    }

    /// Reads a genesis file strictly, and checks its rules.
    public init(decoding bytes: [UInt8]) throws(GenesisError) {
        var decoder = CBORDecoder(bytes)
        let genesis: Parts
        do throws(CBORError) {
            genesis = try Genesis.read(&decoder)
            try decoder.finish()
        } catch { throw .encoding(error) }
        try self.init(
            name: genesis.name, created: genesis.created, isSample: genesis.isSample,
            faultModel: genesis.faultModel, validators: genesis.validators, governance: genesis.governance,
            parameters: genesis.parameters)
    }

    private typealias Parts = (
        name: String, created: UInt64, isSample: Bool, faultModel: FaultModel, validators: [Validator],
        governance: Governance, parameters: Parameters
    )

    private static func read(_ decoder: inout CBORDecoder) throws(CBORError) -> Parts {
        try decoder.array(count: 8)
        let start = decoder.offset
        let version = try decoder.unsigned()
        guard version == formatVersion else { throw .unknownCode(offset: start, code: version) }
        let name = try decoder.text(max: 100)
        let created = try decoder.unsigned(max: 1 << 40)
        let isSample = try decoder.bool()
        let model = try FaultModel(from: &decoder)
        let validators = try decoder.list(max: maxValidators) { (inner) throws(CBORError) in
            try Validator(from: &inner)
        }
        return (
            name, created, isSample, model, validators, try Governance(from: &decoder), try Parameters(from: &decoder)
        )
    }
}
