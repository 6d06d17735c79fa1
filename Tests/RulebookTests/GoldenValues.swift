import Consensus
import Ledger
import Replication
import Rulebook
import Signing
import TestSupport

/// The values whose bytes are written down in `Vectors` and in `docs/protocol`.
enum GoldenValues {
    /// 2026-11-01, in seconds.
    static let start: UInt64 = 1_793_491_200
    static let holder = TestKey.own("示例持有人")
    static let salt = [UInt8](0..<32)
    static let document = SHA256.digest(Array("示例证照".utf8))
    static let commitment = IssueRecord.commitment(salt: salt, document: document)
    static let records = [
        IssueRecord(commitment: commitment, expiry: nil),
        IssueRecord(commitment: Commitment(SHA256.digest([1])), expiry: 2_108_851_200),
    ]

    static func genesis() throws(GenesisError) -> Genesis {
        try TestNetwork.genesis(name: "vectors.deedbox.example", parameters: Parameters())
    }

    static func network() throws(GenesisError) -> Network { Network(try genesis()) }

    private static let police = MemberDetails(
        name: Bilingual(zh: "示例公安局", en: "Sample police"), roles: [.issuer], creditCode: "11370406PDY001012G",
        keys: [MemberKey(key: TestMember.police.key.publicKey, from: start, until: nil)])

    private static let bank = MemberDetails(
        name: Bilingual(zh: "示例银行", en: "Sample bank"), roles: [.relyingParty, .issuer], creditCode: "",
        keys: [
            MemberKey(key: TestMember.bank.key.publicKey, from: start, until: start + 86_400),
            MemberKey(key: TestKey.own("bank/es256").publicKey, from: start + 86_400, until: nil),
        ], sealingKey: SampleKeys.sealingKey("bank"))

    private static func type(_ days: UInt64?) -> DocumentType? {
        guard let low = SensitivityLevel(2), let high = SensitivityLevel(3) else { return nil }
        return DocumentType(
            code: TestType.identity.code, owner: TestMember.police.id,
            name: Bilingual(zh: "示例身份证", en: "Sample identity card"), level: high, updateFrequencyDays: days,
            fields: [
                TypeField(path: "XM", name: Bilingual(zh: "姓名", en: "Name"), level: low, isRequired: true),
                TypeField(path: "ZZBH", name: Bilingual(zh: "证照编号", en: "Number"), level: high, isRequired: false),
            ])
    }

    static let request = Request(
        scene: TestScene.loan.code, profile: ProfileID(checked: "basic"), maxUses: 2, term: 2_592_000,
        grantKey: holder.publicKey, nonce: [UInt8](0x40..<0x50), caseCommitment: Commitment(SHA256.digest([2])))

    static func signedRequest(_ network: Network) -> Statement {
        Signatory.member(.bank).signed(
            Purpose.request, request.encoded, origin: network.origin, notAfter: start + 86_400)
    }

    static let scene = TestScene.scene(maxUses: 2, term: 2_592_000, minimumInterval: 60)

    static let releaseKey: ReleaseKey = {
        guard let key = ReleaseKey([UInt8](0x60..<0x80)) else { preconditionFailure("32 bytes are no key") }
        return key
    }()

    /// Two uses below one manifest.
    static func uses(_ network: Network) -> [UseRecord] {
        let id = GrantID(origin: network.origin, key: holder.publicKey)
        return [1, 2].map { (number: UInt8) in
            UseRecord(grant: id, index: UInt64(number), caseCommitment: Commitment(SHA256.digest([14 + number])))
        }
    }

    /// One payload of every act, in the order of `ActName`.
    static func acts(_ network: Network) -> [Act] { registry + documents + grants(network) }

    /// Members, validators, types and scenes.
    private static var registry: [Act] {
        guard let type = Self.type(nil), let renewed = Self.type(365) else { return [] }
        return [
            .registerMember(RegisterMember(sequence: 1, member: TestMember.police.id, details: police)),
            .updateMember(
                UpdateMember(sequence: 2, member: TestMember.bank.id, details: bank, reinstates: true)),
            .suspendMember(SuspendMember(sequence: 3, member: TestMember.bank.id)),
            .changeValidators(
                ChangeValidators(
                    sequence: 5, faultModel: .byzantine, removed: [MemberID(checked: "node-1")],
                    seated: [TestNetwork.validator(2)],
                    readiness: [Readiness(checkpoint: "示例\n", signature: [UInt8](0..<64))], acceptsDowngrade: true)),
            .changeGovernance(
                ChangeGovernance(
                    sequence: 6,
                    governance: Governance(threshold: 1, keys: TestNetwork.governors().prefix(2).map(\.publicKey)),
                    parameters: Parameters())),
            .endScene(EndScene(party: TestMember.bank.id, code: TestScene.loan.code)),
            .registerType(RegisterType(sequence: 4, type: type)),
            .updateType(UpdateType(version: 2, type: renewed)),
            .retireType(RetireType(code: type.code)),
            .accredit(
                Accredit(code: type.code, issuer: TestMember.police.id, period: Period(from: start, until: nil))),
            .declareScene(DeclareScene(scene: scene)),
            .approveScene(ApproveScene(party: TestMember.bank.id, code: scene.code, scene: scene.digest)),
        ]
    }

    /// Documents and what is said of them.
    private static var documents: [Act] {
        guard let type = Self.type(nil) else { return [] }
        let leafHashes = records.map { Digest.leaf($0.encoded) }
        return [
            .issueDocuments(
                IssueDocuments(type: type.code, typeVersion: 1, count: 2, root: MerkleTree.root(of: leafHashes))),
            .setStatus(
                SetStatus(
                    record: LeafIndex(41), commitment: commitment, state: .revoked,
                    reason: Commitment(SHA256.digest([3])))),
            .openCorrection(
                OpenCorrection(
                    record: LeafIndex(41), issuer: TestMember.police.id, key: holder.publicKey,
                    document: SHA256.digest(Array("示例证照".utf8)), claim: Commitment(SHA256.digest([8])))),
            .answerCorrection(
                AnswerCorrection(
                    record: LeafIndex(41), commitment: commitment, outcome: .upheld,
                    answer: Commitment(SHA256.digest([9])))),
            .anchorNote(AnchorNote(kind: .policy, commitment: Commitment(SHA256.digest([4])))),
            .disclose(
                Disclose(
                    ground: LegalGround.courtOrder.rawValue, details: Commitment(SHA256.digest([10])),
                    mark: .sealed(
                        DisclosureSeal(
                            until: Height(9_000), latest: start + 900_000, deposit: SHA256.digest([11]),
                            mark: sealedTag.commitment)))),
            .openDisclosure(OpenDisclosure(statement: StatementID(SHA256.digest([16])), mark: sealedTag)),
        ]
    }

    static let sealedTag: SealedTag = {
        guard let tag = SealedTag(SHA256.digest([17]), salt: SHA256.digest([18]).bytes) else {
            preconditionFailure("a digest has the length of a salt")
        }
        return tag
    }()

    /// Grants and their uses.
    private static func grants(_ network: Network) -> [Act] {
        let grantKey = holder.publicKey
        let id = GrantID(origin: network.origin, key: grantKey)
        return [
            .trace(
                Trace(
                    grant: id, ground: LegalGround.complaint.rawValue, caseCommitment: Commitment(SHA256.digest([12])),
                    releaseKey: releaseKey)),
            .passEvidence(passing(network)),
            .grant(
                GrantAct(
                    request: signedRequest(network).bytes, uses: 2, expiry: start + 600_000,
                    deposit: SHA256.digest([5]))),
            .limitGrant(
                LimitGrant(
                    grantKey: grantKey, number: 1, uses: 1, expiry: start + 500_000, deposit: SHA256.digest([13]))),
            .withdraw(Withdraw(grantKey: grantKey)),
            .refuseRequest(RefuseRequest(request: signedRequest(network).bytes)),
            .use(
                Use(
                    grant: id, index: 1, releaseKey: releaseKey, caseCommitment: Commitment(SHA256.digest([6])),
                    clerkCommitment: Commitment(SHA256.digest([7])))),
            .useMany(
                UseMany(
                    releaseKey: releaseKey, clerkCommitment: Commitment(SHA256.digest([7])), count: 2,
                    root: MerkleTree.root(of: uses(network).map { Digest.leaf($0.encoded) }))),
            .reportFault(
                UseFault(
                    grant: id, index: 1, kind: .share, node: MemberID(checked: "node-1"),
                    evidence: Commitment(SHA256.digest([14])))),
            .reportOffence(ReportOffence(proof: doubleVote)),
        ]
    }

    /// A passing to somebody outside, with the holder's leave.
    private static func passing(_ network: Network) -> PassEvidence {
        let leave = PassingLeave(
            index: 1, to: .outside(recipient.commitment), notAfter: start + 86_400, origin: network.origin, by: holder)
        return PassEvidence(
            grant: GrantID(origin: network.origin, key: holder.publicKey), number: 0, index: 1,
            use: StatementID(SHA256.digest([19])), recipient: .outside(recipient.commitment), basis: .leave(leave))
    }

    static let recipient: RecipientName = {
        guard let name = RecipientName("示例法院", salt: SHA256.digest([20]).bytes) else {
            preconditionFailure("a digest has the length of a salt")
        }
        return name
    }()

    /// Two precommits of the second validator at height 9, with signatures of nobody.
    private static let doubleVote: OffenceProof = {
        let votes = [1, 2].map { (byte: UInt8) in
            Vote(
                content: .precommit(Height(9), .zero, BlockID(Digest.leaf([byte]))), validator: 1,
                signature: [UInt8](repeating: byte, count: 64))
        }
        guard let evidence = Evidence.between(votes[0], votes[1]) else { preconditionFailure("no offence") }
        return .votes(evidence)
    }()

    /// The statement of an act, signed at the start by whom the act wants.
    static func statement(_ act: Act, _ network: Network) -> Statement {
        let signatory: Signatory =
            switch act.name.signer {
            case .governance: .twoGovernors
            case .member: .member(signer(of: act.name))
            case .validator: .member(MemberID(checked: "node-1"), SampleKeys.key("node-1/release"))
            case .grantKey, .correctionKey, .openingKey: .holder(holder)
            }
        return signatory.signed(
            act.name.contentType, act.payload, origin: network.origin, notAfter: start + 300)
    }

    private static func signer(of name: ActName) -> TestMember {
        if [.use, .useMany, .reportFault, .passEvidence, .declareScene, .endScene].contains(name) { return .bank }
        return [.approveScene, .trace].contains(name) ? .regulator : .police
    }
}
