/// What the release of data is made of: see `docs/protocol/release.md`.
extension Purpose {
    /// Begins what the coefficients of a dealing follow from.
    public static let share = Array("deedbox/share/v1".utf8)
    /// Begins the commitment to one share.
    public static let shareCommitment = Array("deedbox/sharec/v1".utf8)
    /// Begins the check value of a dealt secret.
    public static let secretCheck = Array("deedbox/keycheck/v1".utf8)
    /// Begins what the relying party's part for one use follows from.
    public static let part = Array("deedbox/part/v1".utf8)
    /// Begins the check value of that part.
    public static let partCheck = Array("deedbox/partcheck/v1".utf8)
    /// Begins what the key of a ticket follows from.
    public static let ticket = Array("deedbox/ticket/v1".utf8)
    /// Begins what a trace packet follows from, and stands in the key schedule of its inner seal.
    public static let trace = Array("deedbox/trace/v1".utf8)
    /// Begins the nonce of the key bindings for one use.
    public static let useNonce = Array("deedbox/nonce/v1".utf8)
    /// Begins the digest of a deposit's manifest.
    public static let manifest = Array("deedbox/manifest/v1".utf8)
    /// Begins the tag under which a part of a deposit lies.
    public static let depositPart = Array("deedbox/deposit/v1".utf8)
    /// Begins what the sealed body of a deposit is bound to.
    public static let dealtBody = Array("deedbox/dealtbody/v1".utf8)
    /// In the key schedule of a validator's sealed shares.
    public static let sealedShares = Array("deedbox/sealedshares/v1".utf8)
    /// In the key schedule of the relying party's sealed part.
    public static let sealedPart = Array("deedbox/sealedpart/v1".utf8)
    /// In the key schedule of shares that a validator releases.
    public static let release = Array("deedbox/release/v1".utf8)
    /// Begins the digest of the evidence of a fault.
    public static let fault = Array("deedbox/fault/v1".utf8)

    /// Begins the digest of the deal of a sealed disclosure, and what its content is sealed under.
    public static let sealedDeal = Array("deedbox/sealeddeal/v1".utf8)
    /// Begins the digest of what such a deal is bound to.
    public static let sealedTerms = Array("deedbox/sealedterms/v1".utf8)
    /// In the derivation of the key by which its holder reads the details.
    public static let sealedDetails = Array("deedbox/sealeddetails/v1".utf8)

    /// All of them, for the test that no tag begins another.
    package static let releasingTags = [
        share, shareCommitment, secretCheck, part, partCheck, ticket, trace, useNonce, manifest, depositPart,
        dealtBody, sealedShares, sealedPart, release, fault, sealedDeal,
        sealedTerms, sealedDetails,
    ]

    /// Content type of the shares that a validator releases.
    public static let releaseAnswer = "application/vnd.deedbox.release.v1+cbor"
    /// Content type of a validator's word that it holds a deposit whose shares are good.
    public static let depositAcknowledgement = "application/vnd.deedbox.deposit.ack.v1+cbor"
    /// Content type of a validator's share of a sealed disclosure whose time is over.
    public static let disclosureShare = "application/vnd.deedbox.disclosure.share.v1+cbor"
    /// Content type of a validator's word of what it deleted of a deposit.
    public static let depositDeletion = "application/vnd.deedbox.deposit.deleted.v1+cbor"
    /// Content type of a validator's share-sealing key of one week.
    public static let weeklyKey = "application/vnd.deedbox.weeklykey.v1+cbor"
}
