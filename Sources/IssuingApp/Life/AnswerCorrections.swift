public import Accounts
public import Ledger
public import Rulebook
internal import Sealing
internal import Signing

/// Holders' disputes: the claim is opened to the desk, a clerk answers in time, and who relies on the document is told.
extension Desk {
    /// Takes the opening of a claim from the holder's wallet; the commitment on the ledger says whose it is.
    public func takeClaim(record: LeafIndex, opening: Opening<CorrectionClaim>) throws {
        let open = try database.openCorrections(record: record)
        guard !open.isEmpty else { throw DeskRefusal.noOpenCorrection(record: record.value) }
        guard let correction = open.first(where: { opening.opens($0.claim) }) else {
            throw DeskRefusal.claimDoesNotOpen
        }
        let sealed = keys.storage.seal(opening.encoded, at: Desk.claimPlace(correction.id))
        try database.keep(claim: sealed, of: correction.id)
    }

    /// What the holder says is wrong; nil before it was shown.
    public func claim(of correction: StoredCorrection) throws -> CorrectionClaim? {
        guard let sealed = correction.claimSealed else { return nil }
        do {
            let bytes = try keys.storage.open(sealed, at: Desk.claimPlace(correction.id))
            return try Opening<CorrectionClaim>(decoding: bytes).body
        } catch { throw DeskFailure(file: folder.database, fact: "holds a claim that does not open: \(error)") }
    }

    /// Answers a dispute. `values` are those that change, when the outcome is `corrected`.
    ///
    /// Removing data ends the document for good, so it becomes a proposal: then its number is returned.
    public func answer(
        _ id: CorrectionID, _ outcome: CorrectionOutcome, text: String, values: [String: String], by caller: Caller
    ) throws -> ApprovalID? {
        try caller.must(.clerk)
        guard let correction = try database.correction(id) else { throw DeskRefusal.unknownCorrection(id) }
        guard correction.outcome == nil else { throw DeskRefusal.alreadyAnswered(id) }
        guard text.utf8.count <= 4_000 else { throw DeskRefusal.textTooLong(limit: 4_000) }
        try accounts.audit(
            AuditLine(caller, "correction-" + outcome.word, subject: "\(id)", facts: "\(correction.document)"),
            at: second)
        switch outcome {
        case .corrected:
            guard !values.isEmpty else { throw DeskRefusal.successorNeeded }
            let current = try database.current(correction.document)
            let successor = try replacement(of: current, values: values, expiry: nil)
            try database.answer(
                newAnswer(correction, outcome, text, successor: successor, by: caller.label), at: second)
        case .upheld:
            guard values.isEmpty else { throw DeskRefusal.successorNotExpected }
            try database.answer(newAnswer(correction, outcome, text, successor: nil, by: caller.label), at: second)
        case .removed:
            guard values.isEmpty else { throw DeskRefusal.successorNotExpected }
            return try database.propose(.remove(id, text: text), by: caller.label, at: second)
        }
        return nil
    }

    func newAnswer(
        _ correction: StoredCorrection, _ outcome: CorrectionOutcome, _ text: String, successor: NewDocument?,
        by staff: String
    ) -> CorrectionAnswer {
        let reply = Opening(CorrectionReply(outcome: outcome, text: text))
        return CorrectionAnswer(
            correction: correction.id, outcome: outcome,
            answerSealed: keys.storage.seal(reply.encoded, at: Desk.answerPlace(correction.id)),
            successor: successor, staff: staff)
    }

    /// Queues the acts of answers that can be told now: a corrected document must have its record first.
    func tellAnswers() throws -> Int {
        let answers = try database.answersToTell(limit: 1_000)
        for (correction, document, record) in answers {
            guard let commitment = document.commitment, let place = document.record,
                let reply = try reply(to: correction)
            else { continue }
            let opening = Opening(
                CorrectionReply(outcome: reply.body.outcome, text: reply.body.text, successor: record))
            let act = AnswerCorrection(
                record: place, commitment: commitment, outcome: opening.body.outcome, answer: opening.commitment)
            let sealed = keys.storage.seal(opening.encoded, at: Desk.answerPlace(correction.id))
            try database.tell(correction.id, .answerCorrection(act), answerSealed: sealed, at: second)
        }
        return answers.count
    }

    /// The answer as it stands, opened; nil before a clerk answers.
    func reply(to correction: StoredCorrection) throws -> Opening<CorrectionReply>? {
        guard let sealed = correction.answerSealed else { return nil }
        do {
            return try Opening<CorrectionReply>(
                decoding: try keys.storage.open(sealed, at: Desk.answerPlace(correction.id)))
        } catch { throw DeskFailure(file: folder.database, fact: "holds an answer that does not open: \(error)") }
    }

    private static func claimPlace(_ id: CorrectionID) -> String { "corrections/claim/\(id)" }
    private static func answerPlace(_ id: CorrectionID) -> String { "corrections/answer/\(id)" }
}

/// A document in the place of another: renewed, reissued, corrected.
extension Desk {
    /// Renews or replaces a document: the new one is minted as usual, and the old one superseded once it is final.
    public func replace(
        _ id: DocumentID, values: [String: String], expiry: UInt64?, by caller: Caller
    ) throws -> DocumentID {
        try caller.must(.clerk)
        let document = try replacement(of: id, values: values, expiry: expiry)
        try accounts.audit(AuditLine(caller, "replace", subject: "\(id)"), at: second)
        return try database.insertOne(document, at: second)
    }

    /// The row of a document that says the same as another but for these values; an empty one takes a field away. Where
    /// no end is given, a new last day among the values is the end.
    func replacement(of id: DocumentID, values: [String: String], expiry: UInt64?) throws -> NewDocument {
        guard let old = try database.document(id), let content = try content(of: id) else {
            throw DeskRefusal.unknownDocument(id)
        }
        guard !old.state.isFinal else { throw DeskRefusal.alreadyOver(id, old.state) }
        let type = try definition(old.type, old.typeVersion)
        let fields = try changed(content, by: values, of: type)
        let new = DocumentContent(
            holder: content.holder, fields: fields, asOf: second, isDigitised: content.isDigitised,
            attachments: content.attachments)
        // A row that says the same twice over is the same; a replacement of another document is not.
        let digest = SHA256.digest(new.encoded + Array("replaces \(id)".utf8))
        let key = rowKey(old.type, digest)
        return NewDocument(
            key: key, holder: old.holder, row: old.row, type: old.type, typeVersion: old.typeVersion,
            contentSealed: seal(new, key: key),
            expiry: expiry ?? Desk.end(of: values) ?? old.expiry, supersedes: id,
            attachments: content.attachments.count)
    }

    private func changed(
        _ content: DocumentContent, by values: [String: String], of type: TypeDefinition
    ) throws -> [ContentField] {
        let old = Dictionary(content.fields.map { ($0.path, $0.text) }, uniquingKeysWith: { first, _ in first })
        return try contentFields(old.merging(values) { $1 }, of: type, holder: content.holder)
    }
}
