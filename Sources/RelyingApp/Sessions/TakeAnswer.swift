internal import Logging
internal import NodeAPI
internal import Releasing
internal import RelyingAPI
internal import Rulebook
internal import Signing

extension RelyingDesk {
    /// Takes what a wallet posted to a session, keeps it, and brings it to the ledger. The same again goes on where the
    /// first has come to.
    func take(_ posted: [UInt8], of id: SessionID) async throws -> AnsweredBody {
        guard let session = try database.session(id) else { throw RelyingProblem.noSuchSession }
        let digest = SHA256.digest(posted)
        let kept: StoredAnswer
        if let same = try database.answer(digest), same.session == id, same.state != .failed {
            kept = same
        } else {
            let answer: GrantAnswer
            do throws(CBORError) { answer = try GrantAnswer(decoding: posted) } catch {
                throw RelyingProblem.badAnswer(error)
            }
            let checked = try checked(answer, digest, session)
            if checked.kind != .dealtAgain { try checkNumber(session) }
            if checked.kind == .dealtAgain { try await checkAgain(checked, session) }
            if checked.kind != .dealtAgain, session.state == .open || session.state == .asked {
                guard now() < session.ends + Session.grace else {
                    throw RelyingProblem.sessionOver(at: session.ends)
                }
            }
            kept = try database.keep(checked, at: now())
        }
        do { return try await advance(kept) } catch let silence as LedgerSilent {
            logger.warning("answer of session \(id.description.prefix(8))…: \(silence)")
            return body(try database.answer(digest) ?? kept)
        }
    }

    /// What is wrong with an answer is found before it is kept: the holder's signature, the request, the terms, and
    /// whether the desk's own part of the deposit opens.
    private func checked(_ answer: GrantAnswer, _ digest: Digest, _ session: Session) throws -> StoredAnswer {
        guard let grant = session.grant, let request = session.request, let key = session.grantKey else {
            throw RelyingProblem.notFetched
        }
        let act = try GrantedAct(answer, by: key, request: request, origin: origin)
        let deposit = try act.deposit.map { try checked($0, for: grant, act) }
        return StoredAnswer(
            digest: digest, session: session.id, grant: grant, kind: act.kind, manifest: deposit, deposit: act.deposit,
            statement: act.statement, words: [], validators: 0, state: .kept, height: nil, receipt: nil, refusal: nil)
    }

    /// The digest of the manifest, when the deposit is for this grant and the desk can use every ticket that the grant
    /// promises.
    private func checked(_ bytes: [UInt8], for grant: GrantID, _ act: GrantedAct) throws -> Digest {
        do throws(DepositRefusal) {
            let deposit = try Deposit(decoding: bytes)
            let manifest = deposit.manifest
            let digest = manifest.digest
            if let named = act.manifest, named != digest { throw .otherManifest(found: digest, expected: named) }
            let context = manifest.context
            guard context.origin == origin, context.grant == grant.digest, context.party == member.text else {
                throw .otherContext(context)
            }
            if let uses = act.uses {
                let most = min(Int(clamping: uses), UseRange.maxCount)
                guard manifest.uses.first.value == 1, manifest.uses.last.value >= most else {
                    throw .uses(manifest.uses, most: most)
                }
            }
            _ = try opened(deposit)
            return digest
        } catch { throw RelyingProblem(error) }
    }

    /// The desk's part of a deposit, by whichever of its keys it was sealed to: an older one may still be in use.
    func opened(_ deposit: Deposit) throws(DepositRefusal) -> PartyDeposit {
        var refusal = DepositRefusal.partDoesNotOpen
        for key in (try? database.sealingKeys()) ?? [] {
            do throws(DepositRefusal) { return try PartyDeposit(deposit, by: key) } catch { refusal = error }
            if refusal != .partDoesNotOpen { throw refusal }
        }
        throw refusal
    }

    /// Brings an answer that is kept as far as it goes: the deposit to a quorum of validators, then the act to the
    /// ledger. Throws `LedgerSilent` when it must wait.
    func advance(_ answer: StoredAnswer) async throws -> AnsweredBody {
        guard answer.state == .kept else { return body(answer) }
        do {
            let held = try await hand(answer)
            let statement = try Statement(decoding: held.statement)
            let outcome = try await ledger.submit(statement)
            switch outcome.state {
            case .final: try database.finish(held, try await ledger.place(of: statement.id, outcome))
            case .refused: throw RelyingRefusal(outcome)
            case .pending: break
            }
        } catch let refusal as RelyingRefusal {
            if try await isFinal(answer) {
                return body(try database.answer(answer.digest) ?? answer)
            }
            try database.fail(answer, StoredAnswer.RefusalNote(refusal))
            throw RelyingProblem(ledger: refusal)
        }
        return body(try database.answer(answer.digest) ?? answer)
    }

    /// A statement that came twice is refused the second time, and stands all the same.
    private func isFinal(_ answer: StoredAnswer) async throws -> Bool {
        let id = try Statement(decoding: answer.statement).id
        guard let outcome = try await ledger.outcome(of: id), outcome.state == .final else { return false }
        try database.finish(answer, try await ledger.place(of: id, outcome))
        return true
    }

    /// Hands a deposit to the nodes, until a quorum holds it with good shares of its own.
    private func hand(_ answer: StoredAnswer) async throws -> StoredAnswer {
        guard let bytes = answer.deposit, answer.words.isEmpty else { return answer }
        let deposit = try Deposit(decoding: bytes)
        let request = try database.session(answer.session)?.request ?? []
        let leave = answer.kind == .dealtAgain ? answer.statement : request
        let held = try await ledger.deposit(leave, bytes)
        guard let set = try await ledger.set(deposit.manifest.context.set),
            let receipt = DepositReceipt(of: deposit.manifest, held.words, in: set)
        else {
            let reasons = held.refusals.map(\.zh).joined(separator: "；")
            throw LedgerSilent(
                zh: "持有密件的节点不足法定数量。\(reasons)",
                en: "fewer validators than a quorum hold the deposit. "
                    + held.refusals.map(\.en).joined(separator: "; "))
        }
        try database.note(answer.digest, words: receipt.acknowledgements, of: deposit.manifest.count)
        return try database.answer(answer.digest) ?? answer
    }

    /// What the wallet is told.
    private func body(_ answer: StoredAnswer) -> AnsweredBody {
        let state: AnsweredBody.State =
            switch (answer.state, answer.kind) {
            case (.final, .refusal): .refused
            case (.final, _): .granted
            case (.kept, _), (.failed, _): .pending
            }
        return AnsweredBody(
            state: state, grant: answer.grant.description, height: answer.height,
            acknowledgements: answer.words.count, validators: answer.validators)
    }
}

/// The holder's act in an answer: read, and held to what was asked.
struct GrantedAct {
    let kind: StoredAnswer.Kind
    let statement: [UInt8]
    let deposit: [UInt8]?
    /// The manifest that the act names.
    let manifest: Digest?
    /// The uses that it gives; nil when it gives none of its own.
    let uses: UInt64?

    init(_ answer: GrantAnswer, by key: PublicKey, request: [UInt8], origin: String) throws {
        let bytes: [UInt8]
        switch answer {
        case .granted(let deposit, let act): (kind, bytes, self.deposit) = (.grant, act, deposit)
        case .refused(let act): (kind, bytes, deposit) = (.refusal, act, nil)
        case .dealtAgain(let deposit, let act): (kind, bytes, self.deposit) = (.dealtAgain, act, deposit)
        }
        guard let signed = try? Statement(decoding: bytes), !signed.isGovernance, signed.header.issuer == nil,
            signed.header.origin == origin, signed.isSigned(signed.signatures[0], by: key)
        else { throw RelyingProblem.badGrant("it is not signed by the key that the request names") }
        statement = bytes
        switch (kind, ActName(contentType: signed.header.contentType)) {
        case (.grant, .grant):
            guard let act = try? GrantAct(decoding: signed.payload), act.request == request else {
                throw RelyingProblem.badGrant("it answers another request")
            }
            guard let named = act.deposit else { throw RelyingProblem.badGrant("it names no deposit") }
            (manifest, uses) = (named, act.uses)
        case (.refusal, .refuseRequest):
            guard let act = try? RefuseRequest(decoding: signed.payload), act.request == request else {
                throw RelyingProblem.badGrant("it answers another request")
            }
            (manifest, uses) = (nil, nil)
        case (.dealtAgain, .limitGrant):
            guard let act = try? LimitGrant(decoding: signed.payload), act.grantKey == key, let named = act.deposit
            else { throw RelyingProblem.badGrant("it names no deposit of this grant") }
            (manifest, uses) = (named, nil)
        case (.grant, _), (.refusal, _), (.dealtAgain, _):
            throw RelyingProblem.badGrant("the act is another one: \(signed.header.contentType)")
        }
    }
}
