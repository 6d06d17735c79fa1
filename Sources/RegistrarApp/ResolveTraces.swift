internal import Ledger
internal import Logging
internal import RegistrarAPI
internal import Rulebook
internal import Sealing
internal import Signing

/// Whose a traced grant is, for regulators.
extension Registrar {
    /// Answers a signed question, when its asker has traced that grant on the ledger and its token is for that grant.
    ///
    /// Every question of a regulator goes into the log, with the account or with why there was no answer.
    func resolve(_ bytes: [UInt8]) async throws -> TraceAnswer {
        let (statement, member) = try await question(bytes, Purpose.resolve, from: .regulator)
        let question: TraceQuestion
        do { question = try TraceQuestion(decoding: statement.payload) } catch {
            throw RegistrarProblem.badRequest("\(error)")
        }
        guard rates.take(1, of: member, at: now()) else {
            throw RegistrarProblem.tooManyQuestions(configuration.numbersPerMinute)
        }
        let traced: CheckedTrace
        let key: PublicKey
        do {
            traced = try await trace(question.receipt, by: member)
            key = try tokenKey(question.token, for: traced.trace.grant)
        } catch let problem as RegistrarProblem {
            try database.noteUnresolved(by: member, statement.id, problem.code, at: now())
            throw problem
        }
        guard let release = SealingPublicKey(traced.trace.releaseKey.bytes) else {
            throw RegistrarProblem.traceNotProven("its release key is no point")
        }
        let holder = try database.resolve(
            key, traced, question: statement.id, until: statement.header.notAfter, by: member, at: now())
        guard let holder else { throw RegistrarProblem.tokenUnknown }
        return TraceAnswer(holder, to: release, trace: traced.statement)
    }

    /// The trace that a receipt proves, by the one who asks.
    private func trace(_ bytes: [UInt8], by member: MemberID) async throws -> CheckedTrace {
        let receipt: Receipt
        do { receipt = try Receipt(decoding: bytes) } catch { throw RegistrarProblem.traceNotProven("\(error)") }
        let walk: EpochWalk
        do { walk = try await ledger.walk() } catch {
            logger.error("asking how the validators changed: \(error)")
            throw RegistrarProblem.ledgerUnreachable
        }
        let traced: CheckedTrace
        do {
            traced = try CheckedTrace(receipt, policy: walk.policy(for: receipt.checkpoint), origin: origin)
        } catch { throw RegistrarProblem.traceNotProven("\(error)") }
        guard traced.regulator == member else {
            throw RegistrarProblem.traceNotProven("it is a trace by \(traced.regulator)")
        }
        return traced
    }

    /// The key of a token that this registrar signed, and that its wallet has put into that grant.
    private func tokenKey(_ bytes: [UInt8], for grant: GrantID) throws(RegistrarProblem) -> PublicKey {
        let (token, issued): (TraceToken, IssuedTraceToken)
        do {
            token = try TraceToken(decoding: bytes)
            issued = try IssuedTraceToken(token.issued, origin: origin)
        } catch { throw RegistrarProblem.badRequest("no trace token: \(error)") }
        // Keys of the registrar change; what it wrote down when it signed a token is what it goes by.
        guard issued.registrar == configuration.member else { throw .tokenUnknown }
        guard token.isFor(grant, by: issued.key) else { throw .tokenNotForGrant }
        return issued.key
    }
}
