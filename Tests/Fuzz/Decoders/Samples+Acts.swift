import Ledger
import Rulebook
import Signing

extension Samples {
    static let details = MemberDetails(
        name: Bilingual(zh: "示例银行", en: "Sample bank"), roles: [.issuer, .relyingParty], creditCode: agency,
        keys: [
            MemberKey(key: SampleKeys.key("bank").publicKey, from: 0, until: nil),
            MemberKey(key: SampleKeys.key("node-1/link").publicKey, from: now, until: now + 86_400),
        ], sealingKey: SampleKeys.sealingKey("bank"))

    static let type = DocumentType(
        code: name("FUZZ001"), owner: name("bank"), name: Bilingual(zh: "示例证照", en: "Sample certificate"),
        level: level, updateFrequencyDays: 30,
        fields: [
            TypeField(path: "ZZBH", name: Bilingual(zh: "编号", en: "number"), level: level, isRequired: true),
            TypeField(path: "KZ_A", name: Bilingual(zh: "甲", en: "A"), level: level, isRequired: false),
        ])

    private static let level = SensitivityLevel(2) ?? { preconditionFailure("level 2 is none") }()

    private static let asked = [
        AskedField(path: "ZZBH", level: level, isRequired: true),
        AskedField(path: "KZ_A", level: level, isRequired: false),
    ]

    static let scene = Scene(
        code: name("loan"), purpose: Bilingual(zh: "示例用途", en: "Sample purpose"),
        basis: Bilingual(zh: "示例依据", en: "Sample basis"),
        profiles: [
            SceneProfile(id: name("basic"), fields: [ProfileFields(type: name("FUZZ001"), fields: asked)])
        ],
        maxUses: 3, term: 86_400, minimumInterval: 60, retentionDays: 365)

    static let request = Request(
        scene: name("loan"), profile: name("basic"), maxUses: 3, term: 3_600,
        grantKey: SampleKeys.key("payroll").publicKey, nonce: [UInt8](0..<16), caseCommitment: commitment(1))

    static let records = [
        IssueRecord(commitment: commitment(2), expiry: nil), IssueRecord(commitment: commitment(3), expiry: 23),
        IssueRecord(commitment: commitment(4), expiry: now),
    ]

    private static let signedRequest = Statement.signed(
        header(Purpose.request, issuer: "bank"), payload: request.encoded, by: SampleKeys.key("bank")
    ).bytes

    /// One act of each name.
    static let acts: [Act] = [
        .registerMember(RegisterMember(sequence: 1, member: name("bank"), details: details)),
        .updateMember(UpdateMember(sequence: 2, member: name("bank"), details: details, reinstates: true)),
        .suspendMember(SuspendMember(sequence: 3, member: name("bank"))),
        .changeValidators(
            ChangeValidators(
                sequence: 5, faultModel: .byzantine, removed: [name("bank")],
                seated: Array(networks[1].validators.prefix(1)),
                readiness: [Readiness(checkpoint: "示例\n", signature: [UInt8](repeating: 7, count: 64))],
                acceptsDowngrade: true)),
        .changeGovernance(
            ChangeGovernance(
                sequence: 6, governance: networks[0].genesis.governance, parameters: networks[0].parameters)),
        .endScene(EndScene(party: name("bank"), code: name("loan"))),
        .registerType(RegisterType(sequence: 4, type: type)),
        .updateType(UpdateType(version: 2, type: type)),
        .retireType(RetireType(code: name("FUZZ001"))),
        .accredit(Accredit(code: name("FUZZ001"), issuer: name("bank"), period: Period(from: 0, until: now))),
        .declareScene(DeclareScene(scene: scene)),
        .approveScene(ApproveScene(party: name("bank"), code: name("loan"), scene: scene.digest)),
        .issueDocuments(
            IssueDocuments(
                type: name("FUZZ001"), typeVersion: 1, count: records.count,
                root: MerkleTree.root(of: records.map { Digest.leaf($0.encoded) }))),
        .setStatus(
            SetStatus(record: LeafIndex(7), commitment: commitment(2), state: .suspended, reason: commitment(5))),
        .openCorrection(
            OpenCorrection(
                record: LeafIndex(7), issuer: name("bank"), key: SampleKeys.key("payroll").publicKey,
                document: digest(5), claim: commitment(6))),
        .answerCorrection(
            AnswerCorrection(
                record: LeafIndex(7), commitment: commitment(2), outcome: .corrected, answer: commitment(7))),
        .anchorNote(AnchorNote(kind: .publicNotice, commitment: commitment(6))),
        .disclose(Disclose(ground: 3, details: commitment(10), mark: .tag(digest(11)))),
        .disclose(
            Disclose(
                ground: 4, details: commitment(10),
                mark: .sealed(
                    DisclosureSeal(
                        until: Height(9_000), latest: now + 900_000, deposit: digest(14),
                        mark: sealedTag.commitment)))),
        .openDisclosure(OpenDisclosure(statement: StatementID(digest(15)), mark: sealedTag)),
        .passEvidence(
            PassEvidence(
                grant: grantID, number: 0, index: 1, use: StatementID(digest(18)),
                recipient: .outside(commitment(19)), basis: .ground(3, caseCommitment: commitment(20)))),
        .passEvidence(passingWithLeave),
        .trace(Trace(grant: grantID, ground: 6, caseCommitment: commitment(12), releaseKey: releaseKey)),
        .grant(GrantAct(request: signedRequest, uses: 2, expiry: now + 600, deposit: digest(7))),
        .limitGrant(LimitGrant(grantKey: request.grantKey, number: 1, uses: 1, pausedUntil: now, deposit: digest(13))),
        .withdraw(Withdraw(grantKey: request.grantKey)),
        .refuseRequest(RefuseRequest(request: signedRequest)),
        .use(
            Use(
                grant: grantID, index: 1, releaseKey: releaseKey, caseCommitment: commitment(8),
                clerkCommitment: commitment(9))),
        .useMany(
            UseMany(
                releaseKey: releaseKey, clerkCommitment: commitment(9), count: uses.count,
                root: MerkleTree.root(of: uses.map { Digest.leaf($0.encoded) }))),
        .reportFault(UseFault(grant: grantID, index: 1, kind: .share, node: name("bank"), evidence: commitment(14))),
        .reportOffence(ReportOffence(proof: .heads(heads))),
    ]

    private static let heads: CosignedHeads = {
        let sides = (1...2).map { (number: UInt8) in
            CosignedHeads.Side(root: digest(number), cosignature: [UInt8](repeating: number, count: 72))
        }
        guard let heads = CosignedHeads(height: Height(9), validator: 1, size: 7, sides[0], sides[1]) else {
            preconditionFailure("two roots are one")
        }
        return heads
    }()

    private static let releaseKey = ReleaseKey([UInt8](0..<32)) ?? { preconditionFailure("32 bytes are no key") }()

    static let uses = [1, 2].map { UseRecord(grant: grantID, index: $0, caseCommitment: commitment(15)) }

    private static let sealedTag: SealedTag = {
        guard let tag = SealedTag(digest(16), salt: digest(17).bytes) else { preconditionFailure("a salt of 32 bytes") }
        return tag
    }()

    private static let passingWithLeave: PassEvidence = {
        let recipient = Recipient.member(MemberID(checked: "notary"))
        let leave = PassingLeave(
            index: 1, to: recipient, notAfter: now + 600, origin: network.origin, by: SampleKeys.key("payroll"))
        return PassEvidence(
            grant: grantID, number: 1, index: 1, use: StatementID(digest(18)), recipient: recipient,
            basis: .leave(leave))
    }()

    static let grantID = GrantID(origin: network.origin, key: request.grantKey)

    static let statements: [Statement] = acts.map { act in
        let header = header(act.name.contentType, issuer: issuer(of: act.name.signer))
        return switch act.name.signer {
        case .governance:
            Statement.governance(
                header, payload: act.payload, by: [SampleKeys.key("governance-1"), SampleKeys.key("governance-2")])
        case .member: Statement.signed(header, payload: act.payload, by: SampleKeys.key("bank"))
        case .validator: Statement.signed(header, payload: act.payload, by: SampleKeys.key("node-1/release"))
        case .grantKey, .correctionKey, .openingKey:
            Statement.signed(header, payload: act.payload, by: SampleKeys.key("payroll"))
        }
    }

    private static func issuer(of signer: ActSigner) -> String? {
        switch signer {
        case .governance, .grantKey, .correctionKey, .openingKey: nil
        case .member: "bank"
        case .validator: "node-1"
        }
    }

    /// Each statement alone; the manifests with their records.
    static let submissions: [Submission] = zip(acts, statements).map { act, statement in
        act.name == .useMany
            ? Submission(statement: statement, uses: uses)
            : Submission(statement: statement, records: act.name == .issueDocuments ? records : [])
    }

    static let refusalNotes = [
        RefusalNote(.blockFull, of: StatementID(digest(1)), at: Height(2), time: now * 1_000),
        RefusalNote(
            .alreadyUsed(
                grantID, index: 1, winner: CountedUse(statement: StatementID(digest(2)), height: Height(3), time: now)),
            of: StatementID(digest(1)), at: Height(3), time: now * 1_000),
        RefusalNote(
            .badUse(position: 7, .tooSoon(earliest: now)), of: StatementID(digest(1)), at: Height(3), time: now),
    ]

    /// `[grant, uses, first height, last height]`.
    static let closedRecord: [UInt8] = {
        var encoder = CBOREncoder()
        encoder.array(4)
        grantID.encode(into: &encoder)
        for number: UInt64 in [2, 5, 9] { encoder.unsigned(number) }
        return encoder.bytes
    }()

    private static func header(_ contentType: String, issuer: String?) -> StatementHeader {
        StatementHeader(contentType: contentType, issuer: issuer, origin: network.origin, notAfter: now)
    }
}
