/// Whose signatures make a checkpoint final: logs, validators, and how many of these (C2SP tlog-policy).
///
/// Derived from the genesis and its changes, never trusted from a server.
public struct CheckpointPolicy: Hashable, Sendable {
    /// A cosigner, under the name by which the policy's group lists it.
    public struct Witness: Hashable, Sendable {
        public let name: String
        public let key: NoteKey

        public init(name: String, key: NoteKey) {
            self.name = name
            self.key = key
        }
    }

    /// Most cosigners: a note then still holds a log signature beside them.
    public static let maxWitnesses = SignedNote.maxSignatures - 1
    /// Most keys of the log.
    public static let maxLogKeys = maxWitnesses

    /// The name of every log key.
    public let origin: String
    /// Any one of these signs for the log.
    public let logKeys: [NoteKey]
    /// The members of the quorum's group.
    public let witnesses: [Witness]
    /// The name of that group.
    public let group: String
    /// How many members must cosign.
    public let quorum: Int

    /// The policy of a network whose validators cosign under their own names; parts that
    /// `init(checking:logKeys:witnesses:group:quorum:)` refuses are the caller's bug.
    public init(origin: String, logKeys: [NoteKey], validators: [NoteKey], quorum: Int) {
        let witnesses = validators.map { Witness(name: $0.name, key: $0) }
        do throws(PolicyError) {
            self = try CheckpointPolicy(
                checking: origin, logKeys: logKeys, witnesses: witnesses, group: "consensus", quorum: quorum)
        } catch {
            preconditionFailure("these parts make no policy: \(error)")
        }
    }

    /// The policy of these parts, if they make one.
    public init(
        checking origin: String, logKeys: [NoteKey], witnesses: [Witness], group: String, quorum: Int
    ) throws(PolicyError) {
        self.origin = origin
        self.logKeys = logKeys
        self.witnesses = witnesses
        self.group = group
        self.quorum = quorum
        try checkCounts()
        try checkKeys()
        try checkNames()
    }

    private func checkCounts() throws(PolicyError) {
        guard !logKeys.isEmpty else { throw .noLog }
        guard logKeys.count <= CheckpointPolicy.maxLogKeys else {
            throw .tooManyKeys(limit: CheckpointPolicy.maxLogKeys, found: logKeys.count)
        }
        guard witnesses.count <= CheckpointPolicy.maxWitnesses else {
            throw .tooManyKeys(limit: CheckpointPolicy.maxWitnesses, found: witnesses.count)
        }
        guard quorum >= 1, quorum <= witnesses.count else {
            throw .threshold(String(quorum), members: witnesses.count)
        }
    }

    /// Every key once, in whatever role; log keys named like the origin.
    private func checkKeys() throws(PolicyError) {
        for key in logKeys where key.name != origin { throw .otherOrigin(expected: origin, found: key.name) }
        for key in logKeys where key.role != .log { throw .wrongRole(name: key.name) }
        for witness in witnesses where witness.key.role != .cosigner { throw .wrongRole(name: witness.name) }
        let keys = logKeys + witnesses.map(\.key)
        for (position, key) in keys.enumerated() {
            let isTwice = keys[..<position].contains { $0.publicKey == key.publicKey }
            guard !isTwice else { throw .duplicateKey(name: key.name) }
        }
    }

    private func checkNames() throws(PolicyError) {
        var seen = ["none"]
        for name in witnesses.map(\.name) + [group] {
            guard !name.isEmpty, name.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f }) else { throw .name(name) }
            guard !seen.contains(name) else { throw .duplicateName(name) }
            seen.append(name)
        }
    }
}
