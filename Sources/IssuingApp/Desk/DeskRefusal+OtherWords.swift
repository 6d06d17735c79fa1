internal import Rulebook

/// Refusals of claims, applications and the upkeep of the desk in words.
extension DeskRefusal {
    var offers: Parts {
        switch self {
        case .unknownOffer(let id):
            ("unknown-offer", 404, "没有领取邀请 \(id)", "there is no offer \(id)", "请检查编号", "check the number")
        case .offerNotPossible(let id, let stage):
            (
                "offer-not-possible", 409, "文档 \(id) 处于 \(stage.word)，不能发出领取邀请",
                "document \(id) is \(stage.word) and cannot be offered", "只有待领取的文档可以邀请领取",
                "only a pending document can be offered"
            )
        case .unknownApplication(let id):
            ("unknown-application", 404, "没有申请 \(id)", "there is no application \(id)", "请检查编号", "check the number")
        case .applicationAnswered(let id):
            (
                "application-answered", 409, "申请 \(id) 已答复", "application \(id) was answered already", "查看答复",
                "look at the answer"
            )
        case _: other
        }
    }

    var applications: Parts {
        switch self {
        case .applicationsNotTaken:
            (
                "applications-not-taken", 404, "本签发台不受理钱包直接申请", "this desk takes no applications from wallets",
                "请到窗口办理，或用领取邀请", "go to the office, or claim by an offer"
            )
        case .applicationUnproven(let fact):
            (
                "application-unproven", 403, "申请不能证明出自某个账户：\(fact)",
                "the application does not show whose account it is from: \(fact)", "请用绑定的钱包重新申请",
                "apply again from the wallet that is bound to the account"
            )
        case .notTheHolder:
            (
                "not-the-holder", 403, "号码不属于该账户，或绑定已被替换",
                "the number is not that of the account, or its binding is over",
                "请核对号码；换过设备请用新设备申请", "check the number; after a change of device apply from the new one"
            )
        case .applicationOpen(let due):
            (
                "application-open", 409, "同类申请正在办理，应于 \(UTCTime(seconds: due)) 前答复",
                "an application for the same waits; it is to be answered by \(UTCTime(seconds: due))",
                "请等待答复", "wait for the answer"
            )
        case .tooManyApplications(let limit):
            (
                "too-many-applications", 429, "每天最多 \(limit) 次申请", "at most \(limit) applications a day are taken",
                "请明天再试，或到窗口办理", "try again tomorrow, or go to the office"
            )
        case _: other
        }
    }

    var upkeep: Parts {
        switch self {
        case .notACredentialKey:
            (
                "not-a-credential-key", 422, "不是签发文档用的 ES256 密钥", "it is no ES256 key for documents",
                "deedbox key new --purpose credential --algorithm ES256",
                "deedbox key new --purpose credential --algorithm ES256"
            )
        case .keyWasUsed:
            (
                "key-was-used", 409, "该密钥正在使用，或曾被替换", "the key is in use, or was replaced before",
                "请另造新密钥", "make another key"
            )
        case .otherCertificate:
            (
                "other-certificate", 422, "首张证书不是该密钥的证书", "the first certificate is not one of that key",
                "证书链以该密钥的证书开头，不含根证书", "begin the chain with the key's certificate, and leave the root out"
            )
        case .nothingLost:
            (
                "nothing-lost", 409, "没有备份之外的记录待处置", "no record waits that a backup does not know", "无需再处理",
                "nothing is left to do"
            )
        case _: other
        }
    }
}
