import Sealing
import Signing

/// A dealing before it is sealed: every secret with its shares, and what goes into the tickets.
///
/// A wallet passes through it in one go; a test that plays a lying wallet alters it in between.
package struct DealingDraft: Sendable {
    private let dealing: Dealing
    /// The relying party's secret R.
    package var party: PartySecret
    /// One key a body.
    package let bodyKeys: [[UInt8]]
    /// The trace's secret first, then those of the uses.
    package var secrets: [DealtSecret]
    /// The shares of each secret, in the order of the positions: what is sealed to the validators.
    package var shares: [[KeyShare]]
    /// What the manifest says of each secret; it can be made to say something else than what is dealt.
    package var commitments: [SecretCommitments]
    /// The sealed tickets, in the order of the uses.
    package var tickets: [[UInt8]]
    /// The sealed bodies.
    package var bodies: [[UInt8]]
    /// The trace packet.
    package var tracePacket: [UInt8]

    /// Draws what a dealing needs, and deals honestly.
    package init(_ dealing: Dealing, using random: inout some RandomSource) {
        let context = dealing.context
        let party = PartySecret(checked: random.bytes(PartySecret.byteCount))
        let keys = dealing.bodies.map { _ in random.bytes(OneTimeKey.byteCount) }
        let trace = TraceContent(token: dealing.traceToken, seed: random.bytes(TraceContent.seedByteCount))
        let drawn = dealing.uses.map { _ in DealtSecret(checked: random.bytes(DealtSecret.byteCount)) }
        let secrets = [trace.secret(context)] + drawn
        let indices = dealing.range.secrets
        let shares = zip(secrets, indices).map { secret, index in
            secret.shares(context, index, quorum: dealing.quorum, count: dealing.keys.validators.count)
        }
        self.dealing = dealing
        self.party = party
        bodyKeys = keys
        self.secrets = secrets
        self.shares = shares
        commitments = zip(secrets.indices, indices).map { place, index in
            SecretCommitments(secrets[place], shares[place], context, index)
        }
        tickets = zip(dealing.uses.indices, dealing.range.indices).map { place, index in
            let use = dealing.uses[place]
            let ticket = UseTicket(body: use.body, bodyKey: keys[use.body], package: use, trace: trace)
            let key = party.part(context, index).ticketKey(drawn[place], context, index)
            return ticket.seal(key, context, index)
        }
        bodies = zip(dealing.bodies, keys).map { $0.seal(OneTimeKey(checked: $1), context) }
        tracePacket = trace.packet(context, regulator: dealing.keys.regulator)
    }

    /// Seals the shares and the party's part, and writes the manifest over everything as it stands.
    package func sealed(salt: [UInt8], using random: inout some RandomSource) -> Deposit {
        let context = dealing.context
        let partyPart = dealing.keys.party.seal(
            party.bytes, for: Purpose.sealedPart, context: context.bytes, ephemeral: random.bytes(32))
        let indices = dealing.range.secrets
        let sealedShares = zip(dealing.keys.validators, Position.all(of: dealing.keys.validators.count))
            .map { key, position in
                let own = zip(indices, shares).map { index, shares in
                    SharesForOne.IndexedShare(index: index, bytes: shares[position.value - 1].bytes)
                }
                return key.seal(
                    SharesForOne(own).encoded, for: Purpose.sealedShares,
                    context: SharesForOne.context(context, position), ephemeral: random.bytes(32))
            }
        let manifest = DepositManifest(
            context: context, quorum: dealing.quorum, uses: dealing.range, expiry: dealing.expiry, salt: salt,
            regulator: dealing.keys.regulator, partyPart: SHA256.digest(partyPart),
            bodies: bodies.map { SHA256.digest($0) },
            tickets: tickets.map { SHA256.digest($0) },
            sealedShares: sealedShares.map { SHA256.digest($0) },
            trace: SHA256.digest(tracePacket), secrets: commitments,
            parts: dealing.range.indices.map { party.part(context, $0).check(context, $0) })
        return Deposit(
            manifest: manifest, partyPart: partyPart, bodies: bodies, tickets: tickets, sealedShares: sealedShares,
            trace: tracePacket)
    }

    /// What everything is bound to.
    package var context: GrantContext { dealing.context }

    /// The manifest's word on a secret as it stands now, after a test has altered secret or shares.
    package mutating func commitAgain(_ place: Int) {
        commitments[place] = SecretCommitments(
            secrets[place], shares[place], context, dealing.range.secrets[place])
    }
}

extension PartySecret {
    init(checked bytes: [UInt8]) {
        precondition(bytes.count == PartySecret.byteCount, "\(bytes.count) bytes of a part")
        self.bytes = bytes
    }
}

extension OneTimeKey {
    init(checked bytes: [UInt8]) {
        guard let key = OneTimeKey(bytes) else { preconditionFailure("\(bytes.count) bytes of a key") }
        self = key
    }
}
