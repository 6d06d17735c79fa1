public import Signing

/// Evidence of a fault in the release of a use, good before anybody who has the ledger; nobody must be believed.
///
/// It never stands on the ledger, its digest does. What it discloses: the release secret of one statement; or a
/// quorum of shares of one secret; or what opens one ticket. It goes to the one blamed and to the regulator, not to
/// the public.
public enum FaultEvidence: Hashable, Sendable {
    case falseShare(FalseShare)
    case dealing(BadDealing)
    case ticket(BadTicket)

    /// What went wrong, by its code in the evidence. On the ledger `use.fault` tells only whose fault it is.
    public enum Kind: UInt64, Sendable, CaseIterable {
        /// A validator signed a share that is not the one that it was dealt: its fault.
        case falseShare = 1
        /// Shares that give no secret, or other shares than the manifest says: the wallet's.
        case dealing = 2
        /// A ticket that does not open, or does not hold what it must: the wallet's.
        case ticket = 3
    }

    public var kind: Kind {
        switch self {
        case .falseShare: .falseShare
        case .dealing: .dealing
        case .ticket: .ticket
        }
    }

    /// The manifest that it is about.
    public var manifest: DepositManifest {
        switch self {
        case .falseShare(let fault): fault.manifest
        case .dealing(let fault): fault.manifest
        case .ticket(let fault): fault.manifest
        }
    }

    /// The secret that it is about.
    public var index: SecretIndex {
        switch self {
        case .falseShare(let fault): fault.index
        case .dealing(let fault): fault.index
        case .ticket(let fault): fault.index
        }
    }

    /// The validator that it blames; nil when it blames the wallet.
    public var position: Position? {
        switch self {
        case .falseShare(let fault): fault.position
        case .dealing, .ticket: nil
        }
    }

    /// What `use.fault` commits to: SHA-256 over the tag and the encoding, which holds at least one secret of 256 bits.
    public var digest: Digest {
        var hasher = SHA256()
        hasher.update(Purpose.fault)
        hasher.update(encoded)
        return hasher.finalize()
    }
}

/// A validator's signed answer, and what opens it.
public struct FalseShare: Hashable, Sendable {
    let manifest: DepositManifest
    let index: SecretIndex
    let position: Position
    /// The signed answer as received.
    let answer: [UInt8]
    /// The secret of the release key that the statement names.
    let releaseSecret: [UInt8]
}

/// A quorum of shares, each of them what the manifest says.
public struct BadDealing: Hashable, Sendable {
    let manifest: DepositManifest
    let index: SecretIndex
    let shares: [KeyShare]
}

/// What opens one ticket, and the ticket; the body where that is what is wrong.
public struct BadTicket: Hashable, Sendable {
    let manifest: DepositManifest
    let index: SecretIndex
    let secret: DealtSecret
    let part: UsePart
    let ticket: [UInt8]
    let body: [UInt8]?
}

extension FaultEvidence: CBORCodable {
    /// Most bytes of any evidence.
    public static let maxByteCount = 2 << 20

    public func encode(into encoder: inout CBOREncoder) {
        switch self {
        case .falseShare(let fault):
            head(6, &encoder)
            fault.position.encode(into: &encoder)
            encoder.byteString(fault.answer)
            encoder.byteString(fault.releaseSecret)
        case .dealing(let fault):
            head(4, &encoder)
            encoder.list(fault.shares) { encoder, share in
                encoder.array(2)
                share.position.encode(into: &encoder)
                encoder.byteString(share.bytes)
            }
        case .ticket(let fault):
            head(7, &encoder)
            encoder.byteString(fault.secret.bytes)
            encoder.byteString(fault.part.bytes)
            encoder.byteString(fault.ticket)
            encoder.optional(fault.body) { $0.byteString($1) }
        }
    }

    private func head(_ count: Int, _ encoder: inout CBOREncoder) {
        encoder.array(count)
        encoder.unsigned(kind.rawValue)
        manifest.encode(into: &encoder)
        index.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        let start = decoder.offset
        let count = try decoder.array(max: 7)
        let code = try decoder.unsigned()
        guard let kind = Kind(rawValue: code) else { throw .unknownCode(offset: start, code: code) }
        guard count == kind.itemCount else {
            throw .wrongCount(offset: start, expected: kind.itemCount, found: UInt64(count))
        }
        let manifest = try DepositManifest(from: &decoder)
        let index = try SecretIndex(from: &decoder)
        switch kind {
        case .falseShare: self = .falseShare(try FalseShare(manifest, index, from: &decoder))
        case .dealing: self = .dealing(try BadDealing(manifest, index, from: &decoder))
        case .ticket: self = .ticket(try BadTicket(manifest, index, from: &decoder))
        }
    }
}

extension FaultEvidence.Kind {
    /// Items of the array, the kind among them.
    fileprivate var itemCount: Int {
        switch self {
        case .falseShare: 6
        case .dealing: 4
        case .ticket: 7
        }
    }
}

extension FalseShare {
    fileprivate init(_ manifest: DepositManifest, _ index: SecretIndex, from decoder: inout CBORDecoder)
        throws(CBORError)
    {
        self.manifest = manifest
        self.index = index
        position = try Position(from: &decoder)
        answer = try decoder.byteString(max: Statement.maxByteCount)
        releaseSecret = try decoder.byteString(count: 32)
    }
}

extension BadDealing {
    fileprivate init(_ manifest: DepositManifest, _ index: SecretIndex, from decoder: inout CBORDecoder)
        throws(CBORError)
    {
        self.manifest = manifest
        self.index = index
        var previous: Position?
        shares = try decoder.list(max: Position.limit) { (inner) throws(CBORError) in
            let start = inner.offset
            try inner.array(count: 2)
            let position = try Position(from: &inner)
            if let previous, position <= previous { throw .outOfRange(offset: start) }
            previous = position
            return KeyShare(FieldVector(try inner.byteString(count: KeyShare.byteCount)), at: position)
        }
    }
}

extension BadTicket {
    fileprivate init(_ manifest: DepositManifest, _ index: SecretIndex, from decoder: inout CBORDecoder)
        throws(CBORError)
    {
        self.manifest = manifest
        self.index = index
        secret = DealtSecret(checked: try decoder.byteString(count: DealtSecret.byteCount))
        part = UsePart(checked: try decoder.byteString(count: PartySecret.byteCount))
        ticket = try decoder.byteString(max: UseTicket.maxSealedByteCount)
        body = try decoder.optional { (inner) throws(CBORError) in
            try inner.byteString(max: DepositBody.maxSealedByteCount)
        }
    }
}
