/// What a regulator asks and reports, and what it is told: content types of COSE messages.
extension Purpose {
    /// An issuer's word to which record a disclosure's tag belongs.
    public static let attestation = "application/vnd.deedbox.attestation.v1+cbor"
    /// A regulator's question which uses have shown a record.
    public static let usesQuestion = "application/vnd.deedbox.uses.question.v1+cbor"
    /// A relying party's answer to it.
    public static let usesAnswer = "application/vnd.deedbox.uses.answer.v1+cbor"
    /// What a member signs of a report that it made from the ledger.
    public static let report = "application/vnd.deedbox.report.v1+cbor"
}
