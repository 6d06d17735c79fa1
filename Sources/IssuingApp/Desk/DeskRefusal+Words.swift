public import NodeAPI
internal import Importing
internal import Rulebook

/// Refusals in words: stable code, fact, next step.
extension DeskRefusal {
    /// The stable code, the HTTP status, and the words in both languages.
    public var told: (code: String, status: Int, words: Words) {
        let told = parts
        return (
            told.code, told.status,
            Words(
                detail: Bilingual(zh: told.zh, en: told.en), next: Bilingual(zh: told.nextZh, en: told.nextEn))
        )
    }

    typealias Parts = (code: String, status: Int, zh: String, en: String, nextZh: String, nextEn: String)

    private var parts: Parts {
        switch self {
        case .unknownType, .otherDefinition, .notOwner, .typeOnLedger, .wrongVersion, .unclassifiedFields: catalogue
        case .typeNotOnLedger, .typeRetired, .notAccredited, .definitionDiffers, .versionNotOnLedger: minting
        case .unknownDocument, .unknownRun, .notRecorded, .alreadyOver, .notSuspended, .changePending,
            .runNotFinished, .runGoesOn, .alreadyTakenBack:
            documents
        case .badReason, .textTooLong, .tooManyDocuments, .nothingChosen, .badValues, .faultyValues: input
        case .unknownApproval, .alreadyDecided, .samePerson, .notAPerson, .approvalOverdue, .alreadyProposed,
            .unknownRenewal:
            approvals
        case .unknownCorrection, .alreadyAnswered, .noOpenCorrection, .claimDoesNotOpen, .successorNeeded,
            .successorNotExpected:
            corrections
        case .attachmentType, .attachmentSize, .attachmentUnknown, .alreadySigned: attachments
        case .unknownOffer, .offerNotPossible, .unknownApplication, .applicationAnswered: offers
        case .applicationsNotTaken, .applicationUnproven, .notTheHolder, .applicationOpen, .tooManyApplications:
            applications
        case .notACredentialKey, .keyWasUsed, .otherCertificate, .nothingLost: upkeep
        case .lookUpNotOffered, .badLookUp, .lookUpKeyTaken, .lookUpUnchecked, .lookUpResting, .tooManyLookUps,
            .unknownLookUp, .unknownLookUpAlert:
            lookUps
        }
    }

    private var catalogue: Parts {
        switch self {
        case .unknownType(let code, let version):
            (
                "unknown-type", 404, "签发台没有类型 \(code) 第 \(version) 版",
                "the desk has no type \(code) version \(version)",
                "用 issuer catalogue load 载入定义", "load its definition: issuer catalogue load"
            )
        case .otherDefinition(let code, let version):
            (
                "other-definition", 409, "类型 \(code) 第 \(version) 版已载入，内容不同",
                "type \(code) version \(version) is loaded with another content", "新内容请用新的版本号",
                "give new content a new version"
            )
        case .notOwner(let code, let owner):
            (
                "not-owner", 403, "类型 \(code) 归 \(owner) 所有", "type \(code) belongs to \(owner)", "请由所有者提交",
                "let the owner do it"
            )
        case .typeOnLedger(let code):
            (
                "type-on-ledger", 409, "类型 \(code) 已在账本上", "the ledger has the type \(code) already",
                "新内容请用：issuer catalogue update", "publish new content by: issuer catalogue update"
            )
        case .wrongVersion(let code, let version, let expected):
            (
                "wrong-version", 409, "类型 \(code) 的下一版应为 \(expected)，不是 \(version)",
                "the next version of \(code) is \(expected), and not \(version)", "请改版本号后重新载入",
                "correct the version, and load it again"
            )
        case .unclassifiedFields(let code, let paths):
            (
                "unclassified-fields", 409, "类型 \(code) 有 \(paths.count) 个字段未分类分级：\(paths.shown)",
                "\(paths.count) fields of \(code) are not classified: \(paths.shown)",
                "先确定各字段的类别与级别，再发布", "decide the class and the level of each field, then publish it"
            )
        case _: other
        }
    }

    /// Why documents of a type are not minted here.
    private var minting: Parts {
        switch self {
        case .typeNotOnLedger(let code):
            (
                "type-not-on-ledger", 409, "账本上没有类型 \(code)", "the ledger has no type \(code)",
                "请治理方登记：issuer catalogue register 生成文件",
                "have governance register it: issuer catalogue register writes the file"
            )
        case .typeRetired(let code):
            (
                "type-retired", 409, "类型 \(code) 已停用", "type \(code) is retired", "请改用接替它的类型",
                "use the type that follows it"
            )
        case .notAccredited(let code):
            (
                "not-accredited", 403, "本机构未获准签发 \(code)", "this desk is not accredited for \(code)",
                "请类型所有者认可本机构", "ask the type's owner for accreditation"
            )
        case .definitionDiffers(let code, let version):
            (
                "definition-differs", 409, "类型 \(code) 第 \(version) 版与账本不一致",
                "type \(code) version \(version) differs from the ledger's", "请载入账本上的定义",
                "load the definition that stands on the ledger"
            )
        case .versionNotOnLedger(let code, let version, let newest):
            (
                "version-not-on-ledger", 409, "类型 \(code) 第 \(version) 版未在账本发布，账本现为第 \(newest) 版",
                "version \(version) of \(code) is not published: the ledger has version \(newest)",
                "由所有者发布：issuer catalogue update", "let the owner publish it: issuer catalogue update"
            )
        case _: other
        }
    }

    private var documents: Parts {
        switch self {
        case .unknownDocument(let id):
            ("unknown-document", 404, "没有文档 \(id)", "there is no document \(id)", "请检查编号", "check the number")
        case .unknownRun(let id):
            ("unknown-run", 404, "没有导入批次 \(id)", "there is no run \(id)", "请检查编号", "check the number")
        case .notRecorded(let id):
            (
                "not-recorded", 409, "文档 \(id) 尚未上链", "document \(id) is not on the ledger yet",
                "等待其上链，或整批撤回", "wait for its record, or take the batch back"
            )
        case .alreadyOver(let id, let state):
            (
                "already-over", 409, "文档 \(id) 已终止（\(state.word)）", "document \(id) is \(state.word) for good",
                "无需再处理", "nothing is left to do"
            )
        case .notSuspended(let id):
            (
                "not-suspended", 409, "文档 \(id) 未被暂停", "document \(id) is not suspended", "无需恢复",
                "nothing is to be reinstated"
            )
        case .changePending(let id):
            (
                "change-pending", 409, "文档 \(id) 的状态变更正在上链", "a change of document \(id) is on its way",
                "等它终局后再试", "wait until it is final"
            )
        case .runNotFinished(let id):
            (
                "run-not-finished", 409, "批次 \(id) 尚未导入完", "run \(id) is not finished", "先完成导入",
                "finish the import first"
            )
        case .runGoesOn(let id):
            (
                "run-goes-on", 409, "另一个进程正在导入同一文件（批次 \(id)）",
                "another process is importing the same file (run \(id))", "等它导入完，再查看批次 \(id)",
                "wait until it is done, then look at run \(id)"
            )
        case .alreadyTakenBack(let id):
            (
                "already-taken-back", 409, "批次 \(id) 已撤回", "run \(id) was taken back already", "无需再处理",
                "nothing is left to do"
            )
        case _: other
        }
    }

    private var input: Parts {
        switch self {
        case .badReason(let reason):
            (
                "bad-reason", 422, "理由“\(reason)”不适用，或缺少法律依据",
                "the reason \"\(reason)\" does not go with that state, or the legal basis is missing",
                "从 \(ReasonCode.list) 中选一，并写明依据", "choose one of \(ReasonCode.list), and name the legal basis"
            )
        case .textTooLong(let limit):
            (
                "text-too-long", 422, "文字超过 \(limit) 字节", "the text is longer than \(limit) bytes", "请缩短",
                "make it shorter"
            )
        case .tooManyDocuments(let limit):
            (
                "too-many-documents", 422, "一次最多 \(limit) 份", "at most \(limit) documents at once", "请分批",
                "divide them"
            )
        case .nothingChosen:
            ("nothing-chosen", 422, "没有选择文档", "no document was chosen", "请选择文档", "choose documents")
        case .badValues(let fact):
            ("bad-values", 422, "取值不合格：\(fact)", "the values do not pass: \(fact)", "请改正", "correct them")
        case .faultyValues(let faults):
            (
                "faulty-values", 422, "取值未通过质量关口：" + FaultWords.text(faults, isChinese: true),
                "the values do not pass the quality gate: " + FaultWords.text(faults, isChinese: false),
                "按所列规则改正后再提交", "correct them by the rules that are named"
            )
        case _: other
        }
    }

    private var approvals: Parts {
        switch self {
        case .unknownApproval(let id):
            ("unknown-approval", 404, "没有待审事项 \(id)", "there is no proposal \(id)", "请检查编号", "check the number")
        case .alreadyDecided(let id):
            (
                "already-decided", 409, "事项 \(id) 已有结论", "proposal \(id) was decided already", "查看结论",
                "look at what was decided"
            )
        case .samePerson:
            (
                "same-person", 403, "提出人不能审批自己的提议", "who proposed it cannot decide it", "请另一位审批人处理",
                "let another approver decide"
            )
        case .notAPerson:
            (
                "not-a-person", 403, "机器不能审批", "a machine cannot decide", "请审批人登录处理",
                "let an approver sign in"
            )
        case .approvalOverdue(let id):
            ("approval-overdue", 409, "事项 \(id) 已过期", "proposal \(id) is overdue", "请重新提出", "propose it anew")
        case .unknownRenewal(let code):
            (
                "unknown-renewal", 404, "类型 \(code) 没有续期规则", "there is no rule of renewal for \(code)",
                "用 issuer renewals set 设定", "set one: issuer renewals set"
            )
        case .alreadyProposed(let id):
            (
                "already-proposed", 409, "同样的提议 \(id) 正待审批", "the same is proposed already, as \(id)",
                "请审批人处理", "let an approver decide it"
            )
        case _: other
        }
    }

    private var corrections: Parts {
        switch self {
        case .unknownCorrection(let id):
            ("unknown-correction", 404, "没有异议 \(id)", "there is no dispute \(id)", "请检查编号", "check the number")
        case .alreadyAnswered(let id):
            (
                "already-answered", 409, "异议 \(id) 已答复", "dispute \(id) was answered already", "查看答复",
                "look at the answer"
            )
        case .noOpenCorrection(let record):
            (
                "no-open-correction", 404, "记录 \(record) 没有未答复的异议", "record \(record) has no open dispute",
                "异议上链后再提交；稍后重试", "send it when the dispute is final; try again later"
            )
        case .claimDoesNotOpen:
            (
                "claim-does-not-open", 422, "内容与链上承诺不符", "it does not open the commitment on the ledger",
                "请提交原始内容", "send the very opening"
            )
        case .successorNeeded:
            (
                "values-needed", 422, "“更正”须给出新值", "a corrected document needs its new values", "请给出更正后的值",
                "give the values that change"
            )
        case .successorNotExpected:
            (
                "values-not-expected", 422, "该结论不改变取值", "this outcome changes no values", "去掉新值，或选“更正”",
                "leave the values out, or choose corrected"
            )
        case _: other
        }
    }

    private var attachments: Parts {
        switch self {
        case .attachmentType(let type):
            (
                "attachment-type", 415, "附件类型 \(type) 不收，或内容与类型不符",
                "an attachment of the type \(type) is not taken, or its content is of another",
                "请用 PDF、OFD、JPEG 或 PNG", "use PDF, OFD, JPEG or PNG"
            )
        case .attachmentSize(let limit):
            (
                "attachment-size", 413, "附件超过 \(limit) 字节", "the attachment has more than \(limit) bytes",
                "请压缩或分页", "compress it, or divide its pages"
            )
        case .attachmentUnknown:
            ("attachment-unknown", 404, "没有该附件", "there is no such attachment", "请检查", "check it")
        case .alreadySigned(let id):
            (
                "already-signed", 409, "文档 \(id) 已签名，不能再改", "document \(id) is signed and cannot change",
                "请换证", "replace the document"
            )
        case _: other
        }
    }

    /// What no group above has: the compiler cannot see that the groups are complete.
    var other: Parts { ("refused", 422, "不能办理", "it cannot be done", "请检查", "check it") }
}

extension [String] {
    /// The first of many names.
    fileprivate var shown: String { prefix(8).joined(separator: ", ") + (count > 8 ? " …" : "") }
}
