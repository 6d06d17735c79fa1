import Credentials
import Ledger
import Rulebook
import Signing

/// One document of a use while it is checked: what it says, what its record proves, and what stands against either.
struct DocumentChecking {
    let place: Int
    let asked: PresentedUse
    let facts: UseFacts
    let ledger: TrustedLedger
    let demands: Demands

    let text: Result<UnprovenPresentation, Objection>
    let claims: Result<DocumentClaims, Objection>
    let receipt: Result<Receipt, Objection>
    let issue: Result<CheckedIssue, Objection>
    /// The block of the record and its time; where no seal is at hand the time alone, when the first of a quorum
    /// signed above it: the record is older.
    let recorded: AsOf?
    /// What the proofs say of its status, and of its corrections.
    let statuses: Result<Sayings<StatusEntry>, Objection>
    let corrections: Result<Sayings<CorrectionEntry>, Objection>

    init(_ place: Int, of asked: PresentedUse, _ facts: UseFacts, _ ledger: TrustedLedger, _ demands: Demands) {
        self.place = place
        self.asked = asked
        self.facts = facts
        self.ledger = ledger
        self.demands = demands
        let document = asked.documents[place]
        let text = Result { () throws(Objection) in try DocumentChecking.text(document.presentation) }
        self.text = text
        claims = Result { () throws(Objection) in try DocumentChecking.claims(try text.get()) }
        let receipt = Result { () throws(Objection) in try ledger.receipt(document.receipt) }
        let issue = Result { () throws(Objection) in
            let receipt = try receipt.get()
            // Its own check says what is wrong with the checkpoint.
            do throws(Objection) { _ = try ledger.final(receipt.checkpoint) } catch { throw .follows(from: .final) }
            return try ledger.issue(receipt)
        }
        self.receipt = receipt
        self.issue = issue
        recorded = (try? issue.get()).map { issue in
            ledger.block(of: issue.index, sealed: document.seal)
                ?? AsOf(height: nil, time: issue.checkpoint.time * 1_000)
        }
        statuses = issue.map { issue in
            Sayings(
                [.status(document: place), .statusNow(document: place)], of: issue.statusKey(origin: ledger.origin),
                in: asked, ledger)
        }
        corrections = issue.map { issue in
            Sayings(
                [.correction(document: place), .correctionNow(document: place)],
                of: issue.correctionKey(origin: ledger.origin), in: asked, ledger)
        }
    }

    /// What was shown, for the check that all was shown; a document that does not read shows nothing.
    var shown: ShownDocument {
        ShownDocument(type: type ?? TypeCode(checked: ""), names: isRead ? fields.map(\.name) : [])
    }

    var verdict: DocumentVerdict {
        let claims = try? claims.get()
        return DocumentVerdict(
            type: type, issuer: (try? issue.get())?.issuer, record: (try? issue.get())?.index, checks: checks,
            fields: isRead ? fields : [], dataAsOf: claims.flatMap { UTCTime($0.ledger.asOf)?.seconds },
            standing: standing)
    }

    private var isRead: Bool { (try? claims.get()) != nil }

    /// As the record names it, else as the text does.
    var type: TypeCode? {
        (try? issue.get())?.type ?? (try? claims.get()).flatMap { TypeCode($0.ledger.typeCode) }
    }

    var fields: [ShownField] {
        guard let text = try? text.get() else { return [] }
        return text.disclosed.fields.map { ShownField(path: $0.path, name: $0.name, value: $0.value) }
    }

    private var checks: [Check] {
        [
            .asking(.form, form), .asking(.signature, signature), .asking(.accredited, accredited),
            .asking(.recorded, isRecorded), .asking(.final, isFinal), .asking(.status, status),
            .asking(.undisputed, undisputed), .asking(.validity, validity), .asking(.freshness, freshness),
            .asking(.holder, holder), .asking(.fields, withinScene),
        ]
    }

    private static func text(_ text: String) throws(Objection) -> UnprovenPresentation {
        do throws(DocumentError) { return try UnprovenPresentation(text) } catch {
            let reason: Reason
            switch error {
            case .disclosure(.malformed), .disclosure(.tooLarge), .disclosure(.tooManyDisclosures), .jose, .claim,
                .oldType, .certificate, .issuerKeyMissing, .otherIssuer, .notYetValid, .expired:
                reason = .documentUnreadable
            case .disclosure, .neverDisclosable: reason = .disclosureFalse
            }
            throw .no(reason, "\(reason.cause.en): \(error)", zh: "\(reason.cause.zh)：\(error)")
        }
    }

    private static func claims(_ text: UnprovenPresentation) throws(Objection) -> DocumentClaims {
        let claims: DocumentClaims
        do throws(JSONError) { claims = try text.claims() } catch {
            throw .no(.documentUnreadable, "\(error)", zh: "\(Reason.documentUnreadable.cause.zh)：\(error)")
        }
        guard UTCTime(claims.ledger.asOf) != nil, TypeCode(claims.ledger.typeCode) != nil else {
            throw .no(.documentUnreadable)
        }
        return claims
    }
}
