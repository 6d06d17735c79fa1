import ArgumentParser
import Ledger
import NodeAPI
import Rulebook
import Signing

/// Which node is asked, and as whom.
struct NodeAddress: ParsableArguments {
    @Option(help: ArgumentHelp(SubmitWords.node, valueName: "url"))
    var node: [String] = ["http://127.0.0.1:7101"]

    @Option(help: ArgumentHelp(SubmitWords.trust, valueName: "genesis"))
    var trust: String?

    /// The option that says which genesis is trusted, for a command that is to be copied.
    var trustWords: String { "--trust \(trust ?? "genesis.cbor")" }

    /// A session with the first node that answers; the others stand by. With a trusted genesis the node must keep
    /// that very ledger; without one the node's own is taken.
    func session() async throws -> LedgerSession {
        let client = try NodeClient(node)
        let bytes = try await client.genesis()
        let found: Network
        do throws(GenesisError) { found = Network(try Genesis(decoding: bytes)) } catch {
            throw SubmitWords.badGenesis(GenesisWords.describe(error))
        }
        let trusted = try trust.map { try GenesisFile.network($0) } ?? found
        guard trusted.origin == found.origin else { throw SubmitWords.otherLedger(found.origin, trusted.origin) }
        let walk = try EpochFile.walk(try await client.epochs(), from: trusted)
        return LedgerSession(client: client, genesis: trusted, walk: walk)
    }
}

/// The key and the name with which a member signs.
struct MemberSigner: ParsableArguments {
    @Option(help: ArgumentHelp(SubmitWords.key, valueName: "file"))
    var key: String

    @OptionGroup var passphrases: PassphraseFiles

    @Option(help: ArgumentHelp(SubmitWords.member, valueName: "id"))
    var member: String?

    /// The same options, for a command that is to be copied.
    var words: String {
        (["--key \(key)"] + (member.map { ["--member \($0)"] } ?? [])
            + passphrases.passphraseFile.map { "--passphrase-file \($0)" }).joined(separator: " ")
    }

    /// The key, and the member: as said, or as the key file is named.
    func open() throws -> (key: PrivateKey, member: MemberID) {
        let (key, name) = try StoredKey.key(key, for: .statement, passphrases)
        let text = member ?? name
        guard let id = MemberID(text) else { throw NodeWords.badMember(text) }
        return (key, id)
    }
}

/// A node and the ledger that it keeps: signs acts for it and sends them.
struct LedgerSession {
    let client: NodeClient
    /// The ledger as it began.
    let genesis: Network
    /// As far as the node's proof has led from there.
    let walk: EpochWalk

    /// The ledger in the epoch that was reached.
    var network: Network { walk.network }

    /// A header for an act that is to be sent now.
    func header(_ name: ActName, issuer: MemberID?) -> StatementHeader {
        header(name.contentType, issuer: issuer, lifetime: min(300, network.parameters.statementLifetime))
    }

    func header(_ contentType: String, issuer: MemberID?, lifetime: UInt64) -> StatementHeader {
        StatementHeader(
            contentType: contentType, issuer: issuer?.text, origin: network.origin,
            notAfter: Moment.now / 1_000 + lifetime)
    }

    /// An act of a member, signed.
    func statement(_ act: Act, by signer: (key: PrivateKey, member: MemberID)) -> Statement {
        Statement.signed(header(act.name, issuer: signer.member), payload: act.payload, by: signer.key)
    }

    /// An act of a member, final on the ledger.
    @discardableResult
    func send(_ act: Act, by signer: (key: PrivateKey, member: MemberID)) async throws -> FinalStatement {
        try await send(statement(act, by: signer))
    }

    /// Sends a signed statement and waits until it is final; throws the ledger's refusal in its words.
    @discardableResult
    func send(_ statement: Statement) async throws -> FinalStatement {
        async let _: Void = explainWait()
        let outcomes = try await client.submit([Submission(statement: statement)], waitsForFinal: true)
        guard let outcome = outcomes.first else { throw SubmitWords.noAnswer }
        switch outcome.state {
        case .final: return try await proven(outcome, of: statement)
        case .refused: throw SubmitWords.refused(outcome)
        case .pending: throw await notFinal(SubmitWords.pending(statement.id))
        }
    }

    /// What a note's signatures are worth, by the set that signed it; nil when it is not final.
    func assurance(of note: SignedNote) async throws -> AssuranceBody? {
        if let known = AssuranceBody(note, in: walk.network(for: note)) { return known }
        return AssuranceBody(note, in: try await later().network(for: note))
    }

    /// As far as the ledger has come by now: the validators may change while one waits.
    private func later() async throws -> EpochWalk {
        try EpochFile.walk(try await client.epochs(), from: genesis)
    }

    /// The receipt of an outcome, judged by the set that signed it.
    private func proven(_ outcome: OutcomeBody, of statement: Statement) async throws -> FinalStatement {
        do { return try FinalStatement(outcome, of: statement, on: walk) } catch {
            let later = try await later()
            guard later.network.epoch.number > network.epoch.number else { throw error }
            return try FinalStatement(outcome, of: statement, on: later)
        }
    }
}
