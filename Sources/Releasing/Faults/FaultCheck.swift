public import Sealing
public import Signing

/// What the ledger says of the use that a fault is reported for: all that a stranger needs beside the evidence.
public struct FaultFacts: Sendable {
    public let origin: String
    /// The statement of the use, or of the trace.
    public let statement: StatementID
    /// The fresh key that the statement names.
    public let releaseKey: SealingPublicKey
    /// The use's index; `SecretIndex.trace` for a trace.
    public let index: SecretIndex
    /// The digest of the manifest that the grant named at the block of the use.
    public let manifest: Digest
    /// The set that the manifest was dealt to, with the keys by which its members signed then.
    public let set: DealtSet

    /// Facts that were read from leaves with their receipts.
    public init(
        origin: String, statement: StatementID, releaseKey: SealingPublicKey, index: SecretIndex, manifest: Digest,
        set: DealtSet
    ) {
        self.origin = origin
        self.statement = statement
        self.releaseKey = releaseKey
        self.index = index
        self.manifest = manifest
        self.set = set
    }
}

/// Who is to blame for a proven fault, and for what.
public enum Blame: Hashable, Sendable {
    /// The member at that position signed a share that does not open.
    case validatorSealedNothing(Position, member: String)
    /// The member at that position signed another share than it was dealt.
    case validatorGaveFalseShare(Position, member: String)
    /// The wallet's shares give no secret that would give them.
    case walletDealtBadly
    /// The wallet's ticket is bad.
    case walletMadeBadTicket(TicketFault)
    /// The holder's signatures in a ticket do not hold.
    case walletSignedBadly
}

/// Why evidence proves nothing.
public enum FaultRefusal: Error, Equatable, Sendable {
    case otherManifest(found: Digest)
    case otherIndex(SecretIndex)
    case otherReleaseKey
    case answer(AnswerRefusal)
    case notDealtBy(Position)
    case shareIsGood(Position)
    case tooFewShares(Int, needed: Int)
    case shareDiffers(Position)
    case dealingIsGood
    case otherSecret
    case otherPart
    case otherTicket
    case otherBody
    case ticketIsGood

    /// The stable code: one for evidence that is of something else, one for evidence of nothing bad.
    public var code: String {
        switch self {
        case .otherManifest, .otherIndex, .otherReleaseKey, .otherSecret, .otherPart, .otherTicket, .otherBody,
            .notDealtBy:
            "fault-other-use"
        case .answer: "fault-answer"
        case .tooFewShares, .shareDiffers: "fault-shares"
        case .shareIsGood, .dealingIsGood, .ticketIsGood: "fault-unfounded"
        }
    }
}

extension FaultEvidence {
    /// Judges the evidence by the ledger's facts alone.
    ///
    /// `bindingsHold` is asked of a ticket that opens rightly: whether the holder's signatures in it hold, for the
    /// audience of the request and the nonce that the opened use names.
    public func blame(
        _ facts: FaultFacts, bindingsHold: (OpenedUse) -> Bool
    ) throws(FaultRefusal) -> Blame {
        guard manifest.digest == facts.manifest, manifest.context.origin == facts.origin,
            manifest.context.set == facts.set.digest
        else { throw .otherManifest(found: manifest.digest) }
        guard index == facts.index, manifest.uses.place(of: index) != nil else { throw .otherIndex(index) }
        switch self {
        case .falseShare(let fault): return try fault.blame(facts)
        case .dealing(let fault): return try fault.blame()
        case .ticket(let fault): return try fault.blame(bindingsHold)
        }
    }
}

extension FalseShare {
    /// The validator's own signature over an answer that does not hold the share that its position was dealt.
    fileprivate func blame(_ facts: FaultFacts) throws(FaultRefusal) -> Blame {
        guard let key = SealingPrivateKey(secret: releaseSecret), key.publicKey == facts.releaseKey else {
            throw .otherReleaseKey
        }
        let (member, read): (String, ReleaseAnswer)
        do throws(AnswerRefusal) {
            let word = try SignedWord(answer, Purpose.releaseAnswer, facts.origin, facts.set)
            do throws(CBORError) { read = try ReleaseAnswer(decoding: word.payload) } catch { throw .payload(error) }
            guard read.statement == facts.statement else { throw .otherStatement(read.statement) }
            guard word.position == position else { throw .otherPosition(said: position, actual: word.position) }
            member = word.member
        } catch { throw .answer(error) }
        let place = read.entries.firstIndex {
            $0.manifest == facts.manifest && $0.index == index && $0.position == position
        }
        guard let place else { throw .notDealtBy(position) }
        guard let shares = read.open(by: key) else { return .validatorSealedNothing(position, member: member) }
        guard !manifest.differing([shares[place]], index).isEmpty else { throw .shareIsGood(position) }
        return .validatorGaveFalseShare(position, member: member)
    }
}

extension BadDealing {
    /// A quorum of shares that are the wallet's own, by its own commitments, and give something that was not dealt.
    fileprivate func blame() throws(FaultRefusal) -> Blame {
        guard shares.count == manifest.quorum else { throw .tooFewShares(shares.count, needed: manifest.quorum) }
        if let position = manifest.differing(shares, index).first { throw .shareDiffers(position) }
        guard !manifest.dealt(DealtSecret(combining: shares), index) else { throw .dealingIsGood }
        return .walletDealtBadly
    }
}

extension BadTicket {
    /// The secret and the part are the wallet's own, by its own check values; what they open is not what it must be.
    fileprivate func blame(_ bindingsHold: (OpenedUse) -> Bool) throws(FaultRefusal) -> Blame {
        let context = manifest.context
        guard index.isUse, let place = manifest.uses.place(of: index) else { throw .otherIndex(index) }
        guard secret.check(context, index) == manifest.secrets[place].check else { throw .otherSecret }
        guard part.check(context, index) == manifest.parts[place - 1] else { throw .otherPart }
        guard SHA256.digest(ticket) == manifest.tickets[place - 1] else { throw .otherTicket }
        let key = part.ticketKey(secret, context, index)
        let read: UseTicket
        do throws(TicketFault) {
            read = try UseTicket(opening: ticket, manifest, index, key: key)
        } catch { return .walletMadeBadTicket(error) }
        guard let body, SHA256.digest(body) == manifest.bodies[read.body] else { throw .otherBody }
        let opened: OpenedUse
        do throws(TicketFault) {
            opened = try OpenedUse(read, manifest, index, body: body)
        } catch { return .walletMadeBadTicket(error) }
        guard !bindingsHold(opened) else { throw .ticketIsGood }
        return .walletSignedBadly
    }
}
