internal import RelyingAPI
internal import Rulebook
internal import Signing

extension RelyingRefusal {
    static func agreementEnded(_ code: SceneCode, _ agreement: AgreementEnd) -> RelyingRefusal {
        RelyingRefusal(
            "agreement-ended", zh: "场景 \(code) 所依据的协议已于 \(agreement) 到期。",
            en: "The agreement behind the scene \(code) ended on \(agreement).",
            nextZh: "续签协议后，请管理员用 deedbox relying scene agreement 登记新的到期日。",
            nextEn: "Once it is renewed, an admin notes its new end by deedbox relying scene agreement.")
    }

    static func clerkLimit(_ clerk: ClerkNumber, _ limit: UInt64) -> RelyingRefusal {
        RelyingRefusal(
            "clerk-limit", zh: "\(clerk) 一小时内已满 \(limit) 次；已记入异常查阅清单。",
            en: "\(clerk) has done this \(limit) times in an hour; it was noted for the supervisor.",
            nextZh: "请稍后再办，或请主管在 relying.json 中调整限额。",
            nextEn: "Go on later, or let the supervisor change the limit in relying.json.")
    }

    static var caseNeeded: RelyingRefusal {
        RelyingRefusal(
            "case-needed", zh: "须填写案号才能查阅。", en: "Nothing is looked up without a case number.", nextZh: "请填写所办事项的案号。",
            nextEn: "Give the case number of the matter at hand.")
    }

    static var otherCase: RelyingRefusal {
        RelyingRefusal(
            "other-case", zh: "该案号不是此事项的案号；已记入异常查阅清单。",
            en: "This is the case number of another matter; it was noted for the supervisor.",
            nextZh: "请核对案号。", nextEn: "Check the case number.")
    }

    static func noSuchCase(_ number: String) -> RelyingRefusal {
        RelyingRefusal(
            "no-such-case", zh: "本台没有案号“\(number)”。", en: "This desk has no case \"\(number)\".", nextZh: "请核对案号。",
            nextEn: "Check the case number.")
    }

    static var badCounter: RelyingRefusal {
        RelyingRefusal(
            "bad-counter", zh: "柜台名称和地点须各有 1 至 \(CounterPlace.maxByteCount) 字节。",
            en: "Counter and place have 1 to \(CounterPlace.maxByteCount) bytes each.", nextZh: "请改写后再试。",
            nextEn: "Write them otherwise.")
    }

    static var notAtCounter: RelyingRefusal {
        RelyingRefusal(
            "not-at-counter", zh: "此请求不是在柜台发起的，没有两位数字。",
            en: "This request was not opened at a counter: it has no number.",
            nextZh: "请等待持有人答复。", nextEn: "Wait for the holder's answer.")
    }

    static var numberNotShown: RelyingRefusal {
        RelyingRefusal(
            "number-not-shown", zh: "还没有手机取走此请求。", en: "No phone has fetched this request yet.",
            nextZh: "请持有人扫码，再输入手机上的两位数字。", nextEn: "Let the holder scan the code, then type what the phone shows.")
    }

    static var wrongNumber: RelyingRefusal {
        RelyingRefusal(
            "wrong-number", zh: "数字不符，本次请求作废：取走请求的可能是另一部手机。",
            en: "The number differs, and the session is over: another phone may have fetched the request.",
            nextZh: "请重新发起请求，并请持有人扫新的码。", nextEn: "Open a new request, and let the holder scan its code.")
    }

    static var numberLate: RelyingRefusal {
        RelyingRefusal(
            "number-late", zh: "数字已超过 \(CounterPlace.numberSeconds) 秒，本次请求作废。",
            en: "The number was shown more than \(CounterPlace.numberSeconds) seconds ago, and the session is over.",
            nextZh: "请重新发起请求，并请持有人扫新的码。", nextEn: "Open a new request, and let the holder scan its code.")
    }

    static var numberSettled: RelyingRefusal {
        RelyingRefusal(
            "number-settled", zh: "此请求的数字已经输入过，只能输入一次。",
            en: "The number of this request was typed already: there is one try.",
            nextZh: "如需再办，请重新发起请求。", nextEn: "Open a new request if another is needed.")
    }

    static var comparisonNeeded: RelyingRefusal {
        RelyingRefusal(
            "comparison-needed", zh: "所请求的字段敏感级别在三级以上，须先由柜员比对本人与照片。",
            en: "Fields of level 3 or above are asked for: the clerk compares the person with a portrait first.",
            nextZh: "比对后勾选“已比对本人与照片”（compared）再试。",
            nextEn: "Compare, then say so (compared: true) and try again.")
    }
}
