public import Releasing
public import Rulebook
public import Signing

/// What a use brought to its relying party, with everything by which it can be checked: nothing in it is proven yet.
///
/// Receipts are in either form, state proofs as a node gives them. What is missing here makes a check say *could not
/// check*, never *no*.
public struct PresentedUse: Hashable, Sendable {
    /// To whom it must be addressed: the member that relies on it.
    public var party: MemberID
    /// The digest of the set of validators that the deposit was dealt to: the holder's signatures are bound to it.
    public let set: Digest
    public var documents: [PresentedDocument]
    /// The receipt of the `grant`.
    public var grant: [UInt8]
    /// The receipt of the `use`, or of its record behind a `use.many`.
    public var use: [UInt8]
    /// What the state says, by question: a sealed proof each.
    public var proofs: [LedgerQuestion: [UInt8]]
    /// What opens the commitments to the case; nil when it was not kept.
    public var opening: CaseOpening?
    /// That it was passed on; nil when it was not.
    public var passing: PresentedPassing?

    /// Most documents of one use.
    public static let maxDocuments = DepositBody.maxPresentations

    /// Parts that were put together elsewhere.
    public init(
        party: MemberID, set: Digest, documents: [PresentedDocument], grant: [UInt8], use: [UInt8],
        proofs: [LedgerQuestion: [UInt8]] = [:], opening: CaseOpening? = nil,
        passing: PresentedPassing? = nil
    ) {
        self.party = party
        self.set = set
        self.documents = documents
        self.grant = grant
        self.use = use
        self.proofs = proofs
        self.opening = opening
        self.passing = passing
    }

    /// An opened use, for the member that opened it. `receipts` are those of the documents' records, one for each
    /// presentation or none at all; an empty one is none.
    public init(
        _ opened: OpenedUse, of manifest: DepositManifest, to party: MemberID, receipts: [[UInt8]], grant: [UInt8],
        use: [UInt8]
    ) {
        let documents = opened.presented.enumerated().map { place, text in
            let receipt = receipts.indices.contains(place) ? receipts[place] : []
            return PresentedDocument(presentation: text, receipt: receipt.isEmpty ? nil : receipt)
        }
        self.init(party: party, set: manifest.context.set, documents: documents, grant: grant, use: use)
    }
}

/// One document as it was shown, with what proves its record.
public struct PresentedDocument: Hashable, Sendable {
    /// The SD-JWT with the chosen disclosures and the holder's key binding.
    public var presentation: String
    /// The receipt of its record; nil when the holder gave none.
    public var receipt: [UInt8]?
    /// The receipt of the seal of the block in which it was recorded: it alone gives that block's height and time.
    public var seal: [UInt8]?

    public init(presentation: String, receipt: [UInt8]?, seal: [UInt8]? = nil) {
        self.presentation = presentation
        self.receipt = receipt
        self.seal = seal
    }
}

/// The case number of a use with the two salts under which the request and the use commit to it.
public struct CaseOpening: Hashable, Sendable {
    public let number: String
    /// That of the request, at least 16 bytes.
    public let requestSalt: [UInt8]
    /// That of the use; nil when the use has none of its own.
    public let useSalt: [UInt8]?

    public init(number: String, requestSalt: [UInt8], useSalt: [UInt8]?) {
        self.number = number
        self.requestSalt = requestSalt
        self.useSalt = useSalt
    }

    /// What the ledger has of the case under a salt: SHA-256 over the tag, the salt and the number in UTF-8.
    public func commitment(salt: [UInt8]) -> Commitment {
        var hasher = SHA256()
        hasher.update(Purpose.caseCommitment)
        hasher.update(salt)
        hasher.update(Array(number.utf8))
        return Commitment(hasher.finalize())
    }
}
