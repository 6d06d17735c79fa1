import Ledger
import NodeAPI
import RelyingAPI
import Rulebook
import Signing

/// By what a regulator may ask: the issuer's word and its own final disclosure.
struct DocumentLeave: Sendable {
    let issuer: MemberID
    let attestation: [UInt8]
    let statement: StatementID
    let receipt: [UInt8]
    /// Where details and salt are kept.
    let journal: String
}

/// A use that a desk told, and what the ledger says of it.
struct ToldUse: Sendable {
    let grant: GrantID
    let index: UInt64
    let statement: String
    let height: UInt64
    let time: UInt64
    let standing: Standing

    enum Standing: String, Sendable {
        /// Its receipt proves it, by that party, in that block as a node tells it.
        case proven
        /// Its receipt proves another use, or none.
        case `false`
    }
}

/// What became of the question to one desk.
struct ToldUses: Sendable {
    let url: String
    var party: MemberID?
    var total: UInt64 = 0
    var uses: [ToldUse] = []
    /// Why there is no answer: the desk's code, and its words.
    var code: String?
    var fact = ""
    /// What a refusing desk advises.
    var next = ""
    /// True when the desk answered with a refusal.
    var isRefused = false

    /// True when it answered, and told as many proven uses as it says it has.
    var isWhole: Bool {
        code == nil && UInt64(uses.count) == total && uses.allSatisfy { $0.standing == .proven }
    }

    /// True when it gave no answer: that says nothing of its uses.
    var isUnheard: Bool { code != nil && !isRefused }

    var word: String { isWhole ? "yes" : isUnheard ? "couldNotCheck" : isRefused ? "refused" : "no" }
}

/// From a document to its uses: the disclosure, the questions, and what the ledger says of the answers.
struct DocumentRun: Sendable {
    let session: LedgerSession
    let signer: (key: PrivateKey, member: MemberID)
    let record: UInt64

    private var origin: String { session.network.origin }

    /// Checks the attestation and makes the disclosure under its tag final, or finds the one that was made.
    func leave(
        _ bytes: [UInt8], _ ground: LegalGround, _ details: DisclosureDetails, journal path: String?
    ) async throws -> DocumentLeave {
        let read = try await attestation(bytes)
        let tag = read.attestation.tag
        let journal = try SaltJournal(path ?? tag.hex + ".disclosure.jsonl")
        let id: StatementID
        if let entry = try await StateQuestion.disclosure(tag).ask(session).value {
            guard entry.discloser == signer.member, let kept = try journal.statement(under: tag) else {
                throw DocumentWords.tagTaken(entry.discloser)
            }
            id = kept
        } else {
            let opening = Opening(details)
            let act = Disclose(ground: ground.rawValue, details: opening.commitment, mark: .tag(tag))
            let statement = session.statement(.disclose(act), by: signer)
            _ = try await journal.keep(
                [
                    "tag": .string(tag.hex), "ground": .string(ground.word), "case": .string(details.caseNumber),
                    "record": .integer(Int64(clamping: record)), "text": .string(details.text),
                    "opening": .string(Base64.encode(opening.encoded)),
                ], until: statement, isFinalIn: session)
            id = statement.id
        }
        guard let text = try await session.client.outcome(id)?.receipt else { throw SubmitWords.noReceipt }
        let receipt = try Receipt(parsing: text)
        let found = try CheckedDisclosure(
            receipt, policy: session.walk.policy(for: receipt.checkpoint), origin: origin)
        guard found.isUnder(tag), found.discloser == signer.member else { throw SubmitWords.otherReceipt }
        return DocumentLeave(
            issuer: read.issuer, attestation: bytes, statement: id, receipt: receipt.encoded, journal: journal.path)
    }

    /// The attestation, signed by the very issuer whose record stands there.
    private func attestation(_ bytes: [UInt8]) async throws -> ReadAttestation {
        let read: ReadAttestation
        do { read = try ReadAttestation(bytes, origin: origin, now: Moment.now / 1_000) } catch {
            throw DocumentWords.badAttestation("\(error)")
        }
        guard read.attestation.record.value == record else {
            throw DocumentWords.badAttestation(tell("it is of another record", zh: "属于另一条记录"))
        }
        guard let receipt = try await session.client.receipt(read.attestation.record) else {
            throw LedgerWords.noLeaf(record)
        }
        let issue: CheckedIssue
        do { issue = try CheckedIssue(receipt, network: session.walk.network(for: receipt.checkpoint)) } catch {
            throw DocumentWords.badAttestation(ProofWords.describe(error))
        }
        let issuer = try await member(read.issuer)
        guard issue.issuer == read.issuer, issue.index.value == record,
            issuer.map({ read.isSigned(by: $0, at: Moment.now) }) ?? false
        else { throw DocumentWords.badAttestation(tell("its issuer did not sign it", zh: "并非该记录的签发机构所签")) }
        return read
    }

    private func member(_ id: MemberID) async throws -> Member? {
        try await StateQuestion<Member>(kind: .member, key: .member(id)).ask(session).value
    }

    /// Asks one desk, page by page. A desk that is away, or refuses, is told as what it is.
    func ask(_ url: String, _ leave: DocumentLeave) async throws -> ToldUses {
        var answer = ToldUses(url: url)
        repeat {
            let question = UsesQuestion(
                to: url, record: record, attestation: leave.attestation, receipt: leave.receipt,
                skipping: UInt64(answer.uses.count)
            ).signed(by: signer.key, of: signer.member, origin: origin, now: Moment.now / 1_000)
            do {
                let bytes = try await RelyingClient(timeoutSeconds: 30).uses(at: url, question.bytes)
                guard try await take(bytes, to: question.id, into: &answer) else { break }
            } catch let error as RelyingClientError {
                answer.note(error)
                break
            }
        } while UInt64(answer.uses.count) < answer.total
        return answer
    }

    /// Takes a page of a desk's answer; false when it is none, or holds no use.
    private func take(_ bytes: [UInt8], to id: StatementID, into answer: inout ToldUses) async throws -> Bool {
        guard let statement = try? Statement(decoding: bytes), statement.header.contentType == Purpose.usesAnswer,
            statement.header.origin == origin, let told = try? UsesAnswer(decoding: statement.payload),
            told.question == id, told.record == record, let party = MemberID(statement.header.issuer ?? ""),
            answer.party == nil || answer.party == party, let member = try await member(party),
            member.mayAnswer(statement, at: Moment.now)
        else {
            answer.code = "bad-answer"
            answer.fact = tell("its answer is not signed by a relying party", zh: "应答并非用证方所签")
            return false
        }
        answer.party = party
        answer.total = told.total
        for line in told.uses { answer.uses.append(try await use(line, by: party)) }
        return !told.uses.isEmpty
    }

    private func use(_ line: UsesAnswer.Line, by party: MemberID) async throws -> ToldUse {
        let receipt = String(validating: line.receipt, as: UTF8.self).flatMap { try? Receipt(parsing: $0) }
        let found = receipt.flatMap { try? CheckedUse($0, network: session.walk.network(for: $0.checkpoint)) }
        var isProven = false
        if let found, found.party == party, found.use.grant == line.grant, found.use.index == line.index,
            line.height < Height.limit, let block = try await session.client.block(Height(line.height))
        {
            isProven =
                (block.first...max(block.first, block.seal)).contains(found.index.value)
                && block.time == line.time
        }
        return ToldUse(
            grant: line.grant, index: line.index, statement: found.map { "\($0.statement)" } ?? "",
            height: line.height, time: line.time, standing: isProven ? .proven : .false)
    }
}

extension ToldUses {
    fileprivate mutating func note(_ error: RelyingClientError) {
        switch error {
        case .unreachable(_, let reason): (code, fact) = ("unreachable", reason)
        case .unreadable(_, let status): (code, fact) = ("unreadable-answer", "HTTP \(status)")
        case .problem(let problem):
            (code, fact) = (problem.code, tell(problem.detail, zh: problem.detailZh))
            next = tell(problem.next, zh: problem.nextZh)
            isRefused = problem.status < 500 && problem.status != 429
        }
    }
}

extension SaltJournal {
    /// The last statement that was written down for a tag; nil when there is none.
    fileprivate func statement(under tag: Digest) throws -> StatementID? {
        guard Folder.exists(path) else { return nil }
        let lines = try WholeFile.text(path, max: 16 << 20).split(whereSeparator: \.isNewline)
        return lines.reversed().lazy.compactMap { line -> StatementID? in
            guard let json = try? JSONValue(parsing: Array(line.utf8), maxByteCount: 64 << 10),
                case .object(let object) = json, object["tag"] == .string(tag.hex),
                case .string(let text)? = object["statement"]
            else { return nil }
            return Digest(hex: text).map { StatementID($0) }
        }.first
    }
}

extension Member {
    /// True when it is a relying party that may act at that time (ms), and a key of its own that is valid then signed.
    fileprivate func mayAnswer(_ statement: Statement, at time: UInt64) -> Bool {
        let details = details(at: time)
        return effective <= time && suspended == nil && details.roles.contains(.relyingParty)
            && details.keys.contains {
                $0.isValid(at: time) && statement.isSigned(statement.signatures[0], by: $0.key)
            }
    }
}
