import Signing

/// A COSE_Sign1 of a validator of a set, whose signature was checked. Only the check makes one.
struct SignedWord: Sendable {
    let bytes: [UInt8]
    let payload: [UInt8]
    /// Where the signer stands in the set.
    let position: Position
    let member: String

    /// Reads a word of that content type on that ledger, and checks it by the release key of the member that it
    /// names.
    init(_ bytes: [UInt8], _ contentType: String, _ origin: String, _ set: DealtSet) throws(AnswerRefusal) {
        let statement: Statement
        do throws(StatementError) { statement = try Statement(decoding: bytes) } catch { throw .statement(error) }
        guard !statement.isGovernance, statement.header.contentType == contentType else {
            throw .otherType(statement.header.contentType)
        }
        guard statement.header.origin == origin else { throw .otherOrigin(statement.header.origin) }
        let member = statement.header.issuer ?? ""
        guard let position = set.position(of: member), let validator = set[position] else { throw .stranger(member) }
        guard let signature = statement.signatures.first, statement.isSigned(signature, by: validator.release) else {
            throw .signature(member)
        }
        self.bytes = bytes
        payload = statement.payload
        self.position = position
        self.member = member
    }
}
