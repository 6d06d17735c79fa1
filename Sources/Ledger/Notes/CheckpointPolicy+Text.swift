extension CheckpointPolicy {
    /// The longest text of a policy, in bytes.
    public static let maxByteCount = 65_536

    /// The policy as C2SP tlog-policy: `log`, `witness`, `group` and `quorum` lines, in this order.
    public var text: String {
        var lines = logKeys.map { "log \($0.vkey)" }
        lines += witnesses.map { "witness \($0.name) \($0.key.vkey)" }
        lines.append("group \(group) \(quorum) " + witnesses.map(\.name).joined(separator: " "))
        lines.append("quorum \(group)")
        return lines.reduce(into: "") { text, line in text += line + "\n" }
    }

    /// Reads a policy with one group of witnesses that is the quorum.
    ///
    /// Comments, empty lines, tabs and URLs are read over. Groups of groups, witnesses outside the group,
    /// and a quorum without witnesses are refused: no assurance could be told for them.
    public init(parsing text: String) throws(PolicyError) {
        let bytes = Array(text.utf8)
        guard bytes.count <= CheckpointPolicy.maxByteCount else {
            throw .tooLong(limit: CheckpointPolicy.maxByteCount, found: bytes.count)
        }
        if let offset = bytes.firstIndex(where: { $0 < 0x20 && $0 != 0x09 && $0 != 0x0a || $0 == 0x7f }) {
            throw .controlCharacter(offset: offset)
        }
        guard bytes.last == 0x0a else { throw .noFinalNewline }
        var reader = PolicyReader()
        for (number, line) in Lines.split(bytes[...]).enumerated() {
            let words = line.utf8.split { $0 == 0x20 || $0 == 0x09 }.map { String(decoding: $0, as: UTF8.self) }
            if words.isEmpty || words[0].utf8.first == UInt8(ascii: "#") { continue }
            try reader.read(words, line: number + 1)
        }
        self = try reader.policy()
    }
}

/// Gathers the lines of a policy; a name must be defined before it is used.
private struct PolicyReader {
    private var logKeys: [NoteKey] = []
    private var witnesses: [CheckpointPolicy.Witness] = []
    private var group: (name: String, threshold: Int, members: [String])?
    private var hasQuorum = false

    mutating func read(_ words: [String], line: Int) throws(PolicyError) {
        switch (words[0], words.count) {
        case ("log", 2...3):
            logKeys.append(try key(words[1], line: line))
        case ("witness", 3...4):
            witnesses.append(CheckpointPolicy.Witness(name: words[1], key: try key(words[2], line: line)))
        case ("group", 4...):
            try readGroup(name: words[1], threshold: words[2], members: Array(words[3...]))
        case ("quorum", 2):
            guard !hasQuorum else { throw .severalQuorums }
            guard let group, group.name == words[1] else { throw .unknownName(words[1]) }
            hasQuorum = true
        case _:
            throw .line(line)
        }
    }

    private func key(_ vkey: String, line: Int) throws(PolicyError) -> NoteKey {
        do throws(NoteError) { return try NoteKey(parsing: vkey) } catch { throw .key(line: line, error) }
    }

    private mutating func readGroup(name: String, threshold: String, members: [String]) throws(PolicyError) {
        guard group == nil else { throw .severalGroups }
        for (position, member) in members.enumerated() {
            guard !members[..<position].contains(member) else { throw .duplicateName(member) }
            guard witnesses.contains(where: { $0.name == member }) else { throw .unknownName(member) }
        }
        let count =
            switch threshold {
            case "any": 1
            case "all": members.count
            case _: Decimal.parse(threshold, max: UInt64(members.count)).map(Int.init) ?? 0
            }
        guard count >= 1 else { throw .threshold(threshold, members: members.count) }
        group = (name, count, members)
    }

    func policy() throws(PolicyError) -> CheckpointPolicy {
        guard let origin = logKeys.first?.name else { throw .noLog }
        guard let group else { throw .noGroup }
        guard hasQuorum else { throw .noQuorum }
        for witness in witnesses where !group.members.contains(witness.name) { throw .outsideGroup(witness.name) }
        return try CheckpointPolicy(
            checking: origin, logKeys: logKeys, witnesses: witnesses, group: group.name, quorum: group.threshold)
    }
}
