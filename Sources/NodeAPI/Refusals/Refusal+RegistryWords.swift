internal import Ledger
internal import Rulebook
internal import Signing

extension Refusal {
    /// The words of the rules on members, types and documents.
    var registryWords: Words {
        switch self {
        case .memberExists(let id): .memberExists(id)
        case .memberKeyShared(let key): .memberKeyShared(key)
        case .sampleKey(let key): .sampleKey(key)
        case .sampleSealingKey(let id): .sampleSealingKey(id)
        case .alreadySuspended(let id): .alreadySuspended(id)
        case .typeExists(let code): .typeExists(code)
        case .unknownType(let code): .unknownType(code)
        case .typeRetired(let code): .typeRetired(code)
        case .notOwner(let code, let owner): .notOwner(code, owner)
        case .wrongTypeVersion(let found, let expected): .wrongTypeVersion(found, expected)
        case .notAccredited(let id, let code): .notAccredited(id, code)
        case .noSuchRecord(let index): .noSuchRecord(index)
        case .recordOfAnotherIssuer(let index, let issuer): .recordOfAnotherIssuer(index, issuer)
        case .commitmentDiffers(let index): .commitmentDiffers(index)
        case .unreadableRecord: .unreadableRecord
        case .statusUnchanged(let state): .statusUnchanged(state)
        case .statusFinal(let state, let height): .statusFinal(state, height)
        case .correctionOpen(let index, let height): .correctionOpen(index, height)
        case .correctionNotOpen(let index): .correctionNotOpen(index)
        case .tooManyOpenCorrections(let id, let limit): .tooManyOpenCorrections(id, limit)
        case .changeWaiting, .nothingChanges, .notAValidator, .validatorCount, .faultModelUnfit, .crashNotAccepted,
            .downgradeNotAccepted, .tooFewStay, .notReady, .falseReadiness, .staleReadiness, .readinessUnexpected,
            .validatorKeyShared, .validatorKeyRetired, .setTooLarge, .badGovernors, .governorKeyShared,
            .parameterOutOfRange, .offenceKnown, .offenceAhead, .offenceTooOld, .offenceUnproven,
            .notAStatement, .unknownAct, .badPayload, .wrongEnvelope, .wrongOrigin, .recordsUnexpected, .badRecord,
            .tooManyRecords, .recordCountDiffers, .recordRootDiffers, .expired, .notAfterTooFar, .alreadyAccepted,
            .unknownMember, .memberNotYetEffective, .memberSuspended, .unknownKey, .keyNotValid, .wrongSignature,
            .missingRole, .notEnoughGovernors, .wrongSequence, .blockFull,
            .sceneExists, .unknownScene, .sceneEnded, .unknownField, .levelDiffers, .sceneDiffers, .approvalNotNeeded,
            .sceneNotApproved, .badRequest, .badRequestPayload, .requestExpired, .wrongRequestSignature,
            .notTheRequestedKey, .unknownProfile, .usesBeyondScene, .termBeyondScene, .usesBeyondRequest,
            .termBeyondRequest, .grantExists, .tooManyOpenGrants, .requestRefused, .unknownGrant, .grantOfAnotherParty,
            .grantWithdrawn,
            .grantExpired, .grantPaused, .wrongLimitNumber, .tooManyLimits, .limitNotTighter, .alreadyUsed, .usedUp,
            .wrongUseIndex, .tooSoon, .badUse, .useNotCounted, .faultKnown, .groundNotListed, .tagExists,
            .sealOutOfRange, .latestOutOfRange, .notSealed, .stillSealed, .markDiffers, .tooManySealed,
            .wrongPassingNumber, .otherUse, .passedToItself, .wrongLeave, .leaveExpired, .tooManyPassings:
            preconditionFailure("\(code) is no rule on members, types and documents")
        }
    }
}

extension Words {
    fileprivate static func memberExists(_ id: MemberID) -> Words {
        Words(
            zh: "成员 \(id) 已经登记。", en: "Member \(id) is registered already.",
            nextZh: "请换一个标识，或者用 deedbox member update 更改它。",
            nextEn: "Take another id, or change it with `deedbox member update`.")
    }

    fileprivate static func memberKeyShared(_ key: KeyID) -> Words {
        Words(
            zh: "密钥 \(key) 在同一成员中出现两次。", en: "The key \(key) stands twice in one member.",
            nextZh: "请每把密钥只写一次。", nextEn: "Name each key once.")
    }

    fileprivate static func sampleKey(_ key: KeyID) -> Words {
        Words(
            zh: "密钥 \(key) 是公开的示例密钥，谁都可以用它签名。",
            en: "The key \(key) is a sample key, with which anybody can sign.",
            nextZh: "请生成自己的密钥；示例密钥只用于示例网络。", nextEn: "Make a key of your own; sample keys are for sample networks.")
    }

    fileprivate static func sampleSealingKey(_ id: MemberID) -> Words {
        Words(
            zh: "成员 \(id) 的密封公钥是公开的示例密钥，谁都能打开封给它的数据。",
            en: "The sealing key of member \(id) is a sample key: anybody can open what is sealed to it.",
            nextZh: "请用 deedbox key sealing 生成自己的密钥；示例密钥只用于示例网络。",
            nextEn: "Make a key of your own with `deedbox key sealing`; sample keys are for sample networks.")
    }

    fileprivate static func alreadySuspended(_ id: MemberID) -> Words {
        Words(
            zh: "成员 \(id) 已经被停用。", en: "Member \(id) is suspended already.",
            nextZh: "无需再做；恢复用 deedbox member update --reinstate。",
            nextEn: "Nothing is left to do; `deedbox member update --reinstate` lets it back.")
    }

    fileprivate static func typeExists(_ code: TypeCode) -> Words {
        Words(
            zh: "文档类型 \(code) 已经登记。", en: "The document type \(code) is registered already.",
            nextZh: "请换一个代码，或者由所有者用 deedbox type update 更改它。",
            nextEn: "Take another code, or have its owner change it with `deedbox type update`.")
    }

    fileprivate static func unknownType(_ code: TypeCode) -> Words {
        Words(
            zh: "目录里没有文档类型 \(code)。", en: "The catalogue has no document type \(code).",
            nextZh: "请检查代码；deedbox type list（GET /types）列出全部类型。",
            nextEn: "Check the code; `deedbox type list` (GET /types) lists all types.")
    }

    fileprivate static func typeRetired(_ code: TypeCode) -> Words {
        Words(
            zh: "文档类型 \(code) 已经停用。", en: "The document type \(code) is retired.",
            nextZh: "请使用接替它的类型。", nextEn: "Use the type that took its place.")
    }

    fileprivate static func notOwner(_ code: TypeCode, _ owner: MemberID) -> Words {
        Words(
            zh: "文档类型 \(code) 的所有者是 \(owner)。", en: "The document type \(code) is owned by \(owner).",
            nextZh: "请由所有者签名。", nextEn: "Have its owner sign.")
    }

    fileprivate static func wrongTypeVersion(_ found: UInt64, _ expected: UInt64) -> Words {
        Words(
            zh: "版本号是 \(found)，下一个版本应为 \(expected)。",
            en: "The version is \(found), and the next one is \(expected).",
            nextZh: "请取现行定义，以版本 \(expected) 重新签名。",
            nextEn: "Take the definition in force and sign it again as version \(expected).")
    }

    fileprivate static func notAccredited(_ id: MemberID, _ code: TypeCode) -> Words {
        Words(
            zh: "成员 \(id) 现在没有签发类型 \(code) 的认可。",
            en: "Member \(id) is not accredited now to mint documents of the type \(code).",
            nextZh: "请该类型的所有者用 accredit 认可。", nextEn: "Ask the type's owner for an accreditation.")
    }

    fileprivate static func noSuchRecord(_ index: LeafIndex) -> Words {
        Words(
            zh: "位置 \(index) 上没有文档的记录。", en: "There is no record of a document at the position \(index).",
            nextZh: "请用签发回执里的位置。", nextEn: "Take the position from the receipt of issue.")
    }

    fileprivate static func recordOfAnotherIssuer(_ index: LeafIndex, _ issuer: MemberID) -> Words {
        Words(
            zh: "位置 \(index) 上的记录是成员 \(issuer) 签发的。", en: "The record at \(index) was issued by member \(issuer).",
            nextZh: "只有签发机构能改变文档状态；请检查位置，或由它签名。",
            nextEn: "Only its issuer can change a document's status: check the position, or have the issuer sign.")
    }

    fileprivate static func commitmentDiffers(_ index: LeafIndex) -> Words {
        Words(
            zh: "位置 \(index) 上记录的承诺与声明所写的不同。",
            en: "The record at \(index) has another commitment than the statement names.",
            nextZh: "请检查回执：位置和承诺必须来自同一份文档。",
            nextEn: "Check the receipt: position and commitment must come from the same document.")
    }

    fileprivate static var unreadableRecord: Words {
        Words(
            zh: "本节点现在读不出它自己保存的这条记录。", en: "This node cannot read its own copy of the record now.",
            nextZh: "请向另一个节点提交；运营方请运行 deedbox ledger verify。",
            nextEn: "Submit to another node; its operator runs deedbox ledger verify.")
    }

    fileprivate static func statusUnchanged(_ state: DocumentState) -> Words {
        Words(
            zh: "文档的状态已经是“\(state.nameZh)”。", en: "The document's status is \(state.word) already.",
            nextZh: "无需再做。", nextEn: "Nothing is left to do.")
    }

    fileprivate static func statusFinal(_ state: DocumentState, _ height: Height) -> Words {
        Words(
            zh: "文档在区块 \(height) 中已成为“\(state.nameZh)”，不能再变。",
            en: "The document became \(state.word) in block \(height), which is for good.",
            nextZh: "如有需要，请签发一份新文档。", nextEn: "Issue a new document if one is needed.")
    }
}

extension DocumentState {
    fileprivate var nameZh: String {
        switch self {
        case .inForce: "有效"
        case .suspended: "暂停"
        case .revoked: "已吊销"
        case .superseded: "已被替代"
        }
    }
}
