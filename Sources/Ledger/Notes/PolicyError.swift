/// Why a text is not the policy of a network, or parts do not make one.
public enum PolicyError: Error, Equatable, Sendable {
    case tooLong(limit: Int, found: Int)
    /// A byte below 0x20 that is neither tab nor newline, or 0x7f.
    case controlCharacter(offset: Int)
    case noFinalNewline
    /// A line that is no `log`, `witness`, `group` or `quorum`, or has too few or too many words.
    case line(Int)
    /// A key that does not read.
    case key(line: Int, NoteError)
    /// A cosigner's key as a log's, or a log's as a cosigner's.
    case wrongRole(name: String)
    /// The logs of one ledger bear one name, its origin.
    case otherOrigin(expected: String, found: String)
    /// One public key stands twice.
    case duplicateKey(name: String)
    /// One name stands twice, or is the reserved `none`.
    case duplicateName(String)
    /// A name that a line cannot hold: empty, or with a space or a control character.
    case name(String)
    /// A name that no earlier line defines, or that is not a witness.
    case unknownName(String)
    /// A threshold that is not `any`, `all` or a number from 1 to the count of members.
    case threshold(String, members: Int)
    /// A witness that the quorum does not count.
    case outsideGroup(String)
    case noLog
    case noGroup
    case severalGroups
    case noQuorum
    case severalQuorums
    case tooManyKeys(limit: Int, found: Int)
}
