internal import Evidence
internal import Ledger
internal import Logging
internal import NodeAPI
internal import Releasing
internal import RelyingAPI
internal import Rulebook
internal import Signing

extension RelyingDesk {
    /// Asks what is still to be asked, judges what a use brought, and keeps both. When the holder's signatures do not
    /// hold, that is the wallet's fault, with evidence.
    func judge(
        _ use: StoredUse, _ opened: OpenedUse, _ manifest: DepositManifest, badBinding: () throws -> FaultEvidence
    ) async throws {
        let height = Height(use.height ?? 0)
        var documents: [UseContent.Document] = []
        for (place, text) in opened.presented.enumerated() {
            let receipt = opened.body.receipts.indices.contains(place) ? opened.body.receipts[place] : []
            documents.append(
                UseContent.Document(
                    presentation: text, receipt: receipt.isEmpty ? nil : receipt,
                    seal: receipt.isEmpty ? nil : await seal(of: receipt)))
        }
        var content = UseContent(
            documents: documents, set: manifest.context.set, opening: opened.ticket.caseOpening,
            traceToken: opened.ticket.traceToken, proofs: [])
        let demands = try demands(of: use.grant)
        let check = UseCheck(try await ledger.walk(), demands: demands ?? Demands())
        let asked = try presented(use, content)
        for (question, key) in check.questions(of: asked) {
            do {
                let found = try await ledger.value(question.kind, key, since: height)
                content.proofs.append(UseContent.Proof(question, found.proof))
            } catch let silence as LedgerSilent {
                // What nobody answers now makes a check say "could not check", and the use is kept all the same.
                logger.warning("use \(use.number) of \(use.grant): \(silence)")
            }
        }
        let verdict = check.verdict(on: try presented(use, content))
        let remark = try await traceRemark(on: content.traceToken, of: use.grant)
        try database.keep(
            content, verdict: VerdictText.json(verdict, remark: remark, policy: demands).compact, of: use,
            at: now())
        guard verdict.allChecks.contains(where: { $0.isBadBinding }), let set = try await ledger.set(content.set) else {
            return
        }
        try keep(try badBinding(), of: use, set)
    }

    /// Judges a use that is kept once more, with what can be learnt today: an outage then makes no "could not check"
    /// for ever.
    public func judgeAgain(_ use: StoredUse) async throws -> StoredUse {
        guard var content = use.content else { return use }
        let demands = try demands(of: use.grant)
        let check = UseCheck(try await ledger.walk(), demands: demands ?? Demands())
        for (question, key) in check.questions(of: try presented(use, content)) {
            let found = try await ledger.value(question.kind, key, since: Height(use.height ?? 0))
            let isKnown = content.proofs.contains { $0.question == question.number && $0.document == question.place }
            if !isKnown { content.proofs.append(UseContent.Proof(question, found.proof)) }
        }
        let verdict = check.verdict(on: try presented(use, content))
        let remark = try await traceRemark(on: content.traceToken, of: use.grant)
        try database.keep(
            content, verdict: VerdictText.json(verdict, remark: remark, policy: demands).compact, of: use,
            at: now())
        return try database.use(use.grant, use.number) ?? use
    }

    /// Everything about a use as the checks take it.
    func presented(_ use: StoredUse, _ content: UseContent) throws -> PresentedUse {
        let grant = try database.answers(of: use.grant).first { $0.kind == .grant && $0.state == .final }
        let session = try database.session(of: use.grant)
        let own = try RelyingAPI.CaseOpening(decoding: use.matter)
        var opening: Evidence.CaseOpening?
        if let matter = session?.matter, matter.number == own.number {
            opening = Evidence.CaseOpening(number: own.number, requestSalt: matter.salt, useSalt: own.salt)
        }
        return PresentedUse(
            party: member, set: content.set,
            documents: content.documents.map {
                PresentedDocument(presentation: $0.presentation, receipt: $0.receipt, seal: $0.seal)
            },
            grant: Array((grant?.receipt ?? "").utf8), use: Array((use.receipt ?? "").utf8),
            proofs: Dictionary(
                content.proofs.compactMap { proof in proof.asked.map { ($0, proof.bytes) } },
                uniquingKeysWith: { first, _ in first }),
            opening: opening)
    }

    /// The receipt of the seal of the block in which a record stands; nil when no node can say now.
    private func seal(of receipt: [UInt8]) async -> [UInt8]? {
        guard let index = Receipt(ofWallet: receipt)?.proof.index else { return nil }
        do { return try await ledger.sealReceipt(of: index) } catch {
            logger.warning("the seal above leaf \(index) is not known: \(error)")
            return nil
        }
    }
}

extension LedgerQuestion {
    /// As it is kept.
    fileprivate var number: UInt64 {
        switch self {
        case .grant: 1
        case .scene: 2
        case .issuer: 3
        case .status: 4
        case .correction: 5
        case .statusNow: 6
        case .correctionNow: 7
        }
    }

    /// The document that it is about.
    fileprivate var place: UInt64 {
        switch self {
        case .grant, .scene: 0
        case .issuer(let document), .status(let document), .correction(let document), .statusNow(let document),
            .correctionNow(let document):
            UInt64(document)
        }
    }
}

extension UseContent.Proof {
    fileprivate init(_ question: LedgerQuestion, _ bytes: [UInt8]) {
        self.init(question: question.number, document: question.place, bytes: bytes)
    }

    fileprivate var asked: LedgerQuestion? {
        switch question {
        case 1: .grant
        case 2: .scene
        case 3: .issuer(document: Int(document))
        case 4: .status(document: Int(document))
        case 5: .correction(document: Int(document))
        case 6: .statusNow(document: Int(document))
        case 7: .correctionNow(document: Int(document))
        case _: nil
        }
    }
}
