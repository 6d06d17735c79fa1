public import Sealing
import Signing

/// What a wallet puts into the ticket of one use.
public struct UsePackage: Hashable, Sendable {
    /// Which of the bodies the use shows, 0 being the first.
    public let body: Int
    /// A key-binding JWT for each presentation of that body, for the nonce of this use.
    public let keyBindings: [String]
    /// What opens the request's case commitment.
    public let caseOpening: [UInt8]

    public init(body: Int = 0, keyBindings: [String], caseOpening: [UInt8]) {
        self.body = body
        self.keyBindings = keyBindings
        self.caseOpening = caseOpening
    }
}

/// To whom a deposit is dealt and sealed.
public struct DealingKeys: Sendable {
    /// Each validator's share-sealing key of the week of the expiry, in the order of the positions.
    public let validators: [SealingPublicKey]
    /// The relying party's key, to which its part is sealed.
    public let party: SealingPublicKey
    /// The regulator's key, to which the trace packet is sealed inside.
    public let regulator: SealingPublicKey

    public init(validators: [SealingPublicKey], party: SealingPublicKey, regulator: SealingPublicKey) {
        self.validators = validators
        self.party = party
        self.regulator = regulator
    }
}

/// What a wallet wants dealt: checked when it is made, so that every validator and the relying party can take it.
public struct Dealing: Sendable {
    let context: GrantContext
    let quorum: Int
    let keys: DealingKeys
    let expiry: UInt64
    let range: UseRange
    let bodies: [DepositBody]
    let uses: [UsePackage]
    let traceToken: [UInt8]

    /// A dealing of consecutive uses from `first` on, kept until `expiry` (POSIX seconds).
    ///
    /// Refused are: more uses or bodies than fit, a use without a body, or with another number of key bindings than
    /// its body has presentations, keys that are not one for each validator, and whatever is longer than its reader
    /// allows.
    public init(
        _ context: GrantContext, to set: DealtSet, keys: DealingKeys, expiry: UInt64, bodies: [DepositBody],
        uses: [UsePackage], from first: Int = 1, traceToken: [UInt8]
    ) throws(DealingRefusal) {
        guard keys.validators.count == set.validators.count, context.set == set.digest else {
            throw .otherSet(keys: keys.validators.count, validators: set.validators.count)
        }
        guard !uses.isEmpty, let range = UseRange(first...first + uses.count - 1) else {
            throw .useCount(uses.count, first: first)
        }
        guard expiry <= ExpiryWeek.lastSecond else { throw .expiry(expiry) }
        guard (1...DepositManifest.maxBodies).contains(bodies.count) else { throw .bodyCount(bodies.count) }
        for (number, body) in bodies.enumerated() { try body.check(number) }
        for (number, use) in uses.enumerated() { try use.check(first + number, bodies) }
        guard traceToken.count <= TraceContent.maxTokenByteCount else { throw .tokenSize(traceToken.count) }
        self.context = context
        quorum = set.quorum
        self.keys = keys
        self.expiry = expiry
        self.range = range
        self.bodies = bodies
        self.uses = uses
        self.traceToken = traceToken
    }

    /// Deals and seals. Bytes are drawn in this order: the manifest's salt, the relying party's secret, a key for
    /// each body, the trace's seed, a secret for each use, then an ephemeral secret for the party and for each
    /// validator.
    public func deal(using random: inout some RandomSource) -> Deposit {
        let salt = random.bytes(DepositManifest.saltByteCount)
        let draft = DealingDraft(self, using: &random)
        return draft.sealed(salt: salt, using: &random)
    }
}

/// Why nothing was dealt: a case per rule, with its facts.
public enum DealingRefusal: Error, Equatable, Sendable {
    case otherSet(keys: Int, validators: Int)
    case useCount(Int, first: Int)
    case expiry(UInt64)
    case bodyCount(Int)
    case presentationCount(body: Int, Int)
    case presentationSize(body: Int, bytes: Int)
    case receiptCount(body: Int, found: Int, presentations: Int)
    case receiptSize(body: Int, bytes: Int)
    case bodySize(body: Int, bytes: Int)
    case noSuchBody(use: Int, body: Int)
    case bindingCount(use: Int, found: Int, presentations: Int)
    case bindingSize(use: Int, bytes: Int)
    case ticketSize(use: Int, bytes: Int)
    case caseOpeningSize(use: Int, bytes: Int)
    case tokenSize(Int)
}

extension DepositBody {
    fileprivate func check(_ number: Int) throws(DealingRefusal) {
        guard (1...DepositBody.maxPresentations).contains(presentations.count) else {
            throw .presentationCount(body: number, presentations.count)
        }
        let longest = presentations.map(\.utf8.count).max() ?? 0
        guard longest <= DepositBody.maxPresentationByteCount else {
            throw .presentationSize(body: number, bytes: longest)
        }
        guard receipts.isEmpty || receipts.count == presentations.count else {
            throw .receiptCount(body: number, found: receipts.count, presentations: presentations.count)
        }
        let largest = receipts.map(\.count).max() ?? 0
        guard largest <= DepositBody.maxReceiptByteCount else { throw .receiptSize(body: number, bytes: largest) }
        let total = encoded.count + DepositBody.paddingStep + OneTimeKey.overhead
        guard total <= DepositBody.maxSealedByteCount else { throw .bodySize(body: number, bytes: total) }
    }
}

extension UsePackage {
    fileprivate func check(_ number: Int, _ bodies: [DepositBody]) throws(DealingRefusal) {
        guard bodies.indices.contains(body) else { throw .noSuchBody(use: number, body: body) }
        let presentations = bodies[body].presentations.count
        guard keyBindings.count == presentations else {
            throw .bindingCount(use: number, found: keyBindings.count, presentations: presentations)
        }
        let longest = keyBindings.map(\.utf8.count).max() ?? 0
        guard longest <= UseTicket.maxKeyBindingByteCount else { throw .bindingSize(use: number, bytes: longest) }
        guard caseOpening.count <= UseTicket.maxCaseOpeningByteCount else {
            throw .caseOpeningSize(use: number, bytes: caseOpening.count)
        }
        // Beside these a ticket has less than 2,048 bytes.
        let total = keyBindings.reduce(2_048) { $0 + $1.utf8.count + 3 }
        guard total <= UseTicket.maxSealedByteCount else { throw .ticketSize(use: number, bytes: total) }
    }
}
