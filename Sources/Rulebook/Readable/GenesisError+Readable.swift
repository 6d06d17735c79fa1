extension GenesisError {
    /// Where the fault stands in the readable form.
    func path(among validators: [Validator]) -> String {
        switch self {
        case .encoding: "the text"
        case .badName: "name"
        case .noValidator, .tooManyValidators: "validators"
        case .validatorsOutOfOrder(_, let member): GenesisError.path(of: member, among: validators) + ".member"
        case .keyUsedTwice(let member): GenesisError.path(of: member, among: validators) + ".keys"
        case .tooFewValidatorsForByzantine: "faultModel"
        case .badGovernanceThreshold: "governance.threshold"
        case .governanceKeyTwice: "governance.keys"
        case .parameterOutOfRange(let name, _, _): "parameters." + name
        case .sampleKey: "sample"
        }
    }

    /// What is wrong, as the end of a sentence that begins with the path.
    var reason: String {
        switch self {
        case .encoding(let error): "does not encode: \(error)"
        case .badName(let name): "is \(name), and must be 1 to 100 of a-z, 0-9, '-' and '.'"
        case .noValidator: "must name at least one validator"
        case .tooManyValidators(let count): "has \(count) items, at most \(Genesis.maxValidators) are allowed"
        case .validatorsOutOfOrder(let before, let after):
            "is \(after) behind \(before): each member once, in ascending order"
        case .keyUsedTwice: "has a key that stands elsewhere too: every purpose needs its own"
        case .tooFewValidatorsForByzantine(let count):
            "is byzantine, which needs four validators or more: there are \(count)"
        case .badGovernanceThreshold(let threshold, let keys):
            "is \(threshold) of \(keys) keys, and must be from 1 to the number of keys"
        case .governanceKeyTwice: "has a key that stands elsewhere too"
        case .parameterOutOfRange(_, let value, let allowed):
            "is \(value), and must be from \(allowed.lowerBound) to \(allowed.upperBound)"
        case .sampleKey(let id): "is false, and the file holds the sample key \(id), whose secret everyone knows"
        }
    }

    private static func path(of member: MemberID, among validators: [Validator]) -> String {
        validators.lastIndex { $0.member == member }.map { "validators[\($0)]" } ?? "validators"
    }
}
