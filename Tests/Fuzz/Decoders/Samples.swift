import Ledger
import Rulebook
import Signing

/// A small invented network, and one good input or more for every decoder.
enum Samples {
    static let network: Network = networks[0]
    /// One node, and four of which one may lie.
    static let networks: [Network] = [network(of: 1, .crash), network(of: 4, .byzantine)]
    static let now: UInt64 = 1_793_500_000

    private static func network(of count: Int, _ model: FaultModel) -> Network {
        let validators = (1...count).compactMap { number -> Validator? in
            let keys = ["log", "cosigner", "vote", "release", "link"]
                .map { SampleKeys.key("node-\(number)/\($0)").publicKey }
            guard let member = MemberID("node-\(number)"),
                let keys = ValidatorKeys(
                    log: keys[0], cosigner: keys[1], vote: keys[2], release: keys[3], link: keys[4])
            else { return nil }
            return Validator(member: member, name: Bilingual(zh: "示例节点", en: "Sample node"), keys: keys)
        }
        let genesis = try? Genesis(
            name: "fuzz.deedbox.example", created: 1_793_491_200, isSample: true, faultModel: model,
            validators: validators,
            governance: Governance(threshold: 2, keys: (1...3).map { SampleKeys.key("governance-\($0)").publicKey }),
            parameters: Parameters())
        guard let genesis else { preconditionFailure("the sample genesis is refused") }
        return Network(genesis)
    }

    /// A name that is known to have its form.
    static func name<Name: RegisteredName>(_ text: String) -> Name { Name(checked: text) }

    static func digest(_ number: UInt8) -> Digest { SHA256.digest([number]) }

    static func commitment(_ number: UInt8) -> Commitment { Commitment(digest(number)) }

    /// Items of CBOR of each kind, and of each width of a number.
    static let items: [[UInt8]] = [
        [0xf6], [0xf4], [0xf5], [0x17], [0x18, 0x18], [0x19, 0x01, 0x00], [0x1a, 0, 1, 0, 0],
        [0x1b, 0, 0, 0, 1, 0, 0, 0, 0], [0x20], [0x3b] + [UInt8](repeating: 0xff, count: 8), [0x41, 0], [0x61, 0x61],
        [0x82, 0x01, 0x80], [0xa2, 0x01, 0x02, 0x20, 0x03], [0xd2, 0xa0], [0xd8, 0x62, 0x80],
    ]

    static let citizen = "370402209001010012"
    static let agency = "11370406PDY001012G"
    static let certificate =
        "1.2.156.3005.2.11100000000013127D001.11370406PDY001012G.20250000001.001.G"

    /// Key files, plain ones; the secrets are those of the sample keys.
    static let keyFiles: [String] = ["bank", "node-1/link"].compactMap { name in
        try? KeyFile(SampleKeys.key(name), purpose: name == "bank" ? .statement : .link, name: name).encoded
    }

    /// Readable files of each kind.
    static let documents: [JSONValue] = [
        networks[0].genesis.readable, networks[1].genesis.readable,
        MemberList([MemberList.Item(id: name("bank"), details: details)]).readable, scene.readable,
        TypeDefinition(type: type, version: 2, isNationalCode: false).readable,
    ]

    /// JSON of no kind of ours, with every sort of value.
    static let values: JSONValue = ["number": -1, "text": "引用 \" \\ \u{1}", "list": [true, .null, [:]]]
}
