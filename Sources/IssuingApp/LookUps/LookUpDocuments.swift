public import Accounts
internal import Ledger
internal import NodeAPI
internal import Rulebook
internal import Sealing
internal import Signing

/// Questions at the counter, without the holder: an answer is told only after the ledger has entered the question,
/// under a tag that the holder finds, or for a no under one that nobody finds. So a yes and a no wait for the same,
/// by the same work, and while the ledger takes no entry neither is told.
extension Desk {
    /// How long a question waits for its block, in seconds.
    public static let lookUpPatience: UInt64 = 20
    /// A ledger whose newest block is older than this and two heartbeats is not asked, in ms.
    private static let staleness: UInt64 = 60_000

    /// The answer to a question; `isSending` where no other process of this desk sends its acts.
    ///
    /// The same question with the same key gives the same answer, and is entered once. Throws `DeskRefusal`.
    public func lookUp(
        _ question: LookUpQuestion, by caller: Caller, isSending: Bool = false,
        patienceSeconds: UInt64 = lookUpPatience
    ) async throws -> LookUpAnswer {
        try caller.must(.clerk, .inquirer)
        guard let rule = try database.lookUpRule(of: question.type), rule.keys.contains(question.path) else {
            throw DeskRefusal.lookUpNotOffered(question.type)
        }
        try await mustBeCheckable()
        let asker = LookUpAsker(caller, clerk: question.clerk)
        let asked = try asked(question, asker)
        let outcome = try database.ask(asked, configuration.lookUps, at: second) { document, number in
            (try disclosure(of: document, number, asked.opening, question.ground), seal(asked.opening, asked.handle))
        }
        switch outcome {
        case .keyTaken: throw DeskRefusal.lookUpKeyTaken
        case .resting(let until): throw DeskRefusal.lookUpResting(seconds: until - min(until, second))
        case .tooMany(let limit): throw DeskRefusal.tooManyLookUps(limit: limit)
        case .asked(let id, let isMatch, let isNew):
            if isNew {
                let facts = "\(question.ground.word) \(asker.clerk)"
                let action = isMatch ? "look-up" : "look-up-miss"
                try accounts.audit(AuditLine(caller, action, subject: "\(id)", facts: facts), at: second)
            }
            return try await answered(id, isSending: isSending, patienceSeconds: patienceSeconds)
        }
    }

    /// Refuses while the ledger is away or stands still, or documents wait to be indexed. A no is then as uncertain as
    /// a yes, and the two must not be told apart.
    private func mustBeCheckable() async throws {
        do {
            let heartbeat = try await ledger.network().parameters.heartbeat
            let newest = try await ledger.blockTime()
            guard clock.now() < newest + 2 * heartbeat + Desk.staleness else { throw DeskRefusal.lookUpUnchecked }
        } catch is LedgerAway { throw DeskRefusal.lookUpUnchecked }
        try mustBeIndexed()
    }

    private func asked(_ question: LookUpQuestion, _ asker: LookUpAsker) throws -> AskedLookUp {
        let details = DisclosureDetails(
            caseNumber: question.caseNumber, fields: [question.path], text: "counter look-up: " + asker.clerk)
        guard let details else { throw DeskRefusal.badLookUp("case") }
        let words = [question.type.text, question.path, question.value, question.identity, question.caseNumber]
        let whole = (words + [question.ground.word, question.clerk ?? ""]).map { Array($0.utf8) }
        let handle = [Array(asker.office.utf8), Array(question.key.utf8)]
        return AskedLookUp(
            asker: asker, handle: keys.storage.index(Desk.joined(handle), of: "look-ups/handle"),
            question: keys.storage.index(Desk.joined(whole), of: "look-ups/question"),
            pair: pairIndex(question.type, question.path, value: question.value, identity: question.identity),
            path: question.path, ground: question.ground, opening: Opening(details))
    }

    private func seal(_ opening: Opening<DisclosureDetails>, _ handle: Digest) -> [UInt8] {
        keys.storage.seal(opening.encoded, at: Desk.detailsPlace(handle))
    }

    private static func detailsPlace(_ handle: Digest) -> String { "look-ups/details/" + handle.hex }

    /// The act that the holder finds under the tag of that number; without a document one that nobody finds: to who has
    /// no key of a document, its tag is like any other.
    private func disclosure(
        of document: SealedDocument?, _ number: UInt64, _ opening: Opening<DisclosureDetails>, _ ground: LegalGround
    ) throws -> Act {
        let seed = try document.map { try issued($0).correctionSeed } ?? Random.bytes(32)
        let key = DisclosureKey(correctionSeed: seed, origin: origin)
        return .disclose(
            Disclose(ground: ground.rawValue, details: opening.commitment, mark: .tag(key.tag(number))))
    }

    /// What was entered of a question, with what opens its commitment: for the holder who asks.
    func details(of lookUp: StoredLookUp) throws -> Opening<DisclosureDetails> {
        do {
            let bytes = try keys.storage.open(lookUp.detailsSealed, at: Desk.detailsPlace(lookUp.handle))
            return try Opening<DisclosureDetails>(decoding: bytes)
        } catch { throw DeskFailure(file: folder.database, fact: "holds a look-up that does not open: \(error)") }
    }
}

/// From a question to its block, and from the block to the answer.
extension Desk {
    private func answered(
        _ id: LookUpID, isSending: Bool, patienceSeconds: UInt64
    ) async throws -> LookUpAnswer {
        let end = second + patienceSeconds
        try enterAgain(id)
        while true {
            if let answer = try answer(id) { return answer }
            if isSending {
                do { _ = try await sendActs() } catch is LedgerAway {}
                _ = try followLookUps()
                if let answer = try answer(id) { return answer }
            }
            guard second < end else { throw DeskRefusal.lookUpUnchecked }
            try await clock.sleep(200)
        }
    }

    /// The answer, once the entry is final. Whoever rests by then learns nothing, as one who asks while resting.
    private func answer(_ id: LookUpID) throws -> LookUpAnswer? {
        switch try database.answer(id, configuration.lookUps, at: second) {
        case .waiting: nil
        case .told(let answer): answer
        case .resting(let until): throw DeskRefusal.lookUpResting(seconds: until - min(until, second))
        }
    }

    /// A question whose entry the ledger has refused is entered once more when it is asked once more.
    private func enterAgain(_ id: LookUpID) throws {
        guard let lookUp = try database.lookUp(id), lookUp.refusal != nil else { return }
        try enterAgain(lookUp)
    }

    private func enterAgain(_ lookUp: StoredLookUp) throws {
        let document = try lookUp.document.map { id in
            guard let document = try database.sealed([id]).first else { throw DeskRefusal.unknownDocument(id) }
            return document
        }
        let opening = try details(of: lookUp)
        try database.enterAgain(lookUp, at: second) { number in
            try disclosure(of: document, number, opening, lookUp.ground)
        }
    }

    /// Takes the next tag where another reading of the document has taken one first, and tells the staff what the
    /// ledger refuses for another reason; how many were looked at.
    func followLookUps() throws -> Int {
        let refused = try database.lookUpsToFollow(limit: 100)
        for lookUp in refused {
            if lookUp.refusal == Desk.tagExists {
                try enterAgain(lookUp)
            } else {
                try database.tellRefused(lookUp, at: second)
            }
        }
        return refused.count
    }

    /// The code by which the rules refuse a tag that is there.
    private static let tagExists = "tag-exists"
}
