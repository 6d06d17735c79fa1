internal import Ledger
internal import Logging
internal import RegistrarAPI
internal import Rulebook
internal import Sealing
internal import Signing

/// The directory, for issuers.
extension Registrar {
    /// Answers a signed question: who asks is checked against the ledger, every question is written down once.
    func lookUp(_ bytes: [UInt8]) async throws -> DirectoryAnswer {
        let (statement, member) = try await question(bytes, Purpose.lookUp, from: .issuer)
        let question: DirectoryQuestion
        do { question = try DirectoryQuestion(decoding: statement.payload) } catch {
            throw RegistrarProblem.badRequest("\(error)")
        }
        guard rates.take(question.numbers.count, of: member, at: now()) else {
            throw RegistrarProblem.tooManyQuestions(configuration.numbersPerMinute)
        }
        let identities = question.numbers.map { (try? IdentityNumber($0)).map { database.index($0) } }
        let found = try database.lookUp(
            identities, question: statement.id, until: statement.header.notAfter, by: member, at: now())
        return DirectoryAnswer(
            found.map { account in
                account.map {
                    DirectoryEntry(binding: $0.binding, pairSecret: $0.root.pairSecret(member: member.text))
                }
            })
    }

    /// Tells a member which of the accounts that it looked up were bound to other keys since.
    func rebindings(_ bytes: [UInt8]) async throws -> RebindingsAnswer {
        let (statement, member) = try await question(bytes, Purpose.rebindings, from: .issuer)
        let question: RebindingsQuestion
        do { question = try RebindingsQuestion(decoding: statement.payload) } catch {
            throw RegistrarProblem.badRequest("\(error)")
        }
        guard rates.take(1, of: member, at: now()) else {
            throw RegistrarProblem.tooManyQuestions(configuration.numbersPerMinute)
        }
        let (next, found) = try database.rebindings(
            known: member, after: question.after, question: statement.id, until: statement.header.notAfter, at: now())
        return RebindingsAnswer(
            next: next,
            entries: found.map {
                DirectoryEntry(binding: $0.binding, pairSecret: $0.root.pairSecret(member: member.text))
            })
    }

    /// A question of that kind, by a member of the ledger with that role, and with a key that it has now.
    func question(_ bytes: [UInt8], _ purpose: String, from role: Role) async throws -> (Statement, MemberID) {
        let statement: Statement
        do { statement = try Statement(decoding: bytes) } catch { throw RegistrarProblem.badRequest("\(error)") }
        let member = try asker(statement, purpose)
        try await checkStanding(of: member, role, statement)
        return (statement, member)
    }

    /// Who asks, by a question that is meant for this ledger and this moment.
    private func asker(_ statement: Statement, _ purpose: String) throws -> MemberID {
        let header = statement.header
        guard header.contentType == purpose, !statement.isGovernance else {
            throw RegistrarProblem.badRequest("not a question of this kind")
        }
        guard header.origin == origin else { throw RegistrarProblem.badRequest("for the ledger \(header.origin)") }
        guard (now()...now() + 600).contains(header.notAfter) else {
            throw RegistrarProblem.badRequest("its not-after is over, or more than ten minutes ahead")
        }
        guard let member = MemberID(header.issuer ?? "") else {
            throw RegistrarProblem.notAMember(header.issuer ?? "")
        }
        return member
    }

    private func checkStanding(of member: MemberID, _ role: Role, _ statement: Statement) async throws {
        let standing: MemberStanding?
        do { standing = try await ledger.standing(of: member) } catch {
            logger.error("asking for member \(member): \(error)")
            throw RegistrarProblem.ledgerUnreachable
        }
        guard let standing, standing.keys.contains(where: { statement.isSigned(statement.signatures[0], by: $0) })
        else { throw RegistrarProblem.notAMember(member.text) }
        guard standing.roles.contains(role) else {
            throw role == .regulator
                ? RegistrarProblem.notARegulator(member.text) : RegistrarProblem.notAnIssuer(member.text)
        }
    }

    /// That a binding stands below the last anchored root.
    func directoryProof(_ binding: Digest) throws -> DirectoryProofBody {
        guard let anchor = try database.lastAnchor(), let salt = try database.salt(of: binding) else {
            throw RegistrarProblem.notInDirectory
        }
        let leaf = DirectoryRoot.leaf(salt: salt, binding: binding.bytes)
        guard let index = anchor.leaves.firstIndex(of: leaf) else { throw RegistrarProblem.notInDirectory }
        return DirectoryProofBody(
            salt: Base64URL.encode(salt), index: UInt64(index), count: UInt64(anchor.leaves.count),
            path: MerkleTree.path(to: index, in: anchor.leaves).map(\.hex), log: anchor.log.hex,
            anchorSalt: Base64URL.encode(anchor.salt), anchor: anchor.statement.description)
    }
}
