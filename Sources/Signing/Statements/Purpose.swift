/// What a signature or a digest is for: one constant per kind, and no constant begins another.
///
/// Statements and other COSE messages carry theirs as the content type in the protected header;
/// digests begin with theirs. Checkpoints follow C2SP, whose texts separate themselves.
public enum Purpose {
    /// Digest tags.
    public static let statementID = tag("deedbox/statement/v1")
    public static let record = tag("deedbox/record/v1")
    public static let grantID = tag("deedbox/grant/v1")
    public static let statusKey = tag("deedbox/status/v1")
    public static let reason = tag("deedbox/reason/v1")
    public static let correctionClaim = tag("deedbox/claim/v1")
    public static let correctionAnswer = tag("deedbox/answer/v1")
    public static let caseCommitment = tag("deedbox/case/v1")
    public static let replayMinute = tag("deedbox/replay/v1")
    public static let validatorSet = tag("deedbox/validators/v1")
    public static let parameters = tag("deedbox/parameters/v1")
    public static let evidenceRoot = tag("deedbox/evidence/v1")
    public static let guardRecord = tag("deedbox/guard/v1")
    public static let journalRecord = tag("deedbox/journal/v1")
    /// What a validator signs while agreeing begins with this.
    public static let vote = tag("deedbox/vote/v1")
    /// By which an operator proves that it has the keys of its entry in a genesis.
    public static let validatorEntry = tag("deedbox/entry/v1")
    /// What a validator signs in answer to one that is in doubt begins with this.
    public static let doubtAnswer = tag("deedbox/doubt/v1")

    /// What a validator that is to be signs over a checkpoint begins with this.
    public static let readiness = tag("deedbox/readiness/v1")

    /// What is sealed: each tag stands in the key schedule, the associated data or the derivation.
    public static let delivery = tag("deedbox/delivery/v1")
    public static let sealedBody = tag("deedbox/body/v1")
    public static let storedField = tag("deedbox/stored/v1")
    public static let mailbox = tag("deedbox/mailbox/v1")
    public static let walletKey = tag("deedbox/wallet/v1")
    public static let eraser = tag("deedbox/erase/v1")
    public static let keyStore = tag("deedbox/keystore/v1")

    /// Digest tags of the registrar's directory.
    public static let directoryLeaf = tag("deedbox/leaf/v1")
    public static let directoryRoot = tag("deedbox/directory/v1")
    public static let auditEntry = tag("deedbox/audit/v1")

    /// What the key of a trace token signs for one grant begins with this.
    public static let traceToken = tag("deedbox/tracetoken/v1")
    /// In the key schedule of a manifest and trace packet that a node gives to the one who traced.
    public static let tracePacket = tag("deedbox/tracepacket/v1")
    /// In the key schedule of an identity that the registrar tells to the one who traced.
    public static let resolved = tag("deedbox/resolved/v1")
    /// In the derivation of the key by which a document's disclosures are tagged.
    public static let disclosure = tag("deedbox/disclosure/v1")
    /// Begins the commitment to what was read without consent.
    public static let disclosureDetails = tag("deedbox/disclosed/v1")
    /// In the derivation of the key by which a document's sealed disclosures are tagged.
    public static let sealedDisclosure = tag("deedbox/sealeddisclosure/v1")
    /// Begins the commitment to the tag of a sealed disclosure.
    public static let sealedTag = tag("deedbox/sealedtag/v1")
    /// Begins what the key that opens a sealed disclosure follows from.
    public static let openingKey = tag("deedbox/openingkey/v1")

    /// Begins the commitment to somebody outside the ledger to whom evidence is passed on.
    public static let recipient = tag("deedbox/recipient/v1")
    /// Begins the commitment to a file that a note anchors.
    public static let note = tag("deedbox/note/v1")
    /// What a grant's key signs as a leave to pass evidence on begins with this.
    public static let passingLeave = tag("deedbox/passleave/v1")

    /// Every tag of a digest, a vote, an answer or a readiness, for the test that no one begins another.
    package static let digestTags = [
        statementID, record, grantID, statusKey, reason, correctionClaim, correctionAnswer, caseCommitment,
        replayMinute, validatorSet,
        parameters, evidenceRoot, guardRecord, journalRecord, vote, validatorEntry, doubtAnswer, readiness,
        delivery, sealedBody, storedField, mailbox, walletKey, eraser, keyStore, directoryLeaf, directoryRoot,
        auditEntry, traceToken, tracePacket, resolved, disclosure, disclosureDetails,
        sealedDisclosure, sealedTag, openingKey, recipient, note, passingLeave,
    ]

    /// Content type of a relying party's request to a holder.
    public static let request = "application/vnd.deedbox.request.v1+cbor"
    /// Content type of the registrar's word that an account has certain keys.
    public static let binding = "application/vnd.deedbox.binding.v1+cbor"
    /// Content type of a wallet's proof that it has a key for which it wants an account.
    public static let account = "application/vnd.deedbox.account.v1+cbor"
    /// Content type of a wallet's word against a re-binding.
    public static let veto = "application/vnd.deedbox.veto.v1+cbor"
    /// Content type of a member's question to the registrar's directory.
    public static let lookUp = "application/vnd.deedbox.lookup.v1+cbor"
    /// Content type of a member's question which of the accounts that it knows were bound to other keys.
    public static let rebindings = "application/vnd.deedbox.rebindings.v1+cbor"
    /// Content type of the registrar's word that it can find the account of a key.
    public static let issuedTraceToken = "application/vnd.deedbox.tracetoken.v1+cbor"
    /// Content type of a wallet's wish for trace tokens.
    public static let traceTokens = "application/vnd.deedbox.tracetokens.v1+cbor"
    /// Content type of a regulator's question whose a traced grant is.
    public static let resolve = "application/vnd.deedbox.resolve.v1+cbor"
    /// Content type of a holder's wish to be issued a document.
    public static let application = "application/vnd.deedbox.application.v1+cbor"
    /// Content type of a node's signed refusal.
    public static let refusal = "application/vnd.deedbox.refusal.v1+cbor"

    /// Content type of what a member puts in the nodes' strongroom.
    public static let strongroomPut = "application/vnd.deedbox.strongroom.put.v1+cbor"
    /// Content type of a node's word that it holds a put.
    public static let strongroomAcknowledgement = "application/vnd.deedbox.strongroom.ack.v1+cbor"
    /// Content type of a member's word that something it put is to go.
    public static let strongroomDeletion = "application/vnd.deedbox.strongroom.delete.v1+cbor"

    private static func tag(_ text: String) -> [UInt8] { Array(text.utf8) }
}
