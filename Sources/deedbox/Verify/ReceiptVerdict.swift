package import Ledger
package import Rulebook
package import Signing

/// Verifies receipts against the ledger of a genesis, and the sets of validators that followed from it.
package struct ReceiptVerdict {
    private let walk: EpochWalk
    /// The ledger in the last epoch that is known.
    var network: Network { walk.network }
    /// POSIX seconds: when a validity period is looked at.
    private let now: UInt64
    /// The last note that was found final: the receipts of one batch share theirs.
    private var known: (note: SignedNote, final: FinalCheckpoint)?

    /// A verifier that trusts one genesis; `now` is in POSIX seconds, otherwise that of the clock.
    package init(network: Network, now: UInt64? = nil) { self.init(EpochWalk(from: network), now: now) }

    /// A verifier that knows each epoch of a ledger.
    package init(_ walk: EpochWalk, now: UInt64? = nil) {
        self.walk = walk
        self.now = now ?? Moment.now / 1_000
    }

    /// The checks of a receipt alone.
    package mutating func verdict(on receipt: Receipt) -> Verdict {
        guard receipt.record == nil else {
            return isOfUses(receipt) ? useVerdict(on: receipt) : recordVerdict(on: receipt).verdict
        }
        var verdict = Verdict(VerifyWords.subject(receipt.leaf))
        guard let final = addFinal(receipt.checkpoint, &verdict) else { return verdict }
        guard addInLog(receipt, final, &verdict) else { return verdict }
        if let statement = try? Statement(decoding: receipt.leaf) { add(statement, at: receipt.proof.index, &verdict) }
        if let seal = try? Seal(decoding: receipt.leaf) { VerifyWords.add(seal, &verdict) }
        VerifyWords.add(final, network(for: receipt.checkpoint), &verdict)
        return verdict
    }

    /// The checks of a document's receipt, with what the ledger says of the document when they hold.
    mutating func recordVerdict(on receipt: Receipt) -> (verdict: Verdict, issue: CheckedIssue?) {
        var verdict = Verdict(VerifyWords.documentReceipt)
        guard let final = addFinal(receipt.checkpoint, &verdict) else { return (verdict, nil) }
        guard addInLog(receipt, final, &verdict) else { return (verdict, nil) }
        do throws(IssueError) {
            let issue = try CheckedIssue(receipt, network: walk.network(for: receipt.checkpoint))
            verdict.add(.yes(.record, VerifyWords.recorded(issue.index, issue.issuer, issue.type)))
            verdict.fact(tell("issuer", zh: "签发机构"), issue.issuer.text, "issuer")
            verdict.fact(tell("type", zh: "类型"), issue.type.text, "type")
            verdict.fact(tell("record", zh: "记录位置"), issue.index.value, "record")
            verdict.meaning = VerifyWords.receiptMeaning
            if let expiry = issue.record.expiry {
                verdict.add(VerifyWords.validity(expiry, at: now))
                verdict.fact(tell("ends", zh: "到期"), UTCTime(seconds: expiry).description, "expiry")
            }
            VerifyWords.add(final, network(for: receipt.checkpoint), &verdict)
            return (verdict, issue)
        } catch {
            verdict.add(.no(.record, ProofWords.describe(error)))
            return (verdict, nil)
        }
    }

    private func isOfUses(_ receipt: Receipt) -> Bool {
        guard let statement = try? Statement(decoding: receipt.leaf) else { return false }
        return ActName(contentType: statement.header.contentType) == .useMany
    }

    /// The checks of the receipt of one of many uses.
    private mutating func useVerdict(on receipt: Receipt) -> Verdict {
        var verdict = Verdict(VerifyWords.useReceipt)
        guard let final = addFinal(receipt.checkpoint, &verdict) else { return verdict }
        guard addInLog(receipt, final, &verdict) else { return verdict }
        do throws(IssueError) {
            let checked = try CheckedUse(receipt, network: walk.network(for: receipt.checkpoint))
            verdict.add(.yes(.record, VerifyWords.used(checked)))
            verdict.fact(tell("relying party", zh: "用证方"), checked.party.text, "issuer")
            verdict.fact(tell("grant", zh: "授权标识"), checked.use.grant.description, "grant")
            verdict.fact(tell("use", zh: "使用序号"), checked.use.index, "use")
            verdict.fact(tell("record", zh: "记录位置"), checked.index.value, "record")
            VerifyWords.add(final, network(for: receipt.checkpoint), &verdict)
        } catch { verdict.add(.no(.record, ProofWords.describe(error))) }
        return verdict
    }

    /// The checks of one line of a receipts file, and of the document if it is at hand.
    package mutating func verdict(on line: StoredReceipt, document: Digest?) -> Verdict {
        let receipt: Receipt
        do throws(ReceiptError) { receipt = try Receipt(decoding: line.receipt) } catch {
            var verdict = Verdict(VerifyWords.documentReceipt)
            verdict.add(.unknown(.line, ProofWords.describe(error)))
            return verdict
        }
        var (verdict, issue) = recordVerdict(on: receipt)
        guard let issue else { return verdict }
        verdict.add(lineCheck(line, issue))
        verdict.add(commitmentCheck(line.salt, line.document, issue))
        if let document { verdict.add(VerifyWords.documentCheck(document == line.document)) }
        return verdict
    }

    /// Opens the commitment of a receipt with a salt and a document that were given beside it.
    package mutating func verdict(on receipt: Receipt, salt: [UInt8], document: Digest) -> Verdict {
        var (verdict, issue) = recordVerdict(on: receipt)
        if let issue { verdict.add(commitmentCheck(salt, document, issue)) }
        return verdict
    }

    private func lineCheck(_ line: StoredReceipt, _ issue: CheckedIssue) -> Check {
        let agrees = line.commitment == issue.record.commitment && line.record == issue.index.value
        return agrees ? .yes(.line, VerifyWords.lineAgrees) : .no(.line, VerifyWords.lineDiffers)
    }

    private func commitmentCheck(_ salt: [UInt8], _ document: Digest, _ issue: CheckedIssue) -> Check {
        let opens = IssueRecord.commitment(salt: salt, document: document) == issue.record.commitment
        return opens ? .yes(.commitment, VerifyWords.opens) : .no(.commitment, VerifyWords.doesNotOpen)
    }

    /// Whether a note is a final checkpoint of this ledger; adds the checks.
    mutating func addFinal(_ note: SignedNote, _ verdict: inout Verdict) -> FinalCheckpoint? {
        if let known, known.note == note {
            VerifyWords.addFinal(known.final, network(for: note), &verdict)
            return known.final
        }
        do throws(NoteError) {
            let final = try network(for: note).policy.check(note)
            known = (note, final)
            VerifyWords.addFinal(final, network(for: note), &verdict)
            return final
        } catch {
            if case .otherOrigin(_, let found) = error {
                verdict.add(.unknown(.ledger, VerifyWords.otherLedger(found, network.origin)))
            } else {
                verdict.add(.yes(.ledger, network.origin))
                verdict.add(.no(.final, ProofWords.describe(error)))
            }
            return nil
        }
    }

    /// The ledger as it was when a note was signed.
    func network(for note: SignedNote) -> Network { walk.network(for: note) }

    private func addInLog(_ receipt: Receipt, _ final: FinalCheckpoint, _ verdict: inout Verdict) -> Bool {
        do throws(ProofError) {
            try receipt.proof.verify(leafHash: Digest.leaf(receipt.leaf), root: final.checkpoint.head.root)
        } catch {
            verdict.add(.no(.inLog, ProofWords.describe(error)))
            return false
        }
        guard receipt.proof.size == final.checkpoint.head.size else {
            verdict.add(.no(.inLog, VerifyWords.otherSize))
            return false
        }
        verdict.add(
            .yes(
                .inLog,
                VerifyWords.inLog(receipt.proof.index, final.checkpoint.head.size, isManifest: receipt.record != nil)))
        return true
    }

    /// Governance signs with keys that the genesis names, and each step to an epoch after it: its signatures are
    /// checked against those of the leaf's time.
    private func add(_ statement: Statement, at leaf: LeafIndex, _ verdict: inout Verdict) {
        let act = ActName(contentType: statement.header.contentType)?.rawValue ?? statement.header.contentType
        verdict.fact(tell("act", zh: "行为"), act, "act")
        verdict.fact(tell("statement", zh: "声明标识"), statement.id.description, "statement")
        if let issuer = statement.header.issuer { verdict.fact(tell("signed by", zh: "签署方"), issuer, "issuer") }
        guard statement.isGovernance else { return }
        let (known, isLast) = walk.governance(at: leaf)
        guard let governance = known else {
            verdict.add(.unknown(.governance, VerifyWords.governorsUnknown))
            return
        }
        let good = statement.signatures.filter { signature in
            governance.keys.contains { statement.isSigned(signature, by: $0) }
        }.count
        let fact = VerifyWords.governors(good, governance.threshold)
        if good >= governance.threshold {
            verdict.add(.yes(.governance, fact))
        } else {
            // It stands on the ledger: most likely governors signed of whom no step at hand tells.
            verdict.add(isLast ? .unknown(.governance, VerifyWords.otherGovernors(fact)) : .no(.governance, fact))
        }
    }
}
