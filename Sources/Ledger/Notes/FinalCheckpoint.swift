/// A checkpoint that carries a log signature and a quorum of distinct cosignatures: only a policy makes one.
public struct FinalCheckpoint: Sendable {
    public let checkpoint: Checkpoint
    /// The note as it was read.
    public let note: SignedNote
    /// Who of the quorum's group cosigned, each once and in the policy's order, with the POSIX seconds it signed.
    public let cosigners: [(name: String, time: UInt64)]
    /// How many lying validators this checkpoint withstands: q + k − n − 1, for k of n that cosigned and quorum q.
    ///
    /// Any other quorum shares at least q + k − n validators with these k. Negative when two quorums need not meet.
    public let assurance: Int

    /// POSIX seconds at which the first of the quorum signed: whatever the log holds is older.
    public var time: UInt64 { cosigners.map(\.time).min() ?? 0 }
}

extension CheckpointPolicy {
    /// Refuses a note unless a log key and a quorum of distinct cosigners signed it, and no known key's line is false.
    public func check(_ note: SignedNote) throws(NoteError) -> FinalCheckpoint {
        try check(note) { key, signature, message in key.verifies(signature, over: message) }
    }

    /// The same, asking another verifier: a seam for simulations, which sign more cheaply.
    public func check(
        _ note: SignedNote, by verifies: (_ key: NoteKey, _ signature: [UInt8], _ message: [UInt8]) -> Bool
    ) throws(NoteError) -> FinalCheckpoint {
        let checkpoint = try Checkpoint(parsing: note.text)
        guard checkpoint.origin.utf8.elementsEqual(origin.utf8) else {
            throw .otherOrigin(expected: origin, found: checkpoint.origin)
        }
        let signers = try signers(of: note, verifies)
        guard signers.contains(where: { $0.key.role == .log }) else { throw .noLogSignature }
        let cosigners = witnesses.compactMap { witness in
            let line = signers.first { $0.key == witness.key }?.line
            return line?.cosignatureTime.map { (name: witness.name, time: $0) }
        }
        guard cosigners.count >= quorum else { throw .quorumMissing(needed: quorum, found: cosigners.count) }
        return FinalCheckpoint(
            checkpoint: checkpoint, note: note, cosigners: cosigners,
            assurance: quorum + cosigners.count - witnesses.count - 1)
    }

    /// Each line of a known key with the key that made it; a false one refuses the note, unknown keys are passed over.
    private func signers(
        of note: SignedNote, _ verifies: (NoteKey, [UInt8], [UInt8]) -> Bool
    ) throws(NoteError) -> [(key: NoteKey, line: NoteSignature)] {
        let keys = logKeys + witnesses.map(\.key)
        var found: [(key: NoteKey, line: NoteSignature)] = []
        for line in note.signatures {
            let named = keys.filter { line.names($0) }
            if named.isEmpty { continue }
            guard
                let key = named.first(where: { key in line.isValid(by: key, over: note.text) { verifies(key, $0, $1) } }
                )
            else {
                throw .wrongSignature(name: line.name, keyID: line.keyID)
            }
            found.append((key, line))
        }
        return found
    }
}
