public import Ledger
import Replication
public import Rulebook
public import Signing

extension TestNetwork {
    /// A validator whose keys are those of another number: the same member on another machine.
    public static func validator(_ number: Int, keysOf other: Int) -> Validator {
        let own = validator(number)
        return Validator(member: own.member, name: own.name, keys: validator(other).keys)
    }
}

extension TestKey {
    /// The private key of a sample node of these tests.
    public static func secret(of key: PublicKey) -> PrivateKey {
        guard let secret = nodeKeys[key] else { preconditionFailure("no sample node has the key \(key.id)") }
        return secret
    }

    private static let nodeKeys: [PublicKey: PrivateKey] = {
        let names = (1...9).flatMap { number in
            ["log", "cosigner", "vote", "release"].map { "node-\(number)/\($0)" }
        }
        let keys = names.map { SampleKeys.key($0) }
        return Dictionary(uniqueKeysWithValues: keys.map { ($0.publicKey, $0) })
    }()
}

extension TestLedger {
    /// A checkpoint over the whole log, as validators of the last block sign it: all, or those of some places.
    public func note(by places: [Int]? = nil, of network: Network? = nil) -> SignedNote {
        let network = network ?? state.headNetwork
        let checkpoint = Checkpoint(origin: network.origin, head: frontier.head)
        let signers = (places ?? Array(network.validators.indices)).map { network.validators[$0] }
        let cosigned = signers.map { validator in
            checkpoint.cosigned(
                by: TestKey.secret(of: validator.keys.cosigner), name: network.genesis.cosignerName(validator),
                at: head.time / 1_000)
        }
        let log = checkpoint.logSigned(by: TestKey.secret(of: network.validators[0].keys.log))
        return SignedNote(text: checkpoint.text, signatures: [log] + cosigned)
    }

    /// The word of a validator that is to be, over the log as it is now.
    public func readiness(of validator: Validator, by key: PrivateKey? = nil) throws -> Readiness {
        let final = try state.headNetwork.policy.check(note())
        return Readiness(of: validator, at: final, by: key ?? TestKey.secret(of: validator.keys.vote))
    }

    /// The step to the epoch that the last block ends with.
    public func step(signedBy places: [Int]? = nil) throws -> EpochStep {
        guard let block = blocks.last, let path = block.epochPath else { throw Disagreement("no epoch ends here") }
        let final = try state.headNetwork.policy.check(note(by: places))
        return EpochStep(state, seal: block.seal, path: path, checkpoint: final)
    }

    /// Makes institutions that may run nodes of those of these numbers, in force at once.
    public mutating func registerOperators(_ numbers: [Int]) throws {
        for number in numbers {
            let node = TestNetwork.validator(number)
            let details = MemberDetails(name: node.name, roles: [.operating], creditCode: "", keys: [])
            let act = RegisterMember(sequence: sequence, member: node.member, details: details)
            try commit([.registerMember(act)], by: .allGovernors)
        }
    }

    /// A change of validators that is as it should be, but for what a test says.
    public func change(
        removed: [Int] = [], seated: [Validator] = [], model: FaultModel? = nil, readiness: [Readiness]? = nil,
        acceptsDowngrade: Bool = false, acceptsCrashModel: Bool = false
    ) throws -> Act {
        .changeValidators(
            ChangeValidators(
                sequence: sequence, faultModel: model ?? network.epoch.faultModel,
                removed: removed.map { MemberID(checked: "node-\($0)") }, seated: seated,
                readiness: try readiness ?? seated.map { try self.readiness(of: $0) },
                acceptsDowngrade: acceptsDowngrade, acceptsCrashModel: acceptsCrashModel))
    }

    /// Changes the validators at once.
    public mutating func enter(
        removed: [Int] = [], seated: [Validator] = [], model: FaultModel? = nil, acceptsDowngrade: Bool = false
    ) throws {
        try commit(
            [change(removed: removed, seated: seated, model: model, acceptsDowngrade: acceptsDowngrade)],
            by: .allGovernors)
    }

    /// Three validators, of which none lies, and registered operators of two more.
    public static let threeNodes = withNodes(3, .crash)
    /// Four, of which one may lie, and the same.
    public static let fourNodes = withNodes(4, .byzantine)
    /// Two, and the same.
    public static let twoNodes = withNodes(2, .crash)

    private static func withNodes(_ count: Int, _ model: FaultModel) -> TestLedger {
        var ledger = TestLedger(TestNetwork.network(validators: count, faultModel: model))
        do { try ledger.registerOperators(Array(count + 1...count + 2)) } catch {
            preconditionFailure("an operator is refused: \(error)")
        }
        return ledger
    }
}
