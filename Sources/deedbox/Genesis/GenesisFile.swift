import Ledger
import Rulebook
import Signing

/// A genesis from a file, in either of its forms.
struct GenesisFile {
    enum Form {
        /// The canonical CBOR: the genesis file itself.
        case canonical
        /// JSON for people, from which the canonical form is made.
        case readable
    }

    let genesis: Genesis
    let form: Form

    private static let maxByteCount = 1 << 20

    /// Reads either form, told apart by the first byte.
    init(_ path: String) throws {
        let bytes = try WholeFile.bytes(path, max: GenesisFile.maxByteCount)
        let isReadable = bytes.first { !$0.isSpace } == UInt8(ascii: "{")
        form = isReadable ? .readable : .canonical
        genesis =
            isReadable
            ? try ReadableJSON.read(path) { (value) throws(JSONError) in try Genesis(readable: value) }
            : try GenesisFile.canonical(path, bytes)
    }

    /// The network of a genesis file, as trust in a ledger begins with it; both forms name the same ledger.
    static func network(_ path: String) throws -> Network {
        do { return Network(try GenesisFile(path).genesis) } catch let error as CommandError {
            throw error.couldNotCheck
        }
    }

    private static func canonical(_ path: String, _ bytes: [UInt8]) throws -> Genesis {
        do throws(GenesisError) { return try Genesis(decoding: bytes) } catch {
            throw GenesisWords.badFile(path, error)
        }
    }
}

extension UInt8 {
    fileprivate var isSpace: Bool { self == 0x20 || self == 0x0a || self == 0x0d || self == 0x09 }
}

extension Genesis {
    /// What people want to know of it; keys and digest with the details, and always for programs.
    func report(_ headline: String, details: Bool) -> Report {
        let network = Network(self)
        var report = Report(headline)
        report.fact(tell("origin", zh: "账本标识"), network.origin, "origin")
        if details { report.fact(tell("digest", zh: "创世摘要"), network.digest.hex) }
        report.json.append("digest", .string(network.digest.hex))
        report.fact(tell("created", zh: "创建时间"), UTCTime(seconds: created).description, "created")
        report.fact(tell("validators", zh: "验证节点"), GenesisWords.quorum(quorum, faultModel))
        report.fact(
            tell("governance", zh: "治理"),
            GenesisWords.governance(governance.threshold, governance.keys.count, parameters.governanceDelay))
        if isSample { report.fact(tell("sample", zh: "样例"), GenesisWords.sample) }
        let keys = (network.policy.logKeys + network.policy.witnesses.map(\.key)).map(\.vkey)
        if details { report.body = [GenesisWords.verifierKeys] + keys.map { "  " + $0 } }
        report.json.append("sample", .bool(isSample))
        report.json.append("quorum", .integer(Int64(quorum.count)))
        report.json.append("validatorCount", .integer(Int64(validators.count)))
        report.json.append("liars", .integer(Int64(quorum.liars)))
        report.json.append("verifierKeys", .array(keys.map { .string($0) }))
        report.json.append("policy", .string(network.policy.text))
        return report
    }
}
