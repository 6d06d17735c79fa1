import Consensus
import Ledger
import Replication
public import Rulebook
public import Signing

/// Networks of the sample validators `node-1` and so on.
public enum SampleNetwork {
    /// The POSIX second in which every simulated network begins: 2026-11-01.
    static let created: UInt64 = 1_793_491_200

    /// The validator of a number, counted from 1, by the keys of `name/log` and so on.
    public static func validator(_ number: Int, key: (String) -> PrivateKey) -> Validator {
        let name = "node-\(number)"
        let purposes = ["log", "cosigner", "vote", "release", "link"]
        let keys = purposes.map { key(name + "/" + $0).publicKey }
        guard
            let keys = ValidatorKeys(log: keys[0], cosigner: keys[1], vote: keys[2], release: keys[3], link: keys[4])
        else { preconditionFailure("the keys of \(name) have the wrong algorithms") }
        return Validator(
            member: MemberID(checked: name), name: Bilingual(zh: "示例节点\(number)", en: "Sample node \(number)"),
            keys: keys)
    }

    /// So many validators that tolerate as many liars as they can.
    static func network(_ count: Int) -> Network {
        let validators = (1...count).map { validator($0, key: SampleKeys.key) }
        do throws(GenesisError) {
            return Network(
                try Genesis(
                    name: "simulation.deedbox.example", created: created, isSample: true,
                    faultModel: count < 4 ? .crash : .byzantine,
                    validators: validators.sorted { $0.member < $1.member },
                    governance: Governance(threshold: 2, keys: governors.map(\.publicKey)), parameters: parameters))
        } catch { preconditionFailure("the sample network is refused: \(error)") }
    }

    /// The three governors' keys.
    static var governors: [PrivateKey] { (1...3).map { SampleKeys.key("governance-\($0)") } }

    /// Limits that a run keeps far from, and a heartbeat that it meets.
    private static var parameters: Parameters {
        var parameters = Parameters()
        parameters.blockLeaves = 512
        parameters.blockBytes = 1 << 20
        parameters.manifestRecords = 64
        parameters.statementLifetime = 3_600
        parameters.governanceLifetime = 3_600
        parameters.requestLifetime = 7_200
        parameters.governanceDelay = 5_000
        parameters.closedPerBlock = 4
        parameters.heartbeat = 10_000
        return parameters
    }
}
