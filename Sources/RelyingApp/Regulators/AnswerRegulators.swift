internal import Accounts
internal import Ledger
internal import Logging
internal import RelyingAPI
internal import Rulebook
internal import Signing

/// Which uses have shown a document, for a regulator that has entered on the ledger that it reads it.
extension RelyingDesk {
    /// Answers a signed question, when its asker is a regulator with a final disclosure under a tag that the document's
    /// issuer attests to be the document's. The answer says where uses stand, and nothing of what they brought.
    ///
    /// Every question with a good signature goes into the audit log, with how many uses it was told or why none.
    func answer(_ bytes: [UInt8], within rates: QuestionRates) async throws -> [UInt8] {
        let (statement, member) = try await regulatorsQuestion(bytes)
        guard rates.take(of: member, at: now()) else { throw RelyingProblem.tooManyQuestions }
        do {
            let question = try question(in: statement)
            try await check(question, by: member)
            // Uses that were opened a moment ago are noted first.
            while try await relyOnNewUses() {}
            let answer = try answer(question, statement.id)
            try note(statement, by: member, "record \(question.record), \(answer.uses.count) of \(answer.total) uses")
            let header = StatementHeader(
                contentType: Purpose.usesAnswer, issuer: self.member.text, origin: origin, notAfter: now() + 300)
            return Statement.signed(header, payload: answer.encoded, by: key).bytes
        } catch let problem as RelyingProblem {
            try note(statement, by: member, "refused: \(problem.code)")
            throw problem
        }
    }

    /// The question's statement, signed by a member that is a regulator, for this ledger and this moment.
    private func regulatorsQuestion(_ bytes: [UInt8]) async throws -> (Statement, MemberID) {
        let statement: Statement
        do { statement = try Statement(decoding: bytes) } catch { throw RelyingProblem.badRequest("\(error)") }
        let header = statement.header
        guard header.contentType == Purpose.usesQuestion, !statement.isGovernance, header.origin == origin else {
            throw RelyingProblem.badRequest("no question for the ledger \(origin)")
        }
        guard (now()...now() + 600).contains(header.notAfter) else {
            throw RelyingProblem.badRequest("its not-after is over, or more than ten minutes ahead")
        }
        let time = now() * 1_000
        guard let member = MemberID(header.issuer ?? ""), let entry = try await ledger.member(member),
            entry.suspended == nil
        else { throw RelyingProblem.notAMember(header.issuer ?? "") }
        let details = entry.details(at: time)
        let isSigned = details.keys.contains {
            $0.isValid(at: time) && statement.isSigned(statement.signatures[0], by: $0.key)
        }
        guard isSigned else { throw RelyingProblem.notAMember(header.issuer ?? "") }
        guard details.roles.contains(.regulator) else { throw RelyingProblem.notARegulator(member) }
        return (statement, member)
    }

    private func question(in statement: Statement) throws(RelyingProblem) -> UsesQuestion {
        let question: UsesQuestion
        do { question = try UsesQuestion(decoding: statement.payload) } catch { throw .badRequest("\(error)") }
        guard question.desk == configuration.url else { throw .otherDesk(configuration.url) }
        return question
    }

    /// The disclosure is final, the asker's own, in the open, and under a tag that the record's issuer attests.
    private func check(_ question: UsesQuestion, by member: MemberID) async throws {
        let read: ReadAttestation
        do { read = try ReadAttestation(question.attestation, origin: origin, now: now()) } catch {
            throw RelyingProblem.notAttested("\(error)")
        }
        guard read.attestation.record.value == question.record else {
            throw RelyingProblem.notAttested("it is of record \(read.attestation.record)")
        }
        let issuer = try await ledger.member(read.issuer)
        guard issuer.map({ read.isSigned(by: $0, at: now() * 1_000) }) ?? false else {
            throw RelyingProblem.notAttested("no issuer \(read.issuer) signed it by a key that is valid now")
        }
        // Of a record that this desk has never seen there is no use to tell, whoever attests.
        if let known = try database.document(question.record), known.issuer != read.issuer {
            throw RelyingProblem.notAttested("the record is by \(known.issuer)")
        }
        let found: CheckedDisclosure
        do {
            let receipt = try Receipt(decoding: question.receipt)
            found = try CheckedDisclosure(
                receipt, policy: try await ledger.walk().policy(for: receipt.checkpoint), origin: origin)
        } catch let silence as LedgerSilent { throw silence } catch { throw RelyingProblem.notDisclosed("\(error)") }
        guard found.discloser == member, found.isUnder(read.attestation.tag) else {
            throw RelyingProblem.notDisclosed("it is another's, another's tag, or sealed")
        }
    }

    private func answer(_ question: UsesQuestion, _ id: StatementID) throws -> UsesAnswer {
        let found = try database.usesShowing(
            record: question.record, skipping: question.skipping, limit: UsesAnswer.maxUses)
        var lines: [UsesAnswer.Line] = []
        var left = UsesAnswer.maxLinesByteCount
        for use in found.uses {
            guard let height = use.height, let time = use.time, let receipt = use.receipt else { continue }
            let line = UsesAnswer.Line(
                grant: use.grant, index: use.number, height: height, time: time, receipt: Array(receipt.utf8))
            left -= line.encoded.count
            guard left >= 0 else { break }
            lines.append(line)
        }
        return UsesAnswer(question: id, record: question.record, total: found.total, uses: lines)
    }

    /// The audit log is the desk's own: no case number of the party is in it, for there is none.
    private func note(_ statement: Statement, by member: MemberID, _ facts: String) throws {
        let caller = Caller(name: "regulator/\(member)", roles: [], kind: .machine)
        try accounts.audit(AuditLine(caller, "uses-told", subject: "\(statement.id)", facts: facts), at: now())
    }
}
