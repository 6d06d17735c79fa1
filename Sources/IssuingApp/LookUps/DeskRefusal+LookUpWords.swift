internal import Rulebook

/// Refusals of questions at the counter in words.
extension DeskRefusal {
    var lookUps: Parts {
        switch self {
        case .lookUpNotOffered(let code):
            (
                "look-up-not-offered", 404, "类型 \(code) 不提供按此字段的窗口核验",
                "documents of type \(code) are not looked up by this field", "用 issuer look-up rules 查看",
                "look at issuer look-up rules"
            )
        case .badLookUp(let field):
            (
                "bad-look-up", 422, "\(field) 缺失、过长或不合格式", "\(field) is missing, too long or not in its form",
                "请改正该项", "correct it"
            )
        case .lookUpKeyTaken:
            (
                "look-up-key-taken", 409, "此键已用于另一次核验", "this key was used for another question",
                "新的核验请用新的键", "give a new question a new key"
            )
        case .lookUpUnchecked:
            (
                "could-not-check", 503, "现在无法核验：账本暂不可用，或尚未记入本次核验。这不说明证照真伪",
                "it could not be checked now: the ledger is away, or has not entered the question yet. This says "
                    + "nothing of the document", "稍后以同一个键再问一次", "ask the same once more, with the same key"
            )
        case .lookUpResting(let seconds):
            (
                "look-up-resting", 429, "不符次数过多，\((seconds + 59) / 60) 分钟后方可再核验；已报告主管",
                "too many questions did not match; ask again in \((seconds + 59) / 60) minutes. A supervisor is told",
                "请核对材料，或联系签发机构", "check the papers, or speak to the issuer"
            )
        case .tooManyLookUps(let limit):
            (
                "too-many-look-ups", 429, "每小时最多核验 \(limit) 次", "at most \(limit) questions an hour are answered",
                "请稍后再试", "try again later"
            )
        case .unknownLookUp(let id):
            ("unknown-look-up", 404, "没有核验 \(id)", "there is no look-up \(id)", "请检查编号", "check the number")
        case .unknownLookUpAlert(let id):
            ("unknown-alert", 404, "没有提醒 \(id)", "there is no alert \(id)", "请检查编号", "check the number")
        case _: other
        }
    }
}
