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
}

extension CheckpointPolicy {
    /// Refuses a note unless a log key and a quorum of distinct cosigners signed it, and no known key's line is false.
    public func check(_ note: SignedNote) throws(NoteError) -> FinalCheckpoint {
        let checkpoint = try Checkpoint(parsing: note.text)
        guard checkpoint.origin.utf8.elementsEqual(origin.utf8) else {
            throw .otherOrigin(expected: origin, found: checkpoint.origin)
        }
        guard try signatures(by: logKeys, on: note).contains(where: { $0 != nil }) else { throw .noLogSignature }
        let found = try signatures(by: witnesses.map(\.key), on: note)
        let cosigners = zip(witnesses, found).compactMap { witness, signature in
            signature?.cosignatureTime.map { (name: witness.name, time: $0) }
        }
        guard cosigners.count >= quorum else { throw .quorumMissing(needed: quorum, found: cosigners.count) }
        return FinalCheckpoint(
            checkpoint: checkpoint, note: note, cosigners: cosigners,
            assurance: quorum + cosigners.count - witnesses.count - 1)
    }

    /// The first valid line of each key; a false one of any of them refuses the note. Lines of unknown keys do nothing.
    private func signatures(by keys: [NoteKey], on note: SignedNote) throws(NoteError) -> [NoteSignature?] {
        var found: [NoteSignature?] = []
        for key in keys {
            let lines = note.signatures.filter { $0.names(key) }
            for line in lines where !line.isValid(by: key, over: note.text) {
                throw .wrongSignature(name: line.name, keyID: line.keyID)
            }
            found.append(lines.first)
        }
        return found
    }
}
