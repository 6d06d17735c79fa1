public import Rulebook
public import Signing
import Simulation

/// Sample networks whose delays fit a test and whose limits are soon met.
public enum TestNetwork {
    public static let name = "test.deedbox.example"
    /// The POSIX second in which every test network begins: 2026-11-01.
    public static let created: UInt64 = 1_793_491_200

    /// One validator, two of three governors.
    public static let single = network()

    /// Small limits: 64 records below a manifest, four grants closed in a block, a minute for a statement to come, five
    /// seconds of delay.
    public static var small: Parameters {
        var parameters = Parameters()
        parameters.blockLeaves = 512
        parameters.blockBytes = 1 << 20
        parameters.manifestRecords = 64
        parameters.statementLifetime = 60
        parameters.governanceLifetime = 3_600
        parameters.requestLifetime = 7_200
        parameters.governanceDelay = 5_000
        parameters.grantRetention = 60_000
        parameters.closedPerBlock = 4
        parameters.heartbeat = 10_000
        return parameters
    }

    /// The network of a genesis that the rules accept.
    public static func network(
        validators: Int = 1, faultModel: FaultModel = .crash, isSample: Bool = true, parameters: Parameters = small
    ) -> Network {
        do throws(GenesisError) {
            let genesis = try genesis(
                validators: validators, faultModel: faultModel, isSample: isSample, parameters: parameters)
            return Network(genesis)
        } catch { preconditionFailure("a test network is refused: \(error)") }
    }

    /// A genesis of so many validators; those beyond twenty, and all of a network that is no sample, have keys of
    /// their own.
    public static func genesis(
        name: String = name, validators: Int = 1, faultModel: FaultModel = .crash, isSample: Bool = true,
        governance: Governance? = nil, parameters: Parameters = small
    ) throws(GenesisError) -> Genesis {
        let nodes = (0..<validators).map { validator($0 + 1, isSample: isSample) }
        return try Genesis(
            name: name, created: created, isSample: isSample, faultModel: faultModel,
            validators: nodes.sorted { $0.member < $1.member },
            governance: governance ?? Governance(threshold: 2, keys: governors(isSample: isSample).map(\.publicKey)),
            parameters: parameters)
    }

    /// The validator of a number, counted from 1.
    public static func validator(_ number: Int, isSample: Bool = true) -> Validator {
        SampleNetwork.validator(number) { TestKey.of($0, isSample) }
    }

    /// The three governors' keys.
    public static func governors(isSample: Bool = true) -> [PrivateKey] {
        (1...3).map { TestKey.of("governance-\($0)", isSample) }
    }
}

/// Keys that follow from a name.
public enum TestKey {
    /// The sample key of that name if there is one, else a key that only tests know.
    public static func of(_ name: String, _ isSample: Bool = true) -> PrivateKey {
        isSample && SampleKeys.names.contains(name) ? SampleKeys.key(name) : own(name)
    }

    /// A key that is no sample key: P-256 for names that end with `/link` or `/es256`, else Ed25519.
    public static func own(_ name: String) -> PrivateKey {
        let secret = SHA256.digest(Array(("deedbox/test-key/" + name).utf8)).bytes
        let isCurve = name.hasSuffix("/link") || name.hasSuffix("/es256")
        guard let key = PrivateKey(isCurve ? .es256 : .ed25519, secret: secret) else {
            preconditionFailure("the test key \(name) is out of range")
        }
        return key
    }
}
