import Ledger
import Signing
import Testing

struct CheckpointPolicyTests {
    private static let log = "log ledger.example/test+7a864099+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
    private static let nodes = (1...3).map { "witness n\($0) \(Network.cosigner($0).vkey)" }
    private static let group = "group consensus 2 n1 n2 n3"

    private static func text(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }

    @Test func `the policy of a network is this text`() throws {
        let policy = Network.policy(2, of: 2)
        let first = Network.cosigner(1)
        let second = Network.cosigner(2)
        #expect(
            policy.text
                == Self.text([
                    Self.log, "witness node1.ledger.example \(first.vkey)",
                    "witness node2.ledger.example \(second.vkey)",
                    "group consensus 2 node1.ledger.example node2.ledger.example", "quorum consensus",
                ]))
        #expect(try CheckpointPolicy(parsing: policy.text) == policy)
    }

    @Test(arguments: [("2", 2), ("any", 1), ("all", 3), ("1", 1), ("3", 3)])
    func `a threshold is a number, any or all`(threshold: String, quorum: Int) throws {
        let lines = [Self.log] + Self.nodes + ["group q \(threshold) n1 n2 n3", "quorum q"]
        let policy = try CheckpointPolicy(parsing: Self.text(lines))
        #expect(policy.quorum == quorum)
        #expect(policy.origin == "ledger.example/test")
        #expect(policy.witnesses.map(\.name) == ["n1", "n2", "n3"])
        #expect(try CheckpointPolicy(parsing: policy.text) == policy)
    }

    @Test func `comments, empty lines, tabs, URLs and another order of lines are read over`() throws {
        let plain = try CheckpointPolicy(
            parsing: Self.text([Self.log] + Self.nodes + [Self.group, "quorum consensus"]))
        let lines =
            ["# 示例 policy", "", "  \t"] + Self.nodes.map { "\t" + $0 + "  https://node.example/ " }
            + [" # more", Self.group, "quorum \t consensus", Self.log + " https://ledger.example/"]
        #expect(try CheckpointPolicy(parsing: Self.text(lines)) == plain)
    }

    @Test(
        arguments: [
            ([], PolicyError.noFinalNewline), ([log], .noGroup), ([log] + nodes, .noGroup),
            (nodes + [group, "quorum consensus"], .noLog), ([log] + nodes + [group], .noQuorum),
            ([log] + nodes + [group, "quorum consensus", "quorum consensus"], .severalQuorums),
            ([log] + nodes + [group, "group more 1 n1", "quorum more"], .severalGroups),
            ([log] + nodes + [group, "quorum none"], .unknownName("none")),
            ([log] + nodes + [group, "quorum n1"], .unknownName("n1")),
            ([log] + nodes + ["quorum consensus", group], .unknownName("consensus")),
            ([log] + nodes + ["group consensus 2 n1 n2 n4", "quorum consensus"], .unknownName("n4")),
            ([log] + nodes + ["group consensus 2 n1 n2", "quorum consensus"], .outsideGroup("n3")),
            ([log] + nodes + ["group consensus 2 n1 n2 n2", "quorum consensus"], .duplicateName("n2")),
            ([log] + nodes + ["group n1 2 n1 n2 n3", "quorum n1"], .duplicateName("n1")),
            ([log] + nodes + ["group none 2 n1 n2 n3", "quorum none"], .duplicateName("none")),
            ([log] + nodes + ["group consensus 0 n1 n2 n3", "quorum consensus"], .threshold("0", members: 3)),
            ([log] + nodes + ["group consensus 4 n1 n2 n3", "quorum consensus"], .threshold("4", members: 3)),
            ([log] + nodes + ["group consensus 02 n1 n2 n3", "quorum consensus"], .threshold("02", members: 3)),
            ([log] + nodes + ["group consensus most n1 n2 n3", "quorum consensus"], .threshold("most", members: 3)),
            ([log] + nodes + ["group consensus 2", "quorum consensus"], .line(5)),
            ([log, "witness n1"], .line(2)), (["log"], .line(1)), ([log + " a b"], .line(1)),
            ([log, "Witness n1 x"], .line(2)), ([log] + nodes + [group, "quorum consensus x"], .line(6)),
            ([log, log] + nodes + [group, "quorum consensus"], .duplicateKey(name: "ledger.example/test")),
            (["log x"], .key(line: 1, .verifierKey("x"))),
        ] as [([String], PolicyError)])
    func `a malformed policy is refused with the fact`(lines: [String], error: PolicyError) {
        #expect(throws: error) { try CheckpointPolicy(parsing: Self.text(lines)) }
    }

    @Test func `one public key under two names or in two roles is refused`() throws {
        let key = Network.nodeKey(1).publicKey.bytes
        let again = NoteKey(name: "other", role: .cosigner, publicKey: key)
        let twice = [Self.log] + Self.nodes + ["witness n4 \(again.vkey)", "group q 2 n1 n2 n3 n4", "quorum q"]
        #expect(throws: PolicyError.duplicateKey(name: "other")) { try CheckpointPolicy(parsing: Self.text(twice)) }
        let logToo = NoteKey(name: Network.origin, role: .log, publicKey: key)
        let both = [Self.log, "log \(logToo.vkey)"] + Self.nodes + [Self.group, "quorum consensus"]
        #expect(throws: PolicyError.duplicateKey(name: "node1.ledger.example")) {
            try CheckpointPolicy(parsing: Self.text(both))
        }
    }

    @Test func `a key in the wrong role, or a log of another origin, is refused`() {
        let swapped = ["log \(Network.cosigner(1).vkey)", "witness n1 \(Network.cosigner(2).vkey)"]
        let rest = ["group q 1 n1", "quorum q"]
        #expect(throws: PolicyError.wrongRole(name: "node1.ledger.example")) {
            try CheckpointPolicy(parsing: Self.text(swapped + rest))
        }
        #expect(throws: PolicyError.wrongRole(name: "n1")) {
            try CheckpointPolicy(parsing: Self.text([Self.log, "witness n1 \(Network.logNoteKey.vkey)"] + rest))
        }
        let other = NoteKey(name: "other", role: .log, publicKey: Network.nodeKey(3).publicKey.bytes)
        let origins = [Self.log, "log \(other.vkey)"] + Self.nodes + [Self.group, "quorum consensus"]
        #expect(throws: PolicyError.otherOrigin(expected: "ledger.example/test", found: "other")) {
            try CheckpointPolicy(parsing: Self.text(origins))
        }
    }

    @Test func `control characters and texts that are too long are refused`() {
        #expect(throws: PolicyError.controlCharacter(offset: 3)) { try CheckpointPolicy(parsing: "log\r\n") }
        #expect(throws: PolicyError.controlCharacter(offset: 1)) { try CheckpointPolicy(parsing: "#\u{7f}\n") }
        let long = String(repeating: "#", count: 65_536) + "\n"
        #expect(throws: PolicyError.tooLong(limit: 65_536, found: 65_537)) { try CheckpointPolicy(parsing: long) }
    }

    @Test func `more witnesses than a note has lines for are refused`() throws {
        func policy(_ count: Int) throws -> CheckpointPolicy {
            let keys = (0..<count).map { number in
                NoteKey(
                    name: "n\(number)", role: .cosigner, publicKey: SHA256.digest([UInt8(number)]).bytes)
            }
            return try CheckpointPolicy(
                checking: Network.origin, logKeys: [Network.logNoteKey],
                witnesses: keys.map { CheckpointPolicy.Witness(name: $0.name, key: $0) }, group: "g", quorum: 1)
        }
        #expect(try policy(63).witnesses.count == 63)
        #expect(throws: PolicyError.tooManyKeys(limit: 63, found: 64)) { try policy(64) }
    }
}
