public import Sealing
import Signing

/// A secret that dealt again gives every share that the manifest commits to. Only the check makes one. Prints as
/// `<secret>`.
public struct CheckedSecret: Sendable, CustomStringConvertible, CustomReflectable {
    public let manifest: DepositManifest
    public let index: SecretIndex
    package let secret: DealtSecret

    init(manifest: DepositManifest, index: SecretIndex, secret: DealtSecret) {
        self.manifest = manifest
        self.index = index
        self.secret = secret
    }

    /// Opens the use's ticket and what it shows, and makes the trace packet again. What fails is the wallet's fault.
    ///
    /// What is left to check are the holder's signatures: `OpenedUse` says for which audience and nonce.
    public func open(_ party: PartyDeposit) throws(OpeningRefusal) -> OpenedUse {
        precondition(party.deposit.manifest.digest == manifest.digest, "the secret is of another deposit")
        guard index.isUse, let sealed = party.deposit.ticket(index) else { throw .noTicket(index) }
        let part = party.secret.part(manifest.context, index)
        do throws(TicketFault) {
            return try OpenedUse(
                manifest, index, secret: secret, part: part, ticket: sealed, bodies: party.deposit.bodies)
        } catch {
            throw .fault(.ticket(evidence(error, part, sealed, party.deposit)))
        }
    }

    /// Evidence that the holder's signatures in an opened use do not hold.
    public func badBinding(_ party: PartyDeposit) throws(OpeningRefusal) -> FaultEvidence {
        let opened = try open(party)
        guard let sealed = party.deposit.ticket(index) else { throw .noTicket(index) }
        let part = party.secret.part(manifest.context, index)
        return .ticket(
            BadTicket(
                manifest: manifest, index: index, secret: secret, part: part, ticket: sealed,
                body: party.deposit.bodies[opened.ticket.body]))
    }

    /// The evidence holds a body only where the fault is in the body.
    private func evidence(
        _ fault: TicketFault, _ part: UsePart, _ sealed: [UInt8], _ deposit: Deposit
    ) -> BadTicket {
        var body: [UInt8]?
        switch fault {
        case .bodyDoesNotOpen(let number), .bindingCount(let number, _, _): body = deposit.bodies[number]
        case .doesNotOpen, .noSuchBody, .traceDiffers: body = nil
        }
        return BadTicket(
            manifest: manifest, index: index, secret: secret, part: part, ticket: sealed, body: body)
    }

    /// Opens the trace packet for the regulator: the one-time token, empty when the wallet had none.
    public func openTrace(_ packet: [UInt8], by key: SealingPrivateKey) throws(OpeningRefusal) -> [UInt8] {
        guard index == .trace else { throw .noTicket(index) }
        guard let token = try? TraceContent.open(packet, secret, manifest.context, by: key) else {
            throw .traceDoesNotOpen
        }
        return token
    }

    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// What a use brought to the relying party: the presentations, the holder's signatures for this use, what they must
/// say.
public struct OpenedUse: Sendable {
    public let ticket: UseTicket
    public let body: DepositBody
    /// The nonce that each key binding must carry; its audience is the relying party as its request names it.
    public let nonce: String

    /// Each document as an SD-JWT with its key binding, the form that any verifier reads.
    public var presented: [String] { zip(body.presentations, ticket.keyBindings).map { $0 + $1 } }

    /// Opens and compares; the first thing that is wrong is thrown. `bodies` are the sealed ones, in the manifest's
    /// order.
    init(
        _ manifest: DepositManifest, _ index: SecretIndex, secret: DealtSecret, part: UsePart, ticket sealed: [UInt8],
        bodies: [[UInt8]]
    ) throws(TicketFault) {
        let ticket = try UseTicket(
            opening: sealed, manifest, index, key: part.ticketKey(secret, manifest.context, index))
        guard bodies.indices.contains(ticket.body) else { throw .noSuchBody(ticket.body) }
        try self.init(ticket, manifest, index, body: bodies[ticket.body])
    }

    /// A ticket that opened, with the one body that it names.
    init(_ ticket: UseTicket, _ manifest: DepositManifest, _ index: SecretIndex, body sealed: [UInt8])
        throws(TicketFault)
    {
        let key = OneTimeKey(checked: ticket.bodyKey)
        guard let body = try? DepositBody.open(sealed, key, manifest.context) else {
            throw .bodyDoesNotOpen(ticket.body)
        }
        guard ticket.keyBindings.count == body.presentations.count else {
            throw .bindingCount(
                body: ticket.body, found: ticket.keyBindings.count, presentations: body.presentations.count)
        }
        self.ticket = ticket
        self.body = body
        nonce = manifest.context.nonce(of: index)
    }
}

/// What is wrong with a ticket: all of it the wallet's doing.
public enum TicketFault: Error, Hashable, Sendable {
    /// It does not open by the key that follows from both secrets, or is no ticket inside.
    case doesNotOpen
    case noSuchBody(Int)
    case bodyDoesNotOpen(Int)
    case bindingCount(body: Int, found: Int, presentations: Int)
    /// The trace packet is not what follows from the ticket's content, so the regulator would find something else.
    case traceDiffers
}

extension UseTicket {
    /// A ticket that opens, and whose trace content gives the manifest's packet, secret and shares.
    init(
        opening sealed: [UInt8], _ manifest: DepositManifest, _ index: SecretIndex, key: OneTimeKey
    ) throws(TicketFault) {
        guard let ticket = try? UseTicket.open(sealed, key, manifest.context, index) else { throw .doesNotOpen }
        guard manifest.bodies.indices.contains(ticket.body) else { throw .noSuchBody(ticket.body) }
        let packet = ticket.trace.packet(manifest.context, regulator: manifest.regulator)
        guard SHA256.digest(packet) == manifest.trace, manifest.dealt(ticket.trace.secret(manifest.context), .trace)
        else { throw .traceDiffers }
        self = ticket
    }
}
